package stadion.localmesos.agent;

import java.nio.ByteBuffer;
import java.time.Clock;
import java.util.Optional;
import java.util.UUID;
import org.apache.mesos.protobuf.ByteString;
import org.apache.mesos.v1.Protos.AgentID;
import org.apache.mesos.v1.Protos.CheckStatusInfo;
import org.apache.mesos.v1.Protos.ContainerStatus;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.apache.mesos.v1.Protos.TaskResourceLimitation;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.Protos.TaskStatus;
import stadion.localmesos.agent.check.CheckSpec;
import stadion.localmesos.agent.process.ExitStatus;

/**
 * The status updates of one task, with the sources, reasons and messages of Mesos 1.11: {@code launcher/executor.cpp} for
 * what the executor says, {@code slave/slave.cpp} for what the agent says itself.
 */
final class TaskStatuses {

    private final Run run;
    private final TaskInfo task;
    private final AgentID agent;
    private final Clock clock;

    TaskStatuses(Run run, TaskInfo task, AgentID agent, Clock clock) {
        this.run = run;
        this.task = task;
        this.agent = agent;
        this.clock = clock;
    }

    /** The state of a task before its executor has said anything; not an update, so without uuid. */
    static TaskStatus staging(Run run, TaskInfo task, AgentID agent) {
        return TaskStatus.newBuilder()
                .setTaskId(task.getTaskId())
                .setState(TaskState.TASK_STAGING)
                .setAgentId(agent)
                .setExecutorId(run.executorId())
                .build();
    }

    TaskStatus starting(ContainerStatus container) {
        return fromExecutor(TaskState.TASK_STARTING, container).build();
    }

    TaskStatus running(ContainerStatus container) {
        return fromExecutor(TaskState.TASK_RUNNING, container).build();
    }

    TaskStatus killing(ContainerStatus container) {
        return fromExecutor(TaskState.TASK_KILLING, container).build();
    }

    /**
     * The end of a task.
     *
     * @param exit how its process ended; empty if nobody knows
     * @param kill the order to kill it, if there was one
     * @param subject what has ended: "Command" or "Container"
     */
    TaskStatus ended(
            ContainerStatus container,
            Optional<ExitStatus> exit,
            Optional<KillOrder> kill,
            String subject,
            EndNote note) {
        var status = fromExecutor(TaskState.TASK_FAILED, container);
        if (note.memoryLimit().isPresent() && kill.isEmpty()) {
            return status.setSource(TaskStatus.Source.SOURCE_AGENT)
                    .setReason(TaskStatus.Reason.REASON_CONTAINER_LIMITATION_MEMORY)
                    .setMessage(note.memoryLimit().get())
                    .setLimitation(TaskResourceLimitation.newBuilder()
                            .addAllResources(task.getResourcesList().stream()
                                    .filter(resource -> resource.getName().equals("mem"))
                                    .toList()))
                    .build();
        }
        var how = exit.map(it -> subject + " " + it.describe()).orElse("Failed to get exit status for " + subject);
        status.setMessage(how + note.addition().map(text -> ": " + text).orElse(""));
        if (kill.isPresent()) {
            return killed(status, kill.get().cause());
        }
        if (exit.filter(ExitStatus::isSuccess).isPresent()) {
            status.setState(TaskState.TASK_FINISHED);
        }
        return status.build();
    }

    private static TaskStatus killed(TaskStatus.Builder status, KillOrder.Cause cause) {
        return switch (cause) {
            case COMPLETION_TIME ->
                status.setReason(TaskStatus.Reason.REASON_MAX_COMPLETION_TIME_REACHED)
                        .build();
            case HEALTH_CHECK ->
                status.setState(TaskState.TASK_KILLED).setHealthy(false).build();
            case SCHEDULER, GROUP -> status.setState(TaskState.TASK_KILLED).build();
        };
    }

    /** The same state with other news of its health. */
    TaskStatus healthChanged(TaskStatus last, boolean healthy) {
        return again(last, TaskStatus.Reason.REASON_TASK_HEALTH_CHECK_STATUS_UPDATED)
                .setHealthy(healthy)
                .build();
    }

    /** The same state with another result of its check. */
    TaskStatus checkChanged(TaskStatus last, CheckStatusInfo result) {
        return again(last, TaskStatus.Reason.REASON_TASK_CHECK_STATUS_UPDATED)
                .setCheckStatus(result)
                .build();
    }

    /** The task was killed before there was anything to kill. */
    TaskStatus killedBeforeStart() {
        var message = run.group()
                ? "A task within the task group was killed before delivery to the executor"
                : "Killed before delivery to the executor";
        return fromAgent(TaskState.TASK_KILLED, TaskStatus.Reason.REASON_TASK_KILLED_DURING_LAUNCH, message);
    }

    /** The task's container could not be made: a fetch failed, an image is missing, a user is unknown. */
    TaskStatus launchFailed(String why) {
        return fromAgent(
                TaskState.TASK_FAILED,
                TaskStatus.Reason.REASON_CONTAINER_LAUNCH_FAILED,
                "Failed to launch container: " + why);
    }

    private TaskStatus.Builder again(TaskStatus last, TaskStatus.Reason reason) {
        return last.toBuilder()
                .setReason(reason)
                .setTimestamp(clock.millis() / 1000.0)
                .setUuid(newUuid());
    }

    private TaskStatus fromAgent(TaskState state, TaskStatus.Reason reason, String message) {
        return status(state)
                .setSource(TaskStatus.Source.SOURCE_AGENT)
                .setReason(reason)
                .setMessage(message)
                .build();
    }

    /** A task with a check has a check status in each update, also while there is no result. */
    private TaskStatus.Builder fromExecutor(TaskState state, ContainerStatus container) {
        var status = status(state).setSource(TaskStatus.Source.SOURCE_EXECUTOR).setContainerStatus(container);
        if (task.hasCheck()) {
            status.setCheckStatus(CheckSpec.withoutResult(task.getCheck().getType()));
        }
        return status;
    }

    private TaskStatus.Builder status(TaskState state) {
        return TaskStatus.newBuilder()
                .setTaskId(task.getTaskId())
                .setState(state)
                .setAgentId(agent)
                .setExecutorId(run.executorId())
                .setTimestamp(clock.millis() / 1000.0)
                .setUuid(newUuid());
    }

    static ByteString newUuid() {
        var uuid = UUID.randomUUID();
        return ByteString.copyFrom(ByteBuffer.allocate(16)
                .putLong(uuid.getMostSignificantBits())
                .putLong(uuid.getLeastSignificantBits())
                .flip());
    }
}
