package stadion.scheduler.offer;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.apache.mesos.v1.Protos.Offer;
import org.apache.mesos.v1.Protos.Resource;
import org.apache.mesos.v1.Protos.Unavailability;
import org.jspecify.annotations.Nullable;
import stadion.scheduler.model.AppDefinition;
import stadion.scheduler.model.AppDefinition.Constraint;
import stadion.scheduler.offer.Demand.Amounts;
import stadion.scheduler.offer.PortShares.Taken;

/**
 * Decides whether one more instance of an app fits an offer: a chain of small checks in the order of {@link Reason}, the first that fails being the answer. Not
 * safe for use by several threads.
 */
public final class OfferMatcher {

    /** The app's label that overrides the flag {@code --gpu_scheduling_behavior}. */
    private static final String GPU_LABEL = "GPU_SCHEDULING_BEHAVIOR";

    private final MatchSettings settings;
    private final InstantSource clock;
    private final PortMatcher ports;
    private final ConstraintCheck constraints = new ConstraintCheck();

    /**
     * A matcher for the given flags.
     *
     * @param random chooses among free ports
     */
    public OfferMatcher(MatchSettings settings, RandomGenerator random, InstantSource clock) {
        this.settings = settings;
        this.clock = clock;
        this.ports = new PortMatcher(random);
    }

    /**
     * Tries to place one more instance of the app.
     *
     * @param placed where the app's other instances are
     * @return {@link Match.Placed}, and then the ledger has been debited, or why not
     */
    public Match match(OfferLedger offer, AppDefinition app, Placement placed) {
        RoleFilter roles = RoleFilter.of(app, settings);
        Match.@Nullable Refused elsewhere = placeRefusal(offer, app, roles, placed);
        if (elsewhere != null) {
            return elsewhere;
        }
        Demand demand = Demand.of(app);
        Match.@Nullable Refused tooSmall = resourceRefusal(offer, app, roles, demand);
        return tooSmall != null ? tooSmall : take(offer, app, roles, demand);
    }

    /** The checks on who owns the offer and where its agent is. */
    private Match.@Nullable Refused placeRefusal(
            OfferLedger offer, AppDefinition app, RoleFilter roles, Placement placed) {
        @Nullable String allocatedTo = offer.allocatedTo();
        if (allocatedTo != null && !allocatedTo.equals(app.role())) {
            return refused(
                    Reason.UNFULFILLED_ROLE, () -> "the offer is for role " + allocatedTo + ", not " + app.role());
        }
        if (!roles.acceptsAnyOf(offer.roles())) {
            return refused(
                    Reason.UNFULFILLED_ROLE,
                    () -> "accepts resources of roles " + roles + ", offer has those of " + offer.roles());
        }
        if (isAbroad(offer, app)) {
            return refused(
                    Reason.UNFULFILLED_CONSTRAINT,
                    () -> "the agent is in region " + offer.agent().region() + ", the master in "
                            + settings.homeRegion());
        }
        if (isInMaintenance(offer.offer())) {
            return refused(Reason.UNFULFILLED_CONSTRAINT, () -> "the agent is in maintenance");
        }
        @Nullable Constraint unmet = constraints.firstUnmet(app.constraints(), offer, placed, app.instances());
        return unmet == null
                ? null
                : refused(Reason.UNFULFILLED_CONSTRAINT, () -> ConstraintCheck.describe(unmet, offer.agent()));
    }

