package stadion.scheduler.app;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.mesos.v1.Protos.CheckStatusInfo;
import org.apache.mesos.v1.Protos.TaskStatus;
import org.jspecify.annotations.Nullable;
import stadion.scheduler.app.AppEvent.StatusChange;
import stadion.scheduler.app.AppEvent.StatusesChanged;
import stadion.scheduler.model.AppDefinition.UnreachableStrategy;
import stadion.scheduler.model.Condition;
import stadion.scheduler.model.Goal;
import stadion.scheduler.model.Instance;
import stadion.scheduler.model.Instance.CheckResult;
import stadion.scheduler.model.Instance.ContainerState;
import stadion.scheduler.model.InstanceId;
import stadion.scheduler.task.TaskLifecycle;

/** What statuses from Mesos say about instances that are known, or about one of their containers. */
final class StatusReader {

    /** Marathon cuts messages at this many characters. */
    private static final int LONGEST_MESSAGE = 10_000;

    private StatusReader() {}

    /** Adds to the changes what the statuses say, one event for all of them where no instance is told of twice; returns those of tasks that no instance has. */
    static List<TaskStatus> read(
            List<TaskStatus> statuses,
            AppTransition changes,
            Function<InstanceId, @Nullable String> killReason,
            Instant now) {
        List<TaskStatus> unknown = new ArrayList<>();
        Map<InstanceId, StatusChange> batch = new LinkedHashMap<>();
        for (TaskStatus status : statuses) {
            Optional<InstanceId> instanceId =
                    InstanceId.ofTask(status.getTaskId().getValue());
            if (instanceId.isPresent() && batch.containsKey(instanceId.get())) {
                changes.add(new StatusesChanged(List.copyOf(batch.values())));
                batch.clear();
            }
            Instance instance = instanceId.map(changes.state().instances()::get).orElse(null);
            ContainerState container = instance == null
                    ? null
                    : instance.containerOf(status.getTaskId().getValue());
            if (instance == null || !isExpected(status, instance, container)) {
                unknown.add(status);
                continue;
            }
            StatusChange change = read(status, instance, container, changes.state(), now);
            if (isNews(change, instance, container)) {
                batch.put(instance.id(), change.killedBecause(killReason.apply(instance.id())));
            }
        }
        if (!batch.isEmpty()) {
            changes.add(new StatusesChanged(List.copyOf(batch.values())));
        }
        return unknown;
    }

    /** Whether the status is of a task that the instance has now. */
    private static boolean isExpected(TaskStatus status, Instance instance, @Nullable ContainerState container) {
        return instance.containers().isEmpty()
                ? instance.hasTask()
                        && instance.taskId().equals(status.getTaskId().getValue())
                : container != null && !container.condition().isTerminal();
    }

    private static StatusChange read(
            TaskStatus status, Instance instance, @Nullable ContainerState container, AppState state, Instant now) {
        Condition condition = condition(status, instance, state);
        String message = status.getMessage();
        return new StatusChange(
                instance.id(),
                container == null ? null : container.name(),
                instance.incarnation(),
                condition,
                status.getState().name(),
                status.hasReason() ? status.getReason().name() : null,
                message.length() > LONGEST_MESSAGE ? message.substring(0, LONGEST_MESSAGE) : message,
                status.hasAgentId() ? status.getAgentId().getValue() : null,
                addresses(status),
                status.hasHealthy() ? status.getHealthy() : null,
                TaskLifecycle.backsOff(condition, status),
                status.hasTimestamp() ? Instant.ofEpochMilli((long) (status.getTimestamp() * 1000)) : now,
                null,
                status.hasCheckStatus() ? checkResult(status.getCheckStatus()) : null);
    }

    /** Null before the first check. */
    private static @Nullable CheckResult checkResult(CheckStatusInfo check) {
        if (check.getCommand().hasExitCode()) {
            return new CheckResult(check.getCommand().getExitCode(), null, null);
        } else if (check.getHttp().hasStatusCode()) {
            return new CheckResult(null, check.getHttp().getStatusCode(), null);
        }
        return check.getTcp().hasSucceeded()
                ? new CheckResult(null, null, check.getTcp().getSucceeded())
                : null;
    }

    /** An instance that is out of contact for longer than its app waits (perhaps not at all) is inactive at once. */
    private static Condition condition(TaskStatus status, Instance instance, AppState state) {
        Condition condition = TaskLifecycle.condition(status);
        if (condition != Condition.UNREACHABLE || instance.goal() != Goal.RUNNING) {
            return condition;
        }
        @Nullable UnreachableStrategy strategy = state.definitionOf(instance).unreachableStrategy();
        boolean atOnce = strategy != null && strategy.inactiveAfterSeconds() == 0;
        return atOnce || instance.condition() == Condition.UNREACHABLE_INACTIVE
                ? Condition.UNREACHABLE_INACTIVE
                : condition;
    }

    /** Kept for as long as the instance; most tasks of an agent have its address, so equal ones are one. */
    private static List<String> addresses(TaskStatus status) {
        return status.getContainerStatus().getNetworkInfosList().stream()
                .flatMap(network -> network.getIpAddressesList().stream())
                .map(address -> address.getIpAddress())
                .filter(address -> !address.isEmpty())
                .map(String::intern)
                .collect(Collectors.toUnmodifiableList());
    }

    /** Whether the change says anything new: repeated statuses, as in reconciliation, do not. */
    private static boolean isNews(StatusChange change, Instance instance, @Nullable ContainerState container) {
        if (container != null) {
            return PodLifecycle.conditionAfter(instance, change) != instance.condition()
                    || (change.condition() != container.condition()
                            && change.condition() != Condition.UNREACHABLE_INACTIVE)
                    || (change.healthy() != null && !Objects.equals(change.healthy(), container.healthy()))
                    || (!change.ipAddresses().isEmpty() && !change.ipAddresses().equals(container.ipAddresses()));
        }
        return change.condition() != instance.condition()
                || (change.healthy() != null && !Objects.equals(change.healthy(), instance.healthy()))
                || (change.checkResult() != null && !change.checkResult().equals(instance.checkResult()))
                || (!change.ipAddresses().isEmpty() && !change.ipAddresses().equals(instance.ipAddresses()));
    }

    /** What is taken for said when Mesos does not confirm the launch of a task. */
    static StatusChange unconfirmed(Instance instance, @Nullable ContainerState container, Instant now) {
        return new StatusChange(
                instance.id(),
                container == null ? null : container.name(),
                instance.incarnation(),
                Condition.DROPPED,
                "TASK_DROPPED",
                null,
                "Mesos did not confirm the launch in time",
                instance.agent() == null ? null : instance.agent().id(),
                List.of(),
                null,
                true,
                now,
                null,
                null);
    }
}
