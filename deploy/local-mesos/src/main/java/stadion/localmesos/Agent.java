package stadion.localmesos;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.mesos.protobuf.ByteString;
import org.apache.mesos.v1.Protos.AgentInfo;
import org.apache.mesos.v1.Protos.ExecutorInfo;
import org.apache.mesos.v1.Protos.FrameworkID;
import org.apache.mesos.v1.Protos.FrameworkInfo;
import org.apache.mesos.v1.Protos.Resource;
import org.apache.mesos.v1.Protos.TaskID;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.apache.mesos.v1.Protos.TaskStatus;

/**
 * An agent as the master sees it. Calls come from one thread at a time and return at once, without waiting for
 * processes, disks (but see {@link #resourcesChanged}) or networks; what happens is told to the {@link Listener}.
 */
public interface Agent {

    /**
     * Who the agent is and what it has. The id is stable over restarts. Resources are the agent's total in the format of
     * {@code RESERVATION_REFINEMENT} (no {@code role} and {@code reservation}, but {@code reservations}), including the
     * reservations and volumes made so far. The port is that of the agent's own HTTP end points, 0 if it has none.
     */
    AgentInfo info();

    /**
     * Starts the agent; called once, before it is offered.
     *
     * @return the tasks known from before a restart that have not ended, or whose end is not acknowledged yet
     */
    List<RecoveredTask> start(Listener listener);

    /**
     * Launches one task with the command executor (or the executor given) or, if {@code group}, a task group with the
     * default executor. The master has validated the tasks; a task that can't be launched gets a status update.
     */
    void launch(FrameworkInfo framework, Optional<ExecutorInfo> executor, List<TaskInfo> tasks, boolean group);

    /**
     * Kills a task, which ends in a status update. Unknown and ended tasks are ignored.
     *
     * @param gracePeriod time between SIGTERM and SIGKILL as the KILL call gives it; empty: the task's own kill policy,
     *     else 3 seconds
     */
    void kill(FrameworkID framework, TaskID task, Optional<Duration> gracePeriod);

    /** The framework has stored the update with this uuid; the task's next update may be sent. */
    void acknowledge(FrameworkID framework, TaskID task, ByteString uuid);

    /** The framework has (re)subscribed: the oldest unacknowledged update of each of its tasks is to be sent again, now. */
    void frameworkSubscribed(FrameworkInfo framework);

    /**
     * The agent's total after RESERVE, UNRESERVE, CREATE or DESTROY, in the format of {@link #info()}. It has been
     * checkpointed when the call returns, so that {@link #info()} is right after a restart. Directories of new volumes are
     * made, those of volumes that are gone are deleted.
     */
    void resourcesChanged(List<Resource> total);

    /** Kills all tasks of a framework that was removed; nobody waits for updates of them. */
    void shutdownFramework(FrameworkID framework);

    /** Stops supervising; tasks go on, as when the process of a real agent dies. */
    void close();

    /** What an agent tells the master. */
    interface Listener {
        /**
         * A status update, complete: task id, agent id, executor id, state, source, timestamp, uuid and what else a real
         * agent sends. Called from any thread. The next update of a task is only sent after this one was acknowledged;
         * {@link TaskStatusStreams} sees to that.
         */
        void statusUpdate(FrameworkID framework, TaskStatus status);
    }

    /** A task from before a restart with its latest state, which may be terminal. */
    record RecoveredTask(FrameworkID framework, TaskInfo task, Optional<ExecutorInfo> executor, TaskStatus latest) {}
}
