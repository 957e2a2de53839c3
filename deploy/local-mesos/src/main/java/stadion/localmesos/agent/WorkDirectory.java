package stadion.localmesos.agent;

import java.nio.file.Path;
import org.apache.mesos.v1.Protos.AgentID;
import org.apache.mesos.v1.Protos.TaskID;

/**
 * Where an agent keeps what. Sandboxes and volumes are laid out as a real agent lays them out, so that tools which look for
 * them find them; {@code meta} is this agent's own.
 *
 * @param root the agent's own directory, absolute
 * @param agent the agent's id, part of the sandboxes' paths
 */
record WorkDirectory(Path root, AgentID agent) {

    /** All sandboxes of this agent. */
    Path sandboxes() {
        return root.resolve("slaves").resolve(agent.getValue());
    }

    /** The sandbox of an executor, which is the task's own unless it belongs to a group. */
    Path sandbox(Run run) {
        return runs(run).resolve(run.container().getValue());
    }

    /** The sandbox of a task of this run. */
    Path sandbox(Run run, TaskID task) {
        return run.group() ? sandbox(run).resolve("tasks").resolve(task.getValue()) : sandbox(run);
    }

    /** Link to the sandbox of the executor's last run. */
    Path latest(Run run) {
        return runs(run).resolve("latest");
    }

    /** What is checkpointed of all runs. */
    Path checkpoints() {
        return meta().resolve("runs");
    }

    /** What the fetcher keeps for further tasks. */
    Path fetched() {
        return root.resolve("fetched");
    }

    /** What the agent remembers. */
    Path meta() {
        return root.resolve("meta");
    }

    /** The agent's resources, as reserved so far. */
    Path agentCheckpoint() {
        return meta().resolve("agent");
    }

    private Path runs(Run run) {
        return sandboxes()
                .resolve("frameworks")
                .resolve(run.framework().getId().getValue())
                .resolve("executors")
                .resolve(run.executorId().getValue())
                .resolve("runs");
    }
}
