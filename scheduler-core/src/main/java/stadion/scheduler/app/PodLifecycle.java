package stadion.scheduler.app;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import stadion.scheduler.app.AppEvent.StatusChange;
import stadion.scheduler.model.Condition;
import stadion.scheduler.model.Instance;
import stadion.scheduler.model.Instance.ContainerState;
import stadion.scheduler.model.PodDefinition;
import stadion.scheduler.model.PodDefinition.PodContainer;
import stadion.scheduler.model.RunSpec;

/** How the instance of a pod is, when one of its containers is like this (Marathon: {@code Instance.InstanceState}). */
final class PodLifecycle {

    /** The most severe first: what one container is, the instance is. */
    private static final List<Condition> SEVERITY = List.of(
            Condition.ERROR,
            Condition.FAILED,
            Condition.GONE,
            Condition.DROPPED,
            Condition.UNREACHABLE,
            Condition.KILLING,
            Condition.STARTING,
            Condition.STAGING,
            Condition.UNKNOWN,
            Condition.PROVISIONED,
            Condition.RUNNING,
            Condition.FINISHED,
            Condition.KILLED);

    private PodLifecycle() {}

    /** The containers of an instance that has just been placed; none for apps. */
    static List<ContainerState> launched(RunSpec runSpec, List<@Nullable Integer> hostPorts, Instant at) {
        if (!(runSpec instanceof PodDefinition pod)) {
            return List.of();
        }
        List<ContainerState> containers = new ArrayList<>(pod.containers().size());
        int port = 0;
        for (PodContainer container : pod.containers()) {
            List<@Nullable Integer> ports = new ArrayList<>();
            for (int i = 0; i < container.endpoints().size(); i++) {
                ports.add(port < hostPorts.size() ? hostPorts.get(port++) : null);
            }
            containers.add(new ContainerState(
                    container.name(), Condition.PROVISIONED, at, null, null, null, ports, List.of(), null));
        }
        return containers;
    }

    /** The instance after a container has changed; once the last has ended, its condition says how. */
    static Instance changed(RunSpec runSpec, Instance old, StatusChange change) {
        List<ContainerState> containers = changed(old.containers(), change);
        Condition condition = condition(old, containers, change);
        return old.withContainers(containers)
                .withCondition(condition)
                .withSince(condition == old.condition() ? old.since() : change.at())
                .withStagedAt(old.stagedAt() == null ? old.since() : old.stagedAt())
                .withStartedAt(old.startedAt() == null && isStart(change) ? change.at() : old.startedAt())
                .withIpAddresses(change.ipAddresses().isEmpty() ? old.ipAddresses() : change.ipAddresses())
                .withHealthy(health((PodDefinition) runSpec, containers))
                .withEnded(null);
    }

    /** The condition of the instance after a container has changed. */
    static Condition conditionAfter(Instance old, StatusChange change) {
        return condition(old, changed(old.containers(), change), change);
    }

    /**
     * As severity says; but when nothing is left except what is out of contact, the instance is: otherwise one that failed just before would wait for its agent forever (and
     * does, in Marathon).
     */
    private static Condition condition(Instance old, List<ContainerState> containers, StatusChange change) {
        List<Condition> conditions =
                containers.stream().map(ContainerState::condition).toList();
        boolean lost = conditions.contains(Condition.UNREACHABLE)
                && conditions.stream().allMatch(c -> c == Condition.UNREACHABLE || c.isTerminal());
        Condition worst = lost
                ? Condition.UNREACHABLE
                : SEVERITY.stream().filter(conditions::contains).findFirst().orElse(change.condition());
        boolean inactive = change.condition() == Condition.UNREACHABLE_INACTIVE
                || old.condition() == Condition.UNREACHABLE_INACTIVE;
        return worst == Condition.UNREACHABLE && inactive ? Condition.UNREACHABLE_INACTIVE : worst;
    }

    private static List<ContainerState> changed(List<ContainerState> containers, StatusChange change) {
        List<ContainerState> next = new ArrayList<>(containers);
        next.replaceAll(
                container -> container.name().equals(change.container()) ? changed(container, change) : container);
        return List.copyOf(next);
    }

    private static ContainerState changed(ContainerState old, StatusChange change) {
        Condition condition =
                change.condition() == Condition.UNREACHABLE_INACTIVE ? Condition.UNREACHABLE : change.condition();
        return new ContainerState(
                old.name(),
                condition,
                condition == old.condition() ? old.since() : change.at(),
                old.stagedAt() == null ? old.since() : old.stagedAt(),
                old.startedAt() == null && isStart(change) ? change.at() : old.startedAt(),
                change.healthy() == null ? old.healthy() : change.healthy(),
                old.hostPorts(),
                change.ipAddresses().isEmpty() ? old.ipAddresses() : change.ipAddresses(),
                change.message());
    }

    private static boolean isStart(StatusChange change) {
        return change.condition() == Condition.RUNNING;
    }

    /** Good only if all containers with a check are, and bad as soon as one is. */
    private static @Nullable Boolean health(PodDefinition pod, List<ContainerState> containers) {
        if (containers.stream().anyMatch(container -> Boolean.FALSE.equals(container.healthy()))) {
            return false;
        }
        List<String> checked = pod.containers().stream()
                .filter(container -> container.healthCheck() != null)
                .map(PodContainer::name)
                .toList();
        boolean good = containers.stream()
                .filter(container -> checked.contains(container.name()))
                .allMatch(container -> Boolean.TRUE.equals(container.healthy()));
        return (good && !checked.isEmpty()) ? true : null;
    }
}
