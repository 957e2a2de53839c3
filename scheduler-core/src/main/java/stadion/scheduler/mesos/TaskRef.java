package stadion.scheduler.mesos;

import org.apache.mesos.v1.Protos.AgentID;
import org.apache.mesos.v1.Protos.TaskID;
import org.jspecify.annotations.Nullable;

/** A task to reconcile. With the agent, Mesos can tell a task on an unreachable agent from one it never knew. */
public record TaskRef(TaskID task, @Nullable AgentID agent) {

    public static TaskRef of(String task, @Nullable String agent) {
        return new TaskRef(
                TaskID.newBuilder().setValue(task).build(),
                agent == null ? null : AgentID.newBuilder().setValue(agent).build());
    }
}
