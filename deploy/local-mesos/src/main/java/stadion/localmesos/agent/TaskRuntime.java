package stadion.localmesos.agent;

import java.time.Duration;
import java.util.Optional;
import org.apache.mesos.v1.Protos.ContainerStatus;
import stadion.localmesos.agent.check.Prober;
import stadion.localmesos.agent.process.ExitStatus;
import stadion.localmesos.agent.process.ProcessIdentity;
import stadion.localmesos.agent.process.ProcessSpec;

/**
 * How one task is run, signalled and cleaned up after. Everything is done through a process under a supervising script; for
 * a container it is that of the tool. Called by the task's actor, one call at a time; calls may block.
 */
interface TaskRuntime extends Prober.Target {

    /** What the messages about the task's end call it. */
    String subject();

    /** Time between SIGTERM and SIGKILL when neither the kill nor the task says anything. */
    Duration defaultGracePeriod();

    /** Makes ready what the process needs, apart from the sandbox. May take minutes; interrupted when the task is killed. */
    void prepare() throws LaunchException, InterruptedException;

    /** The process to be started. */
    ProcessSpec process() throws LaunchException;

    /**
     * Network addresses and process of the task as it runs now; empty if it is still on the way up.
     *
     * @param script the supervising script
     */
    Optional<ContainerStatus> status(ProcessIdentity script);

    /** What is known before the task runs. */
    ContainerStatus initialStatus();

    /**
     * Asks the task to end.
     *
     * @return whether there was something to ask; if not, it is to be tried again soon
     */
    boolean terminate(ProcessIdentity script, Duration gracePeriod);

    /** Ends the task by force. To be called again until it has ended, as processes may start others meanwhile. */
    void kill(ProcessIdentity script);

    /** Whether the task has used more than it may and is to be ended by force. */
    boolean isOverLimit();

    /** What else is known of the end of the task, whose supervising script has ended; to be called before {@link #cleanUp}. */
    EndNote endNote(Optional<ExitStatus> exit);

    /**
     * Removes what the task has left behind.
     *
     * @param script the supervising script, which has ended; empty if there never was one
     */
    void cleanUp(Optional<ProcessIdentity> script);
}
