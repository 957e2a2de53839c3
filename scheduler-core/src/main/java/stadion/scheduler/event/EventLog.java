package stadion.scheduler.event;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import stadion.scheduler.event.EventWindow.Batch;

/**
 * Where events are published, and where those who want them subscribe. {@link EventKeeperActor} stores what is published, in this order; then each event gets its number, and
 * subscribers are called in the order of the numbers; they must neither block nor throw. A log to which no keeper belongs stores nothing and calls subscribers at once. Safe
 * for use by many threads.
 */
public final class EventLog {

    /** Events that may wait to be stored; a store that is so far behind has failed. */
    private static final int MAX_WAITING = 500_000;

    private static final int MAX_BATCH = 500;
    private static final long MAX_BATCH_CHARACTERS = 1 << 20;

    /** Ends a subscription; calling it again does nothing. */
    @FunctionalInterface
    public interface Subscription {
        void cancel();
    }

    /** Something to be stored: events that a source tells together, or only the wish to know when all before is stored. */
    record Entry(
            List<Told> events,
            @Nullable News news,
            @Nullable Runnable whenStored,
            Numbered.@Nullable Cause cause) {}

    /** What the events are to the source that tells them. */
    record News(String source, long number, Progress progress) {}

    private final Function<SchedulerEvent, Told> telling;
    private final int kept;
    private final List<Consumer<List<Numbered>>> subscribers = new CopyOnWriteArrayList<>();
    private final Deque<Entry> waiting = new ArrayDeque<>();
    private List<Entry> underWay = List.of();
    private int waitingEvents;
    private boolean awake;
    private Runnable wake = this::storeNothing;
    private EventWindow window = EventWindow.EMPTY;

    /** How far each source has come with news that are not known to be stored. */
    private final Map<String, Progress> published = new HashMap<>();

    /** A log of events that {@code telling} turns into what subscribers see. */
    public EventLog(Function<SchedulerEvent, Told> telling) {
        this(telling, Integer.MAX_VALUE);
    }

    /** The same; while no keeper belongs to it, it keeps at least {@code kept} events in memory. */
    public EventLog(Function<SchedulerEvent, Told> telling, int kept) {
        this.telling = telling;
        this.kept = kept;
    }

    /** Tells of something that is itself not stored; when the process dies before this event is stored, nobody hears of it. */
    public void publish(SchedulerEvent event) {
        publish(event, null);
    }

    /** The same, of an app or pod. */
    public void publish(SchedulerEvent event, Numbered.@Nullable Cause cause) {
        enqueue(new Entry(List.of(told(event)), null, null, cause));
    }

    /** Has {@code then} run, on any thread, when all that was published before is stored. */
    public void whenStored(Runnable then) {
        enqueue(new Entry(List.of(), null, then, null));
    }

    /** {@code subscriber} sees every event that is stored after this call returns, those that are stored together as one list. */
    public Subscription subscribe(Consumer<List<Numbered>> subscriber) {
        subscribers.add(subscriber);
        return () -> subscribers.remove(subscriber);
    }

    public int subscriberCount() {
        return subscribers.size();
    }

    /** Runs {@code reading} between two events: what it reads of the log, and who it adds to those that its own subscriber serves, fit together. */
    public synchronized <T> T between(Function<EventWindow, T> reading) {
        return reading.apply(window);
    }

    Told told(SchedulerEvent event) {
        return telling.apply(event);
    }

    void publish(List<Told> events, News news, Numbered.@Nullable Cause cause) {
        enqueue(new Entry(events, news, null, cause));
    }

    /** How far a source has come, with what is not stored yet: an actor may end and begin anew before that is. When it can't be stored, this log is of no use any more. */
    synchronized Progress progress(String source) {
        Progress stored = window.progress().getOrDefault(source, Progress.NONE);
        return published.getOrDefault(source, stored);
    }

    /** The news of a source that are published but not known to be stored. */
    synchronized List<Entry> unstored(String source) {
        return Stream.concat(underWay.stream(), waiting.stream())
                .filter(entry -> entry.news() != null && entry.news().source().equals(source))
                .toList();
    }

    private synchronized void enqueue(Entry entry) {
        if (waitingEvents + entry.events().size() > MAX_WAITING) {
            throw new IllegalStateException(
                    "The store does not keep up: " + waitingEvents + " events wait to be stored");
        }
        waiting.add(entry);
        if (entry.news() != null) {
            published.put(entry.news().source(), entry.news().progress());
        }
        waitingEvents += entry.events().size();
        if (!awake) {
            awake = true;
            wake.run();
        }
    }

    private void storeNothing() {
        while (awake) {
            take();
            Batch batch = batch();
            stored(window.plus(batch, kept));
        }
    }

    // The keeper's side.

    /** From now on {@code wake} is run when something waits to be stored; the log goes on after what was stored before. */
    synchronized void open(EventWindow before, Runnable wake) {
        this.window = before;
        this.wake = wake;
        if (awake) {
            wake.run();
        }
    }

    /** Takes what is to be stored next; {@link #stored} must follow. */
    synchronized void take() {
        List<Entry> taken = new ArrayList<>();
        int events = 0;
        long characters = 0;
        while (!waiting.isEmpty() && events < MAX_BATCH && characters < MAX_BATCH_CHARACTERS) {
            Entry entry = waiting.remove();
            taken.add(entry);
            events += entry.events().size();
            characters += entry.events().stream()
                    .mapToLong(event -> event.json().length())
                    .sum();
        }
        waitingEvents -= events;
        underWay = taken;
    }

    /** What was taken, as it is stored; without events or progress nothing needs to be. */
    synchronized Batch batch() {
        Map<String, Progress> progress = new HashMap<>();
        for (Entry entry : underWay) {
            if (entry.news() != null) {
                progress.put(entry.news().source(), entry.news().progress());
            }
        }
        return new Batch(
                underWay.stream().map(Entry::events).flatMap(Collection::stream).toList(), progress);
    }

    /** What was taken is stored, which led to {@code after}. */
    synchronized void stored(EventWindow after) {
        long number = window.last();
        window = after;
        List<Entry> done = underWay;
        underWay = List.of();
        List<Numbered> events = new ArrayList<>();
        for (Entry entry : done) {
            if (entry.news() != null) {
                published.remove(entry.news().source(), entry.news().progress());
            }
            for (Told event : entry.events()) {
                events.add(new Numbered(++number, event, entry.cause()));
            }
        }
        if (!events.isEmpty()) {
            subscribers.forEach(subscriber -> subscriber.accept(events));
        }
        done.stream().map(Entry::whenStored).filter(Objects::nonNull).forEach(Runnable::run);
        awake = !waiting.isEmpty();
    }

    /** Whether something has come meanwhile. */
    synchronized boolean isAwake() {
        return awake;
    }
}
