package stadion.scheduler.launch;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.impl.TimeBasedGenerator;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.apache.mesos.v1.Protos.Offer;
import org.jspecify.annotations.Nullable;
import stadion.scheduler.launch.Found.Place;
import stadion.scheduler.launch.taskinfo.LaunchBuilder;
import stadion.scheduler.model.AppDefinition.Constraint;
import stadion.scheduler.model.Instance.AgentRef;
import stadion.scheduler.model.Instance.LocalVolume;
import stadion.scheduler.model.InstanceId;
import stadion.scheduler.model.PathId;
import stadion.scheduler.offer.OfferLedger;
import stadion.scheduler.offer.OfferMatcher;
import stadion.scheduler.offer.OfferMatcher.Match;
import stadion.scheduler.offer.Placement;
import stadion.scheduler.offer.Reservation;
import stadion.scheduler.offer.ReservationOperations;

/**
 * One round of matching: shows each offer to those who wait, by turns, and notes what is to be launched where. Decides only; what follows is the matcher's. The work for
 * one offer is bounded, however many wait.
 */
public final class MatchRound {

    /** So many refuse an offer one after the other before it is given back for another time, when others will be first in the line. */
    static final int MAX_REFUSALS = 1000;

    /** So many in the line are told why they can't use an offer that is too small for everyone. */
    static final int MAX_EXPLAINED = 20;

    /** What became of an offer in this round. */
    public enum Outcome {
        /** There are launches or reservations for it. */
        USED,
        /** Nobody uses it, but something was reserved in it for instances that are gone, and is given back. */
        RELEASED,
        /** Nobody can use it. */
        USELESS,
        /** Not everybody who might use it has seen it. */
        UNTRIED
    }

    /** A launch or a reservation that was found, with the offer it is for. */
    record Launch(InstanceId instance, List<Offer.Operation> operations, AgentRef agent, Acceptance acceptance) {}

    /** What is known of instances with volumes: which are gone, and in whose name something is reserved for them ({@code principal}). */
    record Residents(
            Predicate<InstanceId> areGone, @Nullable String principal) {

        static final Residents NONE = new Residents(id -> false, null);
    }

    private static final TimeBasedGenerator UUIDS = Generators.timeBasedGenerator();

