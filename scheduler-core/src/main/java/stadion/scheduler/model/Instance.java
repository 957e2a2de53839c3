package stadion.scheduler.model;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One copy of an app or pod: where it runs, how it is and what is to become of it.
 *
 * <p>{@code incarnation} counts the tasks launched for it (the first is 1; 0 before the first launch). {@code runSpecVersion} is the version of the definition
 * its task was (or will be) launched with, {@code configVersion} that definition's last change of configuration.
 * {@code since}: when {@code condition} began. {@code healthy} is what Mesos said of it, null while unknown. {@code hostPorts} in the order of the app's port list,
 * null where a port is not mapped to the host. {@code ended}: how its last task ended, while it waits for the next launch. {@code killRequested}: a user wants its task
 * killed; the next incarnation knows nothing of that. {@code containers}: one per container of a pod since it was placed; empty for apps, whose one task is the instance.
 * {@code localVolumes}: its persistent volumes on {@code agent}, kept from one incarnation to the next; empty until they are reserved, and for all that have none.
 * {@code checkResult}: how the check of its task came out last, null until then.
 */
@RecordBuilder
@JsonAutoDetect(isGetterVisibility = JsonAutoDetect.Visibility.NONE)
public record Instance(
        InstanceId id,
        int incarnation,
        Instant runSpecVersion,
        Instant configVersion,
        Condition condition,
        Goal goal,
        Instant since,
        @Nullable Instant stagedAt,
        @Nullable Instant startedAt,
        @Nullable AgentRef agent,
        List<@Nullable Integer> hostPorts,
        List<String> ipAddresses,
        @Nullable Boolean healthy,
        @Nullable Condition ended,
        boolean killRequested,
        String role,
        List<ContainerState> containers,
        List<LocalVolume> localVolumes,
        @Nullable CheckResult checkResult)
        implements InstanceBuilder.With {

    public PathId runSpecId() {
        return id.runSpecId();
    }

    /** The id of the current (or last) task of an app's instance. */
    public String taskId() {
        return id.taskId(Math.max(incarnation, 1));
    }

    /** The id of the current (or last) task of a container. */
    public String taskId(ContainerState container) {
        return id.taskId(container.name(), Math.max(incarnation, 1));
    }

    /** The container whose current (or last) task this is; null if it is none, as for apps. */
    public @Nullable ContainerState containerOf(String taskId) {
        for (ContainerState container : containers) {
            if (taskId(container).equals(taskId)) {
                return container;
            }
        }
        return null;
    }

    /** The ids of the tasks that Mesos knows, or may: of a pod one per container that has not ended. */
    public List<String> taskIds() {
        if (containers.isEmpty()) {
            return hasTask() ? List.of(taskId()) : List.of();
        }
        return containers.stream()
                .filter(container -> !container.condition().isTerminal())
                .map(this::taskId)
                .toList();
    }

    /** A new instance that waits for its first launch. */
    public static Instance scheduled(
            InstanceId id, Instant runSpecVersion, Instant configVersion, String role, Instant now) {
        return new Instance(
                id,
                0,
                runSpecVersion,
                configVersion,
                Condition.SCHEDULED,
                Goal.RUNNING,
                now,
                null,
                null,
                null,
                List.of(),
                List.of(),
                null,
                null,
                false,
                role,
                List.of(),
                List.of(),
                null);
    }

    /** Whether Mesos knows a task of it, or may. An instance of a pod has one until all its containers have ended. */
    public boolean hasTask() {
        if (!containers.isEmpty()) {
            return containers.stream()
                    .anyMatch(container -> !container.condition().isTerminal());
        }
        return condition.isActive() || condition == Condition.UNREACHABLE_INACTIVE;
    }

    /** Whether a user has it removed with all it has: then it is gone for users though its task has yet to end. */
    public boolean isWiped() {
        return goal == Goal.DECOMMISSIONED && killRequested;
    }

    /** Whether its resources and volumes are reserved for it: it can be launched on these only. */
    public boolean isReserved() {
        return !localVolumes.isEmpty();
    }

    /** A persistent volume of an instance: its id in Mesos, and where a task finds it (of a pod: the volume's name). */
    public record LocalVolume(String persistenceId, String containerPath) {}

    /** What a check by Mesos found out, by its kind: how the command ended, what the server answered, or whether the port was open; the others are null. */
    public record CheckResult(
            @Nullable Integer exitCode,
            @Nullable Integer httpStatus,
            @Nullable Boolean connected) {}

    /**
     * How one container of a pod's instance is. {@code since}: when {@code condition} began. {@code healthy}: what Mesos said of it, null while unknown or without check.
     * {@code hostPorts}: one per endpoint, null where it is not mapped to the host. {@code message}: what Mesos said last.
     */
    public record ContainerState(
            String name,
            Condition condition,
            Instant since,
            @Nullable Instant stagedAt,
            @Nullable Instant startedAt,
            @Nullable Boolean healthy,
            List<@Nullable Integer> hostPorts,
            List<String> ipAddresses,
            @Nullable String message) {}

    /** The agent an instance was placed on; {@code attributes} as their text values, for placement constraints. */
    public record AgentRef(
            String id,
            String host,
            @Nullable String region,
            @Nullable String zone,
            Map<String, String> attributes) {}
}
