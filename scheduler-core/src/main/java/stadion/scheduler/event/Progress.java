package stadion.scheduler.event;

import java.util.List;

/**
 * Which of its news a source has told, by the source's own numbers: all up to {@code upTo}, and those {@code above}. Stored together with the news.
 */
public record Progress(long upTo, List<Long> above) {

    static final Progress NONE = new Progress(0, List.of());

    boolean covers(long number) {
        return number <= upTo || above.contains(number);
    }
}
