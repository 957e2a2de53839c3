package stadion.localmesos.agent;

import akka.actor.typed.ActorRef;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.apache.mesos.v1.Protos.TaskStatus;
import stadion.localmesos.agent.container.ContainerRequest;
import stadion.localmesos.agent.process.ProcessIdentity;
import stadion.localmesos.agent.process.TaskFiles;

/** One task with all that is needed to bring it up and down and to tell of it. Belongs to the task's actor. */
final class ManagedTask {

    private final AgentServices agent;
    private final Run run;
    private final TaskInfo info;
    private final TaskRuntime runtime;
    private final TaskCheckpoint checkpoint;
    private final TaskStatuses statuses;
    private final ActorRef<AgentActor.Command> listener;
    private TaskStatus reported;

    /**
     * A task.
     *
     * @param reported what was last reported of it
     * @param listener who is told of it
     */
    ManagedTask(
            AgentServices agent, Run run, TaskInfo info, TaskStatus reported, ActorRef<AgentActor.Command> listener) {
        this.agent = agent;
        this.run = run;
        this.info = info;
        this.reported = reported;
        this.listener = listener;
        this.runtime = runtime(agent, run, info);
        this.checkpoint = agent.runs().checkpoint(run, info);
        this.statuses = new TaskStatuses(run, info, agent.agent(), agent.clock());
    }

    private static TaskRuntime runtime(AgentServices agent, Run run, TaskInfo info) {
        return ContainerRequest.wantsImage(info)
                ? new ContainerRuntime(agent, run, info)
                : new ProcessRuntime(agent, run, info);
    }

    /** What is reported of a task before it is started. */
    static TaskStatus starting(AgentServices agent, Run run, TaskInfo info) {
        return new TaskStatuses(run, info, agent.agent(), agent.clock())
                .starting(runtime(agent, run, info).initialStatus());
    }

    AgentServices agent() {
        return agent;
    }

    Run run() {
        return run;
    }

    TaskInfo info() {
        return info;
    }

    String id() {
        return info.getTaskId().getValue();
    }

    TaskRuntime runtime() {
        return runtime;
    }

    TaskCheckpoint checkpoint() {
        return checkpoint;
    }

    TaskFiles files() {
        return checkpoint.files();
    }

    TaskStatuses statuses() {
        return statuses;
    }

    Path sandbox() {
        return agent.directory().sandbox(run, info.getTaskId());
    }

    Instant now() {
        return agent.clock().instant();
    }

    /** What was last reported. */
    TaskStatus reported() {
        return reported;
    }

    void report(TaskStatus status) {
        reported = status;
        listener.tell(new AgentActor.StatusUpdate(run, status));
    }

    /** Reports the end. Resources are free for others then, so what is left of the task is removed before. */
    void reportEnd(TaskStatus status, Optional<ProcessIdentity> script) {
        runtime.cleanUp(script);
        report(status);
    }
}
