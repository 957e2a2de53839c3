package stadion.scheduler.event;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import stadion.scheduler.event.EventLog.News;

/**
 * What an event-sourced actor has to tell of its events: each piece of news once, also when the process dies at any moment.
 *
 * <p>The actor numbers its news, growing with the numbers of the events in its journal. It adds them whenever one of its events is applied, be it now or when the journal is read, and tells them
 * after the event is stored; and all of them when it has read its journal. The log stores with each batch how far each source has come, so that what was told before is known. News whose event a
 * snapshot stands for are kept in the snapshot until they are stored. Safe for use by many threads.
 */
public final class Outbox {

    /** News that were not stored when the snapshot was made. */
    public record Unstored(long number, List<Told> events) {}

    private final EventLog log;
    private final String source;
    private final NavigableMap<Long, List<Told>> untold = new TreeMap<>();
    private final NavigableSet<Long> toldAbove = new TreeSet<>();
    private Progress progress;

    /** The outbox of the source of this name, which goes on where the log says. */
    public Outbox(EventLog log, String source) {
        this.log = log;
        this.source = source;
        this.progress = log.progress(source);
        toldAbove.addAll(progress.above());
    }

    /** Adds what is to be told, unless it has been. */
    public synchronized void add(long number, Supplier<List<SchedulerEvent>> news) {
        if (!progress.covers(number)) {
            addTold(number, news.get().stream().map(log::told).toList());
        }
    }

    /** The same for what was rendered before. */
    public synchronized void addTold(long number, List<Told> news) {
        if (!news.isEmpty() && !progress.covers(number)) {
            untold.put(number, news);
        }
    }

    /** How events look to subscribers. */
    public List<Told> render(List<SchedulerEvent> events) {
        return events.stream().map(log::told).toList();
    }

    /** Tells the news of this number, if there are any and they have not been told. */
    public synchronized void tell(long number, Numbered.@Nullable Cause cause) {
        List<Told> news = untold.remove(number);
        if (news != null) {
            toldAbove.add(number);
            long upTo = untold.isEmpty() ? toldAbove.last() : untold.firstKey() - 1;
            toldAbove.headSet(upTo, true).clear();
            progress = new Progress(Math.max(upTo, progress.upTo()), List.copyOf(toldAbove));
            log.publish(news, new News(source, number, progress), cause);
        }
    }

    /** Tells all that there is, in the order of the numbers. */
    public synchronized void tellAll(Numbered.@Nullable Cause cause) {
        List.copyOf(untold.keySet()).forEach(number -> tell(number, cause));
    }

    /** What a snapshot has to keep. */
    public synchronized List<Unstored> unstored() {
        List<Unstored> all = new ArrayList<>();
        log.unstored(source).forEach(entry -> all.add(new Unstored(entry.news().number(), entry.events())));
        untold.forEach((number, news) -> all.add(new Unstored(number, news)));
        return all;
    }

    /** Takes back what a snapshot has kept. */
    public synchronized void restore(List<Unstored> kept) {
        kept.forEach(news -> addTold(news.number(), news.events()));
    }
}
