package stadion.api.pods;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import stadion.scheduler.model.Instance;
import stadion.scheduler.model.Instance.ContainerState;
import stadion.scheduler.model.PodDefinition;
import stadion.scheduler.model.PodDefinition.PodContainer;
import stadion.scheduler.model.PodDefinition.Probe;
import stadion.scheduler.model.PodDefinition.Resources;

/**
 * How one container of an instance is, with what was wanted of it.
 *
 * @param spec empty where the definition that the instance was launched with is no longer known
 * @param since when it began to run, or else was sent to the agent
 */
record PodContainerStatus(ContainerState state, Optional<PodContainer> spec, String taskId, Instant since) {

    /** The containers of an instance that was launched with {@code pod}. */
    static List<PodContainerStatus> of(Instance instance, PodDefinition pod) {
        return instance.containers().stream()
                .map(state -> new PodContainerStatus(
                        state,
                        pod.containers().stream()
                                .filter(container -> container.name().equals(state.name()))
                                .findFirst(),
                        instance.taskId(state),
                        since(state)))
                .toList();
    }

    private static Instant since(ContainerState state) {
        if (state.startedAt() != null) {
            return state.startedAt();
        }
        return state.stagedAt() == null ? state.since() : state.stagedAt();
    }

    static boolean areHealthy(Instance instance, PodDefinition pod) {
        return of(instance, pod).stream()
                .noneMatch(status -> status.showsHealth() && !Boolean.TRUE.equals(status.state.healthy()));
    }

    boolean isActive() {
        return state.condition().isActive();
    }

    /** Marathon speaks of the health of a container only if that is checked, and once it has run. */
    boolean showsHealth() {
        return probe().isPresent()
                && switch (state.condition()) {
                    case SCHEDULED, PROVISIONED, STAGING, STARTING -> false;
                    default -> true;
                };
    }

    /** What the container has been given, as far as that is still in use. */
    Optional<Resources> resources() {
        return switch (state.condition()) {
            case STAGING, STARTING, RUNNING, UNREACHABLE, KILLING -> spec.map(PodContainer::resources);
            default -> Optional.empty();
        };
    }

    private Optional<Probe> probe() {
        return spec.map(PodContainer::healthCheck).map(PodDefinition.PodHealthCheck::probe);
    }

    /** The endpoint that the health check asks, if it asks one. */
    @Nullable
    String checkedEndpoint() {
        return probe().map(probe -> {
                    if (probe.http() != null) {
                        return probe.http().endpoint();
                    }
                    return probe.tcp() == null ? null : probe.tcp().endpoint();
                })
                .orElse(null);
    }
}
