package stadion.scheduler.app;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import stadion.scheduler.event.SchedulerEvent;
import stadion.scheduler.health.HealthStatus;
import stadion.scheduler.model.Instance;
import stadion.scheduler.model.Instance.ContainerState;
import stadion.scheduler.model.PathId;

/** How an app or pod is, told as the events that would have led there: of each instance, of its tasks, and of its health if that is known. */
public final class PresentState {

    private PresentState() {}

    /** The name under which events tell that they are about an app or pod. */
    public static String source(PathId id) {
        return id.value();
    }

    public static List<SchedulerEvent> of(AppStatus status, Instant now) {
        List<SchedulerEvent> events = new ArrayList<>();
        for (Instance instance : status.instances().values()) {
            events.add(AppNews.instanceChanged(instance, instance.condition(), now));
            tasks(instance, now, events);
            health(status, instance, now, events);
        }
        return events;
    }

    private static void tasks(Instance instance, Instant now, List<SchedulerEvent> events) {
        if (instance.containers().isEmpty()) {
            if (instance.hasTask() && instance.agent() != null) {
                events.add(task(
                        instance,
                        instance.taskId(),
                        instance.condition().taskState(),
                        instance.ipAddresses(),
                        instance.hostPorts(),
                        now));
            }
            return;
        }
        for (ContainerState container : instance.containers()) {
            events.add(task(
                    instance,
                    instance.taskId(container),
                    container.condition().taskState(),
                    container.ipAddresses(),
                    container.hostPorts(),
                    now));
        }
    }

    private static SchedulerEvent task(
            Instance instance, String taskId, String state, List<String> addresses, List<Integer> ports, Instant now) {
        return new SchedulerEvent.StatusUpdate(
                instance.agent() == null ? null : instance.agent().id(),
                taskId,
                state,
                "",
                instance.runSpecId(),
                instance.agent() == null ? null : instance.agent().host(),
                AppNews.addresses(addresses),
                ports.stream().filter(Objects::nonNull).toList(),
                instance.runSpecVersion(),
                now);
    }

    private static void health(AppStatus status, Instance instance, Instant now, List<SchedulerEvent> events) {
        List<HealthStatus> checks = status.health().getOrDefault(instance.id(), List.of());
        if (instance.healthy() != null || !checks.isEmpty()) {
            boolean healthy = instance.healthy() != null
                    ? instance.healthy()
                    : checks.stream().allMatch(HealthStatus::alive);
            events.add(new SchedulerEvent.InstanceHealthChanged(
                    instance.id(), instance.runSpecVersion(), instance.runSpecId(), healthy, now));
        }
    }
}
