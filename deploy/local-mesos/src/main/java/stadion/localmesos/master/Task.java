package stadion.localmesos.master;

import java.util.Optional;
import org.apache.mesos.v1.Protos.ExecutorID;
import org.apache.mesos.v1.Protos.FrameworkID;
import org.apache.mesos.v1.Protos.Labels;
import org.apache.mesos.v1.Protos.TaskID;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.Protos.TaskStatus;
import org.jspecify.annotations.Nullable;
import stadion.localmesos.TaskStatusStream;
import stadion.localmesos.resources.Resources;

/** What the master remembers of a launched task: little, as there may be a hundred thousand. */
final class Task {

    private final TaskID id;
    private final String name;
    private final FrameworkID framework;
    private final AgentEntry agent;
    private final String role;
    private final Resources resources;
    private final Labels labels;
    private final @Nullable ExecutorID executor;
    private TaskState state = TaskState.TASK_STAGING;
    private @Nullable TaskStatus latest;

    /**
     * Remembers a launch.
     *
     * @param role to which its resources are allocated
     * @param executor the executor that the framework chose, null for the command executor
     */
    Task(TaskInfo info, FrameworkID framework, AgentEntry agent, String role, @Nullable ExecutorID executor) {
        this.id = info.getTaskId();
        this.name = info.getName();
        this.framework = framework;
        this.agent = agent;
        this.role = role;
        this.resources = Resources.of(info.getResourcesList());
        this.labels = info.getLabels();
        this.executor = executor;
    }

    TaskID id() {
        return id;
    }

    String name() {
        return name;
    }

    FrameworkID framework() {
        return framework;
    }

    AgentEntry agent() {
        return agent;
    }

    String role() {
        return role;
    }

    Resources resources() {
        return resources;
    }

    Labels labels() {
        return labels;
    }

    Optional<ExecutorID> executor() {
        return Optional.ofNullable(executor);
    }

    TaskState state() {
        return state;
    }

    /** The newest status that came from the agent or was made by the master. */
    Optional<TaskStatus> latest() {
        return Optional.ofNullable(latest);
    }

    boolean ended() {
        return TaskStatusStream.isTerminal(state);
    }

    /** Takes up a status; the state of a task that has ended never changes. */
    void update(TaskStatus status) {
        if (!ended()) {
            state = status.getState();
        }
        latest = status.hasData() ? status.toBuilder().clearData().build() : status;
    }
}
