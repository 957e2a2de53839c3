package stadion.scheduler.launch;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import stadion.scheduler.model.PathId;
import stadion.scheduler.offer.MatchSettings;
import stadion.scheduler.offer.OfferLedger;
import stadion.scheduler.offer.Request;

/**
 * Those who want something launched, in the order of their turns: whoever had an offer shown goes to the end of the line, so that all are served in the long run, however
 * many there are. Those whose instances all have something reserved for them wait besides: they are shown no offers but those that carry it. Every step costs the same (or the logarithm) for any number of them. Mutable; confined to the matcher.
 */
public final class Turns {

    /** A demand and what its instances ask of an offer. */
    record Turn(Demand demand, Request request) {}

    private final MatchSettings settings;
    private final LinkedHashMap<PathId, Turn> line = new LinkedHashMap<>();
    private final Map<PathId, Turn> withReservations = new HashMap<>();
    private final TreeMap<Long, Integer> cpus = new TreeMap<>();
    private final TreeMap<Long, Integer> mem = new TreeMap<>();
    private long instances;

    public Turns(MatchSettings settings) {
        this.settings = settings;
    }

    /** Adds a demand at the end of the line, or replaces the earlier one of the same app or pod where it stands. */
    public void put(Demand demand) {
        put(new Turn(demand, Request.of(demand.runSpec(), settings)));
    }

    void put(Turn turn) {
        PathId id = turn.demand().runSpec().id();
        if (turn.demand().reserved().isEmpty()) {
            withReservations.remove(id);
        } else {
            withReservations.put(id, turn);
        }
        if (turn.demand().waiting().isEmpty()) {
            leave(id);
        } else {
            count(line.put(id, turn), -1);
            count(turn, 1);
        }
    }

    /** Whether there was such a demand. */
    boolean remove(PathId id) {
        boolean had = withReservations.remove(id) != null;
        return leave(id) || had;
    }

    /** Takes a demand out of the line; what is reserved for its instances may still be found. Whether it was there. */
    boolean leave(PathId id) {
        Turn old = line.remove(id);
        count(old, -1);
        return old != null;
    }

    /** The demand of an app or pod whose instances have something reserved for them, and what they ask of an offer. */
    @Nullable
    Turn withReservations(PathId id) {
        return withReservations.get(id);
    }

    @Nullable
    Demand get(PathId id) {
        Turn turn = line.getOrDefault(id, withReservations.get(id));
        return turn == null ? null : turn.demand();
    }

    boolean isEmpty() {
        return line.isEmpty() && withReservations.isEmpty();
    }

    /** How many wait in the line. */
    int size() {
        return line.size();
    }

    /** How many instances want a place, all in all. */
    long instances() {
        return instances;
    }

    /** Whose turn it is; it is at the end of the line from now on. */
    Turn next() {
        PathId first = line.keySet().iterator().next();
        Turn turn = line.remove(first);
        line.put(first, turn);
        return turn;
    }

    /** Whether what is left of the offer is too little for everyone in the line. May say no where that is so, for reasons other than processors and memory. */
    boolean isTooSmallForAll(OfferLedger offer) {
        return !line.isEmpty() && offer.holdsLessThan(cpus.firstKey(), mem.firstKey());
    }

    private void count(@Nullable Turn turn, int by) {
        if (turn != null) {
            instances += (long) by * turn.demand().waiting().size();
            count(cpus, turn.request().cpus(), by);
            count(mem, turn.request().mem(), by);
        }
    }

    private static void count(Map<Long, Integer> counts, long key, int by) {
        counts.merge(key, by, (a, b) -> a + b == 0 ? null : a + b);
    }
}