    private final OfferMatcher matcher;
    private final LaunchBuilder builder;
    private final Turns turns;
    private final Function<PathId, Map<InstanceId, AgentRef>> unconfirmed;
    private final Function<PathId, OfferStats> stats;
    private final Predicate<PathId> enforcesRole;
    private final Residents residents;
    private final int perOffer;
    private final Instant now;
    private final Map<PathId, Seeker> seekers = new LinkedHashMap<>();
    private final List<Turns.Turn> served = new ArrayList<>();
    private final List<Acceptance> releases = new ArrayList<>();
    private final Set<InstanceId> released = new HashSet<>(0);

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
            Residents residents,
            int perOffer,
            Instant now) {
        this.matcher = matcher;
        this.builder = builder;
        this.turns = turns;
        this.unconfirmed = unconfirmed;
        this.stats = stats;
        this.enforcesRole = enforcesRole;
        this.residents = residents;
        this.perOffer = perOffer;
        this.now = now;
    }

    /** A round in which nothing is known of earlier ones. */
    public static MatchRound first(
            OfferMatcher matcher, LaunchBuilder builder, Turns turns, int perOffer, Instant now) {
        return new MatchRound(
                matcher,
                builder,
                turns,
                id -> Map.of(),
                id -> OfferStats.NONE,
                id -> false,
                Residents.NONE,
                perOffer,
                now);
    }

    /** Finds launches for an offer, and debits its ledger. */
    public Outcome show(OfferLedger offer) {
        Acceptance acceptance = new Acceptance(offer.offer());
        boolean releases = useReservations(offer, acceptance);
        boolean tooSmall = turns.isTooSmallForAll(offer);
        int maxRefusals = tooSmall ? MAX_EXPLAINED : MAX_REFUSALS;
        int refusals = 0;
        while (acceptance.launches() < perOffer
                && refusals < Math.min(turns.size(), maxRefusals)
                && !isUsedUp(offer, acceptance)) {
            Seeker seeker = seekerOf(turns.next());
            if (!seeker.hasNext()) {
                turns.leave(seeker.id);
                served.add(seeker.turn);
            } else {
                refusals = seeker.place(offer, acceptance) ? 0 : refusals + 1;
            }
        }
        if (acceptance.launches() > 0) {
            return Outcome.USED;
        }
        if (releases) {
            this.releases.add(acceptance);
            return Outcome.RELEASED;
        }
        boolean nobodyElse = served.isEmpty() || refusals > 0;
        return nobodyElse && (tooSmall || refusals == turns.size()) ? Outcome.USELESS : Outcome.UNTRIED;
    }

    /**
     * Looks up for whom something is reserved in the offer: instances that wait for it are launched on it, however many launches the offer has; what is left of instances that
     * are gone is released. Whether there was any of the latter.
     */
    private boolean useReservations(OfferLedger offer, Acceptance acceptance) {
        if (offer.reservedInstances().isEmpty()) {
            return false;
        }
        List<Offer.Operation> releasing = ReservationOperations.release(offer.offer(), residents.areGone());
        acceptance.release(releasing);
        for (InstanceId instance : offer.reservedInstances()) {
            if (residents.areGone().test(instance)) {
                released.add(instance);
                continue;
            }
            Turns.Turn turn = turns.withReservations(instance.runSpecId());
            if (turn != null) {
                seekerOf(turn).launchReserved(instance, offer, acceptance);
            }
        }
        return !releasing.isEmpty();
    }

    /** Whether the rest of an offer is of no use. One that is too small from the start is shown to some all the same, as those who wait want to know why they do. */
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

    /** The offers that are accepted only to release what is reserved in them. */
    List<Acceptance> releases() {
        return releases;
    }

    /** The instances for which something was reserved that is released. */
    Set<InstanceId> released() {
        return released;
    }

    /** An app or pod during this round, with what was found for it. */
    public final class Seeker {
        private final PathId id;
        private final Turns.Turn turn;
        private final Demand demand;
        private final boolean resident;
        private final Map<InstanceId, AgentRef> pending;
        private final Iterator<InstanceId> waiting;
        private final List<Launch> launches = new ArrayList<>();
        private final List<Place> places = new ArrayList<>();
        private final Set<InstanceId> onVolumes = new HashSet<>(0);
        private OfferStats seen;
        private Placement placement;
        private @Nullable OfferLedger refused;
        private @Nullable InstanceId next;

        private Seeker(Turns.Turn turn) {
            this.turn = turn;
            this.demand = turn.demand();
            this.id = demand.runSpec().id();
            this.resident = demand.runSpec().isResident();
            this.pending = unconfirmed.apply(id);
            this.waiting = demand.waiting().iterator();
            this.seen = stats.apply(id);
            this.placement = demand.placement();
            List<Constraint> constraints = demand.runSpec().constraints();
            if (!constraints.isEmpty()) {
                pending.forEach((instance, agent) -> {
                    // Where something is reserved for an instance, it counts already.
                    if (!demand.reserved().contains(instance)) {
                        placement = placement.plus(constraints, agent);
                    }
                });
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
            Match match = resident ? reserve(offer) : matcher.match(offer, turn.request(), placement);
            if (match instanceof Match.Refused no) {
                refused = offer;
                seen = seen.refused(offer.offer(), no, now);
                return false;
            }
            if (match instanceof Match.Placed placed) {
                launch(next, offer, placed, acceptance);
            } else if (match instanceof Match.Reserved reserved) {
                use(
                        next,
                        offer,
                        ReservationOperations.reserve(reserved),
                        List.of(),
                        reserved.localVolumes(),
                        acceptance);
            }
            if (!demand.runSpec().constraints().isEmpty()) {
                placement = placement.plus(demand.runSpec().constraints(), offer.agent());
            }
            next = null;
            return true;
        }

        private Match reserve(OfferLedger offer) {
            Reservation reservation =
                    new Reservation(offer.offer().getFrameworkId().getValue(), next, residents.principal());
            return matcher.reserve(offer, demand.runSpec(), placement, reservation, UUIDS::generate);
        }

        /** Launches one that waits for what is reserved for it, if nothing forbids that; such an instance counts as placed already. */
        private void launchReserved(InstanceId instance, OfferLedger offer, Acceptance acceptance) {
            if (!demand.reserved().contains(instance) || pending.containsKey(instance) || !onVolumes.add(instance)) {
                return;
            }
            Match match = matcher.matchReserved(offer, demand.runSpec(), instance);
            if (match instanceof Match.Placed placed) {
                launch(instance, offer, placed, acceptance);
            } else if (match instanceof Match.Refused no) {
                onVolumes.remove(instance);
                seen = seen.refused(offer.offer(), no, now);
            }
        }

        private void launch(InstanceId instance, OfferLedger offer, Match.Placed placed, Acceptance acceptance) {
            int incarnation = demand.instances().get(instance).incarnation() + 1;
            Offer.Operation operation = builder.build(
                    demand.runSpec(), instance, incarnation, offer.offer(), placed, enforcesRole.test(id));
            use(instance, offer, List.of(operation), placed.hostPorts(), List.of(), acceptance);
        }

        private void use(
                InstanceId instance,
                OfferLedger offer,
                List<Offer.Operation> operations,
                List<@Nullable Integer> hostPorts,
                List<LocalVolume> volumes,
                Acceptance acceptance) {
            int incarnation = demand.instances().get(instance).incarnation() + 1;
            launches.add(new Launch(instance, operations, offer.agent(), acceptance));
            places.add(new Place(instance, incarnation, offer.agent(), hostPorts, volumes));
            acceptance.expectOne();
            seen = seen.used(offer.offer(), now);
        }
    }
}