    private Match.@Nullable Refused resourceRefusal(
            OfferLedger offer, AppDefinition app, RoleFilter roles, Demand demand) {
        for (ScalarKind kind : ScalarKind.all()) {
            long needed = demand.total(kind);
            long available = needed == 0 ? 0 : offer.scalar(kind).available(roles);
            if (needed > available) {
                return refused(
                        kind.shortage(),
                        () -> kind.resource() + ": needs " + needed / 1000.0 + ", offer has " + available / 1000.0
                                + " of roles " + roles);
            }
        }
        @Nullable Supplier<String> shortage = PortMatcher.shortage(demand.hostPorts(), offer.ports(), roles);
        if (shortage != null) {
            return refused(Reason.INSUFFICIENT_PORTS, shortage);
        }
        if (app.gpus() == 0
                && keepsFromGpus(app)
                && !offer.scalar(ScalarKind.GPUS).isEmpty()) {
            return refused(Reason.DECLINED_SCARCE_RESOURCES, () -> "the agent's GPUs are kept for apps that need some");
        }
        return null;
    }

    private Match.Placed take(OfferLedger offer, AppDefinition app, RoleFilter roles, Demand demand) {
        List<List<Resource>> ofParts = new ArrayList<>(2);
        for (Amounts part : demand.parts()) {
            List<Resource> resources = new ArrayList<>(5);
            for (ScalarKind kind : ScalarKind.all()) {
                resources.addAll(offer.scalar(kind).take(kind.of(part), roles));
            }
            ofParts.add(resources);
        }
        List<@Nullable Taken> taken = ports.take(demand.hostPorts(), offer.ports(), roles);
        List<Resource> ofTask = ofParts.get(0);
        ofTask.addAll(PortShares.toResources(taken));
        List<@Nullable Integer> hostPorts = new ArrayList<>(taken.size());
        for (@Nullable Taken port : taken) {
            hostPorts.add(port == null ? null : port.port());
        }
        return new Match.Placed(
                List.copyOf(ofTask),
                ofParts.size() > 1 ? List.copyOf(ofParts.get(1)) : List.of(),
                Collections.unmodifiableList(hostPorts),
                ports.effectivePorts(app, hostPorts));
    }

    private boolean isAbroad(OfferLedger offer, AppDefinition app) {
        @Nullable String region = offer.agent().region();
        return region != null
                && settings.homeRegion() != null
                && !region.equals(settings.homeRegion())
                && app.constraints().stream().noneMatch(c -> ConstraintField.isFaultDomain(c.field()));
    }

    private boolean isInMaintenance(Offer offer) {
        if (!settings.maintenanceMode() || !offer.hasUnavailability()) {
            return false;
        }
        Unavailability unavailability = offer.getUnavailability();
        Instant now = clock.instant();
        Instant start = Instant.EPOCH.plusNanos(unavailability.getStart().getNanoseconds());
        boolean over = unavailability.hasDuration()
                && !now.isBefore(
                        start.plus(Duration.ofNanos(unavailability.getDuration().getNanoseconds())));
        return !over && !now.isBefore(start.minus(settings.draining()));
    }

    private boolean keepsFromGpus(AppDefinition app) {
        String label = Objects.requireNonNullElse(app.labels().get(GPU_LABEL), "");
        return switch (label) {
            case "restricted" -> true;
            case "unrestricted" -> false;
            default -> settings.gpuRestricted();
        };
    }

    private static Match.Refused refused(Reason reason, Supplier<String> why) {
        return new Match.Refused(reason, why);
    }

    /** The answer to: does one more instance of this app fit this offer? */
    public sealed interface Match {

        /**
         * It does; the ledger has been debited.
         *
         * @param resources what the task takes of the offer
         * @param executorResources what a custom executor takes besides; empty if the app gives no {@code executorResources}
         * @param hostPorts one entry per port of the app (port definitions, or else port mappings), null where a mapping has no host port
         * @param ports one entry per port of the app: the host port, else the container port (one was chosen if the definition leaves it open)
         */
        record Placed(
                List<Resource> resources,
                List<Resource> executorResources,
                List<@Nullable Integer> hostPorts,
                List<Integer> ports)
                implements Match {}

        /** It does not; the reason is put into words only when somebody asks for them. */
        record Refused(Reason reason, Supplier<String> why) implements Match {
            public String detail() {
                return why.get();
            }
        }
    }
}
