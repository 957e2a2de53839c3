package stadion.localmesos.master;

import java.time.Instant;
import java.util.Optional;
import org.apache.mesos.v1.Protos.AgentID;
import org.apache.mesos.v1.Protos.TaskID;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.Protos.TaskStatus;
import org.apache.mesos.v1.Protos.TimeInfo;

/** The task statuses that the master itself makes. They have no uuid and aren't acknowledged. */
final class Statuses {

    private Statuses() {}

    static TaskStatus refused(TaskInfo task, TaskState state, TaskStatus.Reason reason, String message, Instant now) {
        return status(task.getTaskId(), Optional.of(task.getAgentId()), state, message, now)
                .setReason(reason)
                .build();
    }

    /** News of a known task that come from its agent's coming or going. */
    static TaskStatus told(Task task, TaskState state, TaskStatus.Reason reason, String message, Instant now) {
        var status = status(task.id(), Optional.of(task.agent().id()), state, message, now)
                .setReason(reason);
        task.executor().ifPresent(status::setExecutorId);
        if (state == TaskState.TASK_UNREACHABLE) {
            status.setUnreachableTime(TimeInfo.newBuilder().setNanoseconds(now.toEpochMilli() * 1_000_000));
        } else {
            task.latest()
                    .filter(TaskStatus::hasContainerStatus)
                    .ifPresent(latest -> status.setContainerStatus(latest.getContainerStatus()));
        }
        return status.build();
    }

    /** The answer to a reconciliation of a known task. */
    static TaskStatus latest(Task task, Instant now) {
        var status = status(
                        task.id(),
                        Optional.of(task.agent().id()),
                        task.state(),
                        "Reconciliation: Latest task state",
                        now)
                .setReason(TaskStatus.Reason.REASON_RECONCILIATION);
        task.executor().ifPresent(status::setExecutorId);
        task.latest().ifPresent(latest -> {
            if (latest.hasHealthy()) {
                status.setHealthy(latest.getHealthy());
            }
            if (latest.hasCheckStatus()) {
                status.setCheckStatus(latest.getCheckStatus());
            }
            if (latest.hasContainerStatus()) {
                status.setContainerStatus(latest.getContainerStatus());
            }
        });
        return status.build();
    }

    /** The answer to a reconciliation of a task on an agent that is not there any more. */
    static TaskStatus away(TaskID task, Optional<AgentID> agent, TaskState state, Instant now) {
        var message = state == TaskState.TASK_UNREACHABLE
                ? "Reconciliation: Task is unreachable"
                : "Reconciliation: Task is gone";
        return status(task, agent, state, message, now)
                .setReason(TaskStatus.Reason.REASON_RECONCILIATION)
                .build();
    }

    /**
     * The answer to a reconciliation of a task that the master doesn't know.
     *
     * @param agentKnown whether the agent that the framework named is there, so that the task can't be
     * @param partitionAware whether the framework knows states other than TASK_LOST
     */
    static TaskStatus unknown(
            TaskID task, Optional<AgentID> agent, boolean agentKnown, boolean partitionAware, Instant now) {
        var state = agentKnown ? TaskState.TASK_GONE : TaskState.TASK_UNKNOWN;
        var message = agentKnown ? "Reconciliation: Task is unknown to the agent" : "Reconciliation: Task is unknown";
        return status(task, agent, partitionAware ? state : TaskState.TASK_LOST, message, now)
                .setReason(TaskStatus.Reason.REASON_RECONCILIATION)
                .build();
    }

    private static TaskStatus.Builder status(
            TaskID task, Optional<AgentID> agent, TaskState state, String message, Instant now) {
        var status = TaskStatus.newBuilder()
                .setTaskId(task)
                .setState(state)
                .setMessage(message)
                .setSource(TaskStatus.Source.SOURCE_MASTER)
                .setTimestamp(now.toEpochMilli() / 1000.0);
        agent.ifPresent(status::setAgentId);
        return status;
    }
}
