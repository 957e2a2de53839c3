package stadion.scheduler.offer;

import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.apache.mesos.v1.Protos.Resource;
import org.jspecify.annotations.Nullable;
import stadion.scheduler.model.Instance;
import stadion.scheduler.model.InstanceId;
import stadion.scheduler.model.RunSpec;

/**
 * Decides whether one more instance of an app or pod fits an offer: a chain of small checks in the order of {@link Reason}, the first that fails being the answer. Not
 * safe for use by several threads.
 *
 * <p>An app with persistent volumes comes to run in two steps: first what an instance needs is reserved and its volumes are created ({@link #reserve}); the agent
 * then offers these, and the instance can be launched on them, now and ever after ({@link #matchReserved}).
 */
public final class OfferMatcher {

    /** The app's label that overrides the flag {@code --gpu_scheduling_behavior}. */
    private static final String GPU_LABEL = "GPU_SCHEDULING_BEHAVIOR";

    private final MatchSettings settings;
    private final AgentCheck agents;
    private final ResourceMatcher resources;
    private final VolumeMatcher volumes;

    /**
     * A matcher for the given flags.
     *
     * @param random chooses among free ports
     */
    public OfferMatcher(MatchSettings settings, RandomGenerator random, InstantSource clock) {
        ConstraintCheck constraints = new ConstraintCheck();
        this.settings = settings;
        this.agents = new AgentCheck(settings, clock, constraints);
        this.resources = new ResourceMatcher(random);
        this.volumes = new VolumeMatcher(constraints);
    }

    /**
     * Tries to place one more instance.
     *
     * @param placed where the other instances are
     * @return {@link Match.Placed}, and then the ledger has been debited, or {@link Match.Refused}
     */
    public Match match(OfferLedger offer, RunSpec runSpec, Placement placed) {
        return match(offer, Request.of(runSpec, settings), placed);
    }

    /** The same for a request that was worked out before. */
    public Match match(OfferLedger offer, Request request, Placement placed) {
        RunSpec runSpec = request.runSpec();
        if (runSpec.isResident()) {
            return new Match.Refused(
                    Reason.NO_CORRESPONDING_RESERVATION_FOUND, () -> "the instance has no volumes there yet");
        }
        RoleFilter roles = request.roles();
        Match.@Nullable Refused elsewhere = agents.refusal(offer, runSpec, roles, placed);
        if (elsewhere != null) {
            return elsewhere;
        }
        Needs needs = request.needs();
        Match.@Nullable Refused tooSmall = ResourceMatcher.refusal(offer, roles, needs);
        if (tooSmall != null) {
            return tooSmall;
        }
        return wastesGpus(offer, runSpec, needs)
                ? new Match.Refused(
                        Reason.DECLINED_SCARCE_RESOURCES, () -> "the agent's GPUs are kept for apps that need some")
                : resources.take(offer, roles, needs);
    }

    /**
     * Tries to find room for a new instance of an app with persistent volumes, among what nobody has reserved.
     *
     * @param reservation for whom and under whose name to reserve
     * @param ids makes the ids of new volumes
     * @return {@link Match.Reserved}, and then the ledger has been debited, or {@link Match.Refused}
     */
    public Match reserve(
            OfferLedger offer, RunSpec runSpec, Placement placed, Reservation reservation, Supplier<UUID> ids) {
        RoleFilter unreserved = RoleFilter.unreserved();
        Match.@Nullable Refused elsewhere = agents.refusal(offer, runSpec, unreserved, placed);
        if (elsewhere != null) {
            return elsewhere;
        }
        Needs needs = Needs.of(runSpec);
        Match.@Nullable Refused tooSmall = ResourceMatcher.refusal(offer, unreserved, needs);
        if (tooSmall != null) {
            return tooSmall;
        }
        @Nullable VolumePlan plan = volumes.plan(offer, runSpec, needs);
        if (plan == null) {
            return new Match.Refused(Reason.INSUFFICIENT_DISK, () -> "the persistent volumes do not fit");
        }
        return reservation.of(resources.take(offer, unreserved, needs), plan.take(offer), runSpec, ids);
    }

    /**
     * Tries to launch an instance on what is reserved for it.
     *
     * @return {@link Match.Placed} or {@link Match.Refused}; the ledger is left as it is, as nobody else may have these resources
     */
    public Match matchReserved(OfferLedger offer, RunSpec runSpec, InstanceId instance) {
        Match.@Nullable Refused unfit = agents.refusalForAll(offer, runSpec);
        if (unfit != null) {
            return unfit;
        }
        List<Resource> reserved = offer.reservedFor(instance);
        if (reserved.isEmpty()) {
            return new Match.Refused(
                    Reason.NO_CORRESPONDING_RESERVATION_FOUND, () -> "nothing is reserved for " + instance);
        }
        return ReservedMatcher.match(offer.offer(), reserved, runSpec);
    }

    private boolean wastesGpus(OfferLedger offer, RunSpec runSpec, Needs needs) {
        if (needs.total(ScalarKind.GPUS) > 0 || offer.scalar(ScalarKind.GPUS).isEmpty()) {
            return false;
        }
        return switch (Objects.requireNonNullElse(runSpec.labels().get(GPU_LABEL), "")) {
            case "restricted" -> true;
            case "unrestricted" -> false;
            default -> settings.gpuRestricted();
        };
    }

    /** The answer to: does one more instance of this app fit this offer? */
    public sealed interface Match {

        /**
         * It does; the ledger has been debited.
         *
         * @param tasks what each task takes of the offer: one of an app, of a pod one per container
         * @param executorResources what the executor takes besides; empty for an app that gives no {@code executorResources}
         * @param hostPorts one entry per port (port definitions, or else port mappings; the endpoints of all containers), null where it has no host port
         * @param ports one entry per port: the host port, else the container port (one was chosen if the definition leaves it open)
         */
        record Placed(
                List<List<Resource>> tasks,
                List<Resource> executorResources,
                List<@Nullable Integer> hostPorts,
                List<Integer> ports)
                implements Match {

            /** What the one task of an app takes, or the first of a pod. */
            public List<Resource> resources() {
                return tasks.get(0);
            }
        }

        /**
         * There is room to be reserved; the ledger has been debited.
         *
         * @param resources to be reserved
         * @param volumes to be created of the reserved disk space
         */
        record Reserved(List<Resource> resources, List<Resource> volumes) implements Match {

            /** The volumes as the instance will know them. */
            public List<Instance.LocalVolume> localVolumes() {
                return volumes.stream()
                        .map(volume -> new Instance.LocalVolume(
                                volume.getDisk().getPersistence().getId(),
                                volume.getDisk().getVolume().getContainerPath()))
                        .toList();
            }
        }

        /**
         * It does not; the reason is put into words only when somebody asks for them.
         *
         * @param lack which part of what is needed is missing, above 0 to 1; 1 where that cannot be counted
         */
        record Refused(Reason reason, double lack, Supplier<String> why) implements Match {
            public Refused(Reason reason, Supplier<String> why) {
                this(reason, 1, why);
            }

            public String detail() {
                return why.get();
            }
        }
    }
}
