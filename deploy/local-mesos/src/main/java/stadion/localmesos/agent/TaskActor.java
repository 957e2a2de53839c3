package stadion.localmesos.agent;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.PostStop;
import akka.actor.typed.SupervisorStrategy;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.TimerScheduler;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Future;
import org.apache.mesos.v1.Protos.CheckStatusInfo;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.Protos.TaskStatus;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import stadion.localmesos.agent.process.ProcessIdentity;
import stadion.localmesos.agent.process.ProcessTable;

/**
 * The life of one task: filling its sandbox and starting its process here, watching and killing it in {@link
 * TaskSupervision}, and reporting all that to the {@link AgentActor}. Stops when the end is reported. It may be started for a
 * task at any point of that life, also for one whose process was started by a JVM that is gone; the task's files tell where
 * it is. Blocks, so it wants a dispatcher for that.
 */
final class TaskActor {

    private static final Logger LOG = LoggerFactory.getLogger(TaskActor.class);

    private final ActorContext<Command> context;
    private final TimerScheduler<Command> timers;
    private final ManagedTask task;

    private TaskActor(ActorContext<Command> context, TimerScheduler<Command> timers, ManagedTask task) {
        this.context = context;
        this.timers = timers;
        this.task = task;
    }

    sealed interface Command {}

    /** Kills the task, softly first. Without a grace period the task's own counts, else the default. */
    record Kill(KillOrder.Cause cause, Optional<Duration> gracePeriod) implements Command {}

    /** The sandbox is ready, or why it can't be. */
    private record Prepared(Optional<String> failure) implements Command {}

    /** The supervising script, a child of this JVM, has ended. */
    record ScriptEnded(int exitValue) implements Command {}

    /** The health check was tried; without a result if it failed itself. */
    record HealthChecked(Optional<CheckStatusInfo> result) implements Command {}

    /** The check was tried; without a result if it failed itself. */
    record Checked(Optional<CheckStatusInfo> result) implements Command {}

    enum Timed implements Command {
        /** It is time to look how things are. */
        WATCH,
        /** It is time to ask the task to end, once more if there was nobody to ask. */
        TERMINATE,
        /** The grace period is over. */
        FORCE,
        /** The task has taken longer than it may. */
        COMPLETION_TIME_OVER
    }

    /**
     * The actor.
     *
     * @param reported the last status reported of the task, not a terminal one; TASK_STAGING if none was
     */
    static Behavior<Command> create(
            AgentServices agent, Run run, TaskInfo info, TaskStatus reported, ActorRef<AgentActor.Command> parent) {
        Behavior<Command> behavior = Behaviors.setup(context -> Behaviors.withTimers(timers -> {
            var task = new ManagedTask(agent, run, info, reported, parent);
            return new TaskActor(context, timers, task).begin();
        }));
        return Behaviors.supervise(behavior)
                .onFailure(SupervisorStrategy.restartWithBackoff(Duration.ofMillis(200), Duration.ofSeconds(30), 0.1));
    }

    private Behavior<Command> begin() throws IOException {
        if (task.files().hasStarted()) {
            return takeOver();
        }
        return task.checkpoint().readKill().isPresent() ? killedBeforeStart() : prepare();
    }

    private Behavior<Command> prepare() {
        var preparing = task.agent().preparations().submit(this::prepareInBackground);
        return Behaviors.receive(Command.class)
                .onMessage(Prepared.class, this::onPrepared)
                .onMessage(Kill.class, kill -> onKill(kill, preparing))
                .onSignal(PostStop.class, stop -> {
                    preparing.cancel(true);
                    return Behaviors.same();
                })
                .build();
    }

    private void prepareInBackground() {
        var self = context.getSelf();
        try {
            new TaskPreparation(task.agent(), task.run(), task.info()).run();
            task.runtime().prepare();
            self.tell(new Prepared(Optional.empty()));
        } catch (LaunchException e) {
            self.tell(new Prepared(Optional.of(e.getMessage())));
        } catch (InterruptedException e) {
            LOG.debug("Preparing task {} was interrupted", task.id());
        } catch (RuntimeException e) {
            LOG.error("Preparing task {} failed", task.id(), e);
            self.tell(new Prepared(Optional.of(e.toString())));
        }
    }

    private Behavior<Command> onPrepared(Prepared prepared) throws IOException {
        if (prepared.failure.isPresent()) {
            return endUnlessStarted(task.statuses().launchFailed(prepared.failure.get()));
        }
        if (task.reported().getState() == TaskState.TASK_STAGING) {
            task.report(ManagedTask.starting(task.agent(), task.run(), task.info()));
        }
        try {
            return supervise(start());
        } catch (LaunchException | IOException | IllegalArgumentException e) {
            return endUnlessStarted(task.statuses().launchFailed(e.getMessage()));
        }
    }

    /** Starts the process and returns its script, empty if that has ended already. */
    private Optional<ProcessIdentity> start() throws LaunchException, IOException {
        var process =
                task.agent().supervisor().start(task.files(), task.runtime().process(), task.sandbox());
        context.pipeToSelf(process.onExit(), (ended, never) -> new ScriptEnded(ended.exitValue()));
        return ProcessTable.identify(process.pid());
    }

    private Behavior<Command> onKill(Kill kill, Future<?> preparing) throws IOException {
        preparing.cancel(true);
        task.checkpoint().writeKill(KillOrder.first(kill.cause, task.now(), Duration.ZERO));
        return killedBeforeStart();
    }

    private Behavior<Command> killedBeforeStart() throws IOException {
        return endUnlessStarted(task.statuses().killedBeforeStart());
    }

    /** A script that an earlier JVM has started may have been so slow that it starts the task just now. */
    private Behavior<Command> endUnlessStarted(TaskStatus status) throws IOException {
        if (!task.files().forbidStart()) {
            return takeOver();
        }
        task.reportEnd(status, Optional.empty());
        return Behaviors.stopped();
    }

    private Behavior<Command> supervise(Optional<ProcessIdentity> child) throws IOException {
        return TaskSupervision.ofChild(context, timers, task, child).behavior();
    }

    private Behavior<Command> takeOver() throws IOException {
        return TaskSupervision.ofStranger(context, timers, task).behavior();
    }
}
