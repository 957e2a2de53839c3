package stadion.scheduler.event;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;
import org.pcollections.PVector;
import org.pcollections.TreePVector;
import stadion.scheduler.Stored;

/**
 * The latest events, and how far each source has come with its news. Immutable; each batch of events touches only what it adds and what it pushes out.
 *
 * @param last the number of the latest event, 0 when there was none
 * @param batches the latest events as they were stored, oldest first
 * @param size how many events these are
 * @param characters how long their JSON is together
 */
public record EventWindow(
        long last, PVector<List<Told>> batches, int size, long characters, PMap<String, Progress> progress) {

    public static final EventWindow EMPTY = new EventWindow(0, TreePVector.empty(), 0, 0, HashTreePMap.empty());

    /** How long the JSON of the kept events may be together, in characters; only a single batch may be longer. */
    private static final long MAX_CHARACTERS = 64L << 20;

    /** Events that happened together, and how far that brings their sources. What is stored. */
    public record Batch(List<Told> events, Map<String, Progress> progress) implements Stored {}

    /** The window as a snapshot keeps it. */
    public record Snapshot(long last, List<List<Told>> batches, Map<String, Progress> progress) implements Stored {}

    /** Adds a batch. Of the events before, at least {@code kept} remain, unless they are very long. */
    EventWindow plus(Batch batch, int kept) {
        PMap<String, Progress> known = progress.plusAll(batch.progress());
        if (batch.events().isEmpty()) {
            return new EventWindow(last, batches, size, characters, known);
        }
        PVector<List<Told>> all = batches.plus(batch.events());
        int events = size + batch.events().size();
        long length = characters + length(batch.events());
        while (all.size() > 1 && (events - all.get(0).size() >= kept || length > MAX_CHARACTERS)) {
            events -= all.get(0).size();
            length -= length(all.get(0));
            all = all.minus(0);
        }
        return new EventWindow(last + batch.events().size(), all, events, length, known);
    }

    private static long length(List<Told> events) {
        return events.stream().mapToLong(event -> event.json().length()).sum();
    }

    /** The number of the oldest kept event; one above the last when none is kept. */
    public long first() {
        return last - size + 1;
    }

    /** The events after this number, in order; empty when some of them are no longer there, or there never was such a number. */
    public Optional<List<Numbered>> after(long number) {
        if (number < first() - 1 || number > last) {
            return Optional.empty();
        }
        List<Numbered> events = new ArrayList<>();
        long next = first();
        for (List<Told> batch : batches) {
            long end = next + batch.size();
            for (long n = Math.max(next, number + 1); n < end; n++) {
                events.add(new Numbered(n, batch.get((int) (n - next)), null));
            }
            next = end;
        }
        return Optional.of(events);
    }

    Snapshot snapshot() {
        return new Snapshot(last, batches, progress);
    }

    static EventWindow of(Snapshot snapshot) {
        int size = snapshot.batches().stream().mapToInt(List::size).sum();
        long characters =
                snapshot.batches().stream().mapToLong(EventWindow::length).sum();
        return new EventWindow(
                snapshot.last(),
                TreePVector.from(snapshot.batches()),
                size,
                characters,
                HashTreePMap.from(snapshot.progress()));
    }
}
