package stadion.scheduler.task;

import java.util.EnumSet;
import java.util.Set;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.Protos.TaskStatus;
import org.apache.mesos.v1.Protos.TaskStatus.Reason;
import stadion.scheduler.model.Condition;

/** What a status from Mesos says about an instance (Marathon: {@code TaskConditionMapping}). */
public final class TaskLifecycle {

    private static final Set<Reason> TEMPORARILY_GONE =
            EnumSet.of(Reason.REASON_RECONCILIATION, Reason.REASON_AGENT_DISCONNECTED, Reason.REASON_AGENT_REMOVED);

    private TaskLifecycle() {}

    public static Condition condition(TaskStatus status) {
        return switch (status.getState()) {
            case TASK_STAGING -> Condition.STAGING;
            case TASK_STARTING -> Condition.STARTING;
            case TASK_RUNNING -> Condition.RUNNING;
            case TASK_KILLING -> Condition.KILLING;
            case TASK_KILLED -> Condition.KILLED;
            case TASK_FINISHED -> Condition.FINISHED;
            case TASK_FAILED -> Condition.FAILED;
            case TASK_ERROR -> Condition.ERROR;
            case TASK_DROPPED -> Condition.DROPPED;
            case TASK_GONE, TASK_GONE_BY_OPERATOR -> Condition.GONE;
            case TASK_UNREACHABLE -> Condition.UNREACHABLE;
            case TASK_UNKNOWN -> Condition.UNKNOWN;
            case TASK_LOST -> lost(status);
        };
    }

    private static Condition lost(TaskStatus status) {
        if (status.getReason() == Reason.REASON_TASK_UNKNOWN
                || status.getMessage().startsWith("Reconciliation: Task is unknown to the")) {
            return Condition.UNKNOWN;
        }
        return TEMPORARILY_GONE.contains(status.getReason()) ? Condition.UNREACHABLE : Condition.GONE;
    }

    /** Whether an update says that the task ended with a failure that counts for {@code lastTaskFailure}. */
    public static boolean isFailure(TaskState state) {
        return switch (state) {
            case TASK_FAILED, TASK_ERROR, TASK_LOST, TASK_DROPPED, TASK_GONE, TASK_GONE_BY_OPERATOR, TASK_UNKNOWN ->
                true;
            default -> false;
        };
    }

    /** Whether the end of a task delays the next launches of the app: its agent being drained is not the app's fault. */
    public static boolean backsOff(Condition condition, TaskStatus status) {
        return switch (condition) {
            case DROPPED, ERROR, FAILED, GONE, FINISHED -> status.getReason() != Reason.REASON_AGENT_DRAINING;
            default -> false;
        };
    }
}
