package stadion.scheduler.launch;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import stadion.scheduler.model.AppDefinition;

/**
 * Why instances of an app are not running yet, as {@code /v2/queue} shows it.
 *
 * @param count instances still to be launched
 * @param notBefore when the back-off delay ends
 * @param since since when instances have been waiting
 */
public record QueueItem(AppDefinition app, int count, Instant notBefore, Instant since, ProcessedOffers offers) {

    /** What became of the offers seen since the launch attempt began. */
    public record ProcessedOffers(
            int processed,
            int unused,
            @Nullable Instant lastUnused,
            @Nullable Instant lastUsed,
            List<Rejects> lastOffers,
            List<Rejects> launchAttempt) {
        public static final ProcessedOffers NONE = new ProcessedOffers(0, 0, null, null, List.of(), List.of());
    }

    /** How many offers got as far as a rule ({@code processed}) and how many of them it refused ({@code declined}). */
    public record Rejects(String reason, int declined, int processed) {}
}
