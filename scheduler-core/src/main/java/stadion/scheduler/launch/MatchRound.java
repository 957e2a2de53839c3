package stadion.scheduler.launch;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import org.apache.mesos.v1.Protos.Offer;
import org.jspecify.annotations.Nullable;
import stadion.scheduler.launch.Found.Place;
import stadion.scheduler.launch.taskinfo.LaunchBuilder;
import stadion.scheduler.model.AppDefinition.Constraint;
import stadion.scheduler.model.Instance.AgentRef;
import stadion.scheduler.model.InstanceId;
import stadion.scheduler.model.PathId;
import stadion.scheduler.offer.OfferLedger;
import stadion.scheduler.offer.OfferMatcher;
import stadion.scheduler.offer.OfferMatcher.Match;
import stadion.scheduler.offer.Placement;

/**
 * One round of matching: shows each offer to those who wait, by turns, and notes what is to be launched where. Decides only; what follows is the matcher's. The work for
 * one offer is bounded, however many wait.
 */
public final class MatchRound {

    /** So many refuse an offer one after the other before it is given back for another time, when others will be first in the line. */
    static final int MAX_REFUSALS = 1000;

    /** What became of an offer in this round. */
    public enum Outcome {
        /** There are launches for it. */
        USED,
        /** Nobody can use it. */
        USELESS,
        /** Not everybody who might use it has seen it. */
        UNTRIED
    }

    /** A launch that was found, with the offer it is for. */
    record Launch(InstanceId instance, Offer.Operation operation, AgentRef agent, Acceptance acceptance) {}

    private final OfferMatcher matcher;
    private final LaunchBuilder builder;
    private final Turns turns;
    private final Function<PathId, Map<InstanceId, AgentRef>> unconfirmed;
    private final Function<PathId, OfferStats> stats;
    private final Predicate<PathId> enforcesRole;
    private final int perOffer;
    private final Instant now;
    private final Map<PathId, Seeker> seekers = new LinkedHashMap<>();
    private final List<Turns.Turn> served = new ArrayList<>();

    /**
     * A round that begins.
     *
     * @param turns those who wait
     * @param unconfirmed the launches found in earlier rounds that their app has not stored yet
     * @param stats what each has seen of offers so far
     * @param enforcesRole whether the top-level group of an app or pod enforces its role
     * @param perOffer launches on one offer at most
     */
    MatchRound(
            OfferMatcher matcher,
            LaunchBuilder builder,
            Turns turns,
            Function<PathId, Map<InstanceId, AgentRef>> unconfirmed,
            Function<PathId, OfferStats> stats,
            Predicate<PathId> enforcesRole,
            int perOffer,
            Instant now) {
        this.matcher = matcher;
        this.builder = builder;
        this.turns = turns;
        this.unconfirmed = unconfirmed;
        this.stats = stats;
        this.enforcesRole = enforcesRole;
        this.perOffer = perOffer;
        this.now = now;
    }

    /** A round in which nothing is known of earlier ones. */
    public static MatchRound first(
            OfferMatcher matcher, LaunchBuilder builder, Turns turns, int perOffer, Instant now) {
        return new MatchRound(
                matcher, builder, turns, id -> Map.of(), id -> OfferStats.NONE, id -> false, perOffer, now);
    }

    /** Finds launches for an offer, and debits its ledger. */
    public Outcome show(OfferLedger offer) {
        Acceptance acceptance = new Acceptance(offer.offer());
        int refusals = 0;
        while (acceptance.launches() < perOffer
                && refusals < Math.min(turns.size(), MAX_REFUSALS)
                && !isUsedUp(offer, acceptance)) {
            Seeker seeker = seekerOf(turns.next());
            if (!seeker.hasNext()) {
                turns.remove(seeker.id);
                served.add(seeker.turn);
            } else {
                refusals = seeker.place(offer, acceptance) ? 0 : refusals + 1;
            }
        }
        if (acceptance.launches() > 0) {
            return Outcome.USED;
        }
        boolean nobodyElse = served.isEmpty() || refusals > 0;
        return refusals == turns.size() && nobodyElse ? Outcome.USELESS : Outcome.UNTRIED;
    }

    /** Whether the rest of an offer is of no use. One that is too small from the start is shown all the same, as those who wait want to know why they do. */
    private boolean isUsedUp(OfferLedger offer, Acceptance acceptance) {
        return acceptance.launches() > 0 && turns.isTooSmallForAll(offer);
    }

    private Seeker seekerOf(Turns.Turn turn) {
        return seekers.computeIfAbsent(turn.demand().runSpec().id(), id -> new Seeker(turn));
    }

    /** Ends the round: those who have been served completely are in the line again. Returns all who were shown an offer. */
    public Collection<Seeker> finish() {
        served.forEach(turns::put);
        served.clear();
        return seekers.values();
    }

    /** An app or pod during this round, with what was found for it. */
    public final class Seeker {
        private final PathId id;
        private final Turns.Turn turn;
        private final Demand demand;
        private final Map<InstanceId, AgentRef> pending;
        private final Iterator<InstanceId> waiting;
        private final List<Launch> launches = new ArrayList<>();
        private final List<Place> places = new ArrayList<>();
        private OfferStats seen;
        private Placement placement;
        private @Nullable OfferLedger refused;
        private @Nullable InstanceId next;

        private Seeker(Turns.Turn turn) {
            this.turn = turn;
            this.demand = turn.demand();
            this.id = demand.runSpec().id();
            this.pending = unconfirmed.apply(id);
            this.waiting = demand.waiting().iterator();
            this.seen = stats.apply(id);
            this.placement = demand.placement();
            List<Constraint> constraints = demand.runSpec().constraints();
            if (!constraints.isEmpty()) {
                for (AgentRef agent : pending.values()) {
                    placement = placement.plus(constraints, agent);
                }
            }
        }

        Demand demand() {
            return demand;
        }

        List<Launch> launches() {
            return launches;
        }

        List<Place> places() {
            return places;
        }

        /** What it has seen of offers, this round included. */
        OfferStats seen() {
            return seen;
        }

        private boolean hasNext() {
            while (next == null && waiting.hasNext()) {
                InstanceId candidate = waiting.next();
                next = pending.containsKey(candidate) ? null : candidate;
            }
            return next != null;
        }

        private boolean place(OfferLedger offer, Acceptance acceptance) {
            if (refused == offer) {
                return false;
            }
            Match match = matcher.match(offer, turn.request(), placement);
            if (match instanceof Match.Placed placed) {
                launch(offer, placed, acceptance);
                return true;
            }
            refused = offer;
            seen = seen.refused(offer.offer(), (Match.Refused) match, now);
            return false;
        }

        private void launch(OfferLedger offer, Match.Placed placed, Acceptance acceptance) {
            int incarnation = demand.instances().get(next).incarnation() + 1;
            Offer.Operation operation =
                    builder.build(demand.runSpec(), next, incarnation, offer.offer(), placed, enforcesRole.test(id));
            AgentRef agent = offer.agent();
            launches.add(new Launch(next, operation, agent, acceptance));
            places.add(new Place(next, incarnation, agent, placed.hostPorts()));
            acceptance.expectOne();
            seen = seen.used(offer.offer(), now);
            if (!demand.runSpec().constraints().isEmpty()) {
                placement = placement.plus(demand.runSpec().constraints(), agent);
            }
            next = null;
        }
    }
}
