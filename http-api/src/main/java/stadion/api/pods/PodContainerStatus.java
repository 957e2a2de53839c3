package stadion.api.pods;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import stadion.scheduler.model.Condition;
import stadion.scheduler.model.Instance;
import stadion.scheduler.model.PodDefinition;
import stadion.scheduler.model.PodDefinition.Endpoint;
import stadion.scheduler.model.PodDefinition.PodContainer;
import stadion.scheduler.model.PodDefinition.Probe;

/**
 * How one container of an instance is.
 *
 * @param since when it began to run, or else was sent to the agent
 * @param healthy what Mesos said of its health, null while it has said nothing
 * @param hostPorts of those endpoints that have one, in their order
 */
record PodContainerStatus(
        PodContainer container,
        String taskId,
        Condition condition,
        Instant since,
        @Nullable Boolean healthy,
        List<Integer> hostPorts) {

    /** The containers of an instance that was launched with {@code pod}. */
    static List<PodContainerStatus> of(Instance instance, PodDefinition pod) {
        List<PodContainerStatus> statuses = new ArrayList<>();
        int port = 0;
        for (PodContainer container : pod.containers()) {
            List<Integer> ports = new ArrayList<>();
            for (Endpoint endpoint : container.endpoints()) {
                if (endpoint.hostPort() != null && port < instance.hostPorts().size()) {
                    ports.add(instance.hostPorts().get(port++));
                }
            }
            statuses.add(of(instance, container, ports));
        }
        return statuses;
    }

    private static PodContainerStatus of(Instance instance, PodContainer container, List<Integer> ports) {
        Condition condition = instance.condition() == Condition.SCHEDULED && instance.ended() != null
                ? instance.ended()
                : instance.condition();
        Instant since = instance.startedAt() != null
                ? instance.startedAt()
                : instance.stagedAt() != null ? instance.stagedAt() : instance.since();
        return new PodContainerStatus(
                container,
                instance.id() + "." + container.name() + "." + instance.incarnation(),
                condition,
                since,
                instance.healthy(),
                ports);
    }

    static boolean areHealthy(Instance instance, PodDefinition pod) {
        return of(instance, pod).stream()
                .noneMatch(status -> status.isChecked() && !Boolean.TRUE.equals(status.healthy));
    }

    boolean isActive() {
        return condition.isActive();
    }

    boolean isChecked() {
        return container.healthCheck() != null;
    }

    /** Marathon speaks of the health of a container only once it has run. */
    boolean showsHealth() {
        return isChecked()
                && switch (condition) {
                    case SCHEDULED, PROVISIONED, STAGING, STARTING -> false;
                    default -> true;
                };
    }

    /** The endpoint that the health check asks, if it asks one. */
    @Nullable
    String checkedEndpoint() {
        Probe probe = isChecked() ? container.healthCheck().probe() : null;
        if (probe == null) {
            return null;
        }
        if (probe.http() != null) {
            return probe.http().endpoint();
        }
        return probe.tcp() == null ? null : probe.tcp().endpoint();
    }
}
