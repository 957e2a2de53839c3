package stadion.scheduler.launch;

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
 * many there are. Every step costs the same (or the logarithm) for any number of them. Mutable; confined to the matcher.
 */
public final class Turns {

    /** A demand and what its instances ask of an offer. */
    record Turn(Demand demand, Request request) {}

    private final MatchSettings settings;
    private final LinkedHashMap<PathId, Turn> line = new LinkedHashMap<>();
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
        count(line.put(turn.demand().runSpec().id(), turn), -1);
        count(turn, 1);
    }

    /** Whether there was such a demand. */
    boolean remove(PathId id) {
        Turn old = line.remove(id);
        count(old, -1);
        return old != null;
    }

    @Nullable
    Demand get(PathId id) {
        Turn turn = line.get(id);
        return turn == null ? null : turn.demand();
    }

    boolean isEmpty() {
        return line.isEmpty();
    }

    int size() {
        return line.size();
    }

    /** How many instances are wanted, all in all. */
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
