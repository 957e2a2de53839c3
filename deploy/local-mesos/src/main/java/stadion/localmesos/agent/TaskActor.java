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
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.function.Function;
import org.apache.mesos.v1.Protos.CheckStatusInfo;
import org.apache.mesos.v1.Protos.ContainerStatus;
import org.apache.mesos.v1.Protos.FrameworkInfo;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.Protos.TaskStatus;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import stadion.localmesos.agent.check.CheckActor;
import stadion.localmesos.agent.check.CheckSpec;
import stadion.localmesos.agent.container.ContainerRequest;
import stadion.localmesos.agent.process.ExitStatus;
import stadion.localmesos.agent.process.ProcessIdentity;
import stadion.localmesos.agent.process.ProcessTable;
import stadion.localmesos.agent.process.TaskFiles;

/**
 * The life of one task: filling its sandbox, starting, watching and killing its process, and reporting all that to the
 * {@link AgentActor}. Stops when the end is reported. It may be started for a task at any point of that life, also for one
 * whose process was started by a JVM that is gone; the task's files tell where it is. Blocks, so it wants a dispatcher for
 * that.
 */
final class TaskActor {

    private static final Logger LOG = LoggerFactory.getLogger(TaskActor.class);

    private static final Duration WATCH_INTERVAL = Duration.ofMillis(250);
    private static final Duration TERMINATE_RETRY = Duration.ofMillis(20);
    private static final Duration FORCE_RETRY = Duration.ofMillis(200);

    /** How long a script that has begun to start a process may take to say who it is. */
    private static final Duration LONGEST_BIRTH = Duration.ofSeconds(10);

    private final ActorContext<Command> context;
    private final TimerScheduler<Command> timers;
    private final AgentServices agent;
    private final Run run;
    private final TaskInfo task;
    private final TaskPreparation preparation;
    private final TaskRuntime runtime;
    private final TaskCheckpoint checkpoint;
    private final TaskFiles files;
    private final TaskStatuses statuses;
    private final ActorRef<AgentActor.Command> parent;

    private TaskStatus reported;
    private Optional<TaskChecks> checks = Optional.empty();
    private Optional<KillOrder> killOrder;
    private Optional<ProcessIdentity> script = Optional.empty();

    /** Whether the script is a child of this JVM, whose end is told by the system. */
    private boolean child;

    private TaskActor(
            ActorContext<Command> context,
            TimerScheduler<Command> timers,
            AgentServices agent,
            Run run,
            TaskInfo task,
            TaskStatus reported,
            ActorRef<AgentActor.Command> parent)
            throws IOException {
        this.context = context;
        this.timers = timers;
        this.agent = agent;
        this.run = run;
        this.task = task;
        this.reported = reported;
        this.parent = parent;
        this.preparation = new TaskPreparation(agent, run, task);
        this.runtime = ContainerRequest.wantsImage(task)
                ? new ContainerRuntime(agent, run, task)
                : new ProcessRuntime(agent, run, task);
        this.checkpoint = agent.runs().checkpoint(run, task);
        this.files = checkpoint.files();
        this.statuses = new TaskStatuses(run, task, agent.agent(), agent.clock());
        this.killOrder = checkpoint.readKill();
    }

    sealed interface Command {}

    /** Kills the task, softly first. Without a grace period the task's own counts, else the default. */
    record Kill(KillOrder.Cause cause, Optional<Duration> gracePeriod) implements Command {}

    private record Prepared(Optional<String> failure) implements Command {}

    private record ScriptEnded(int exitValue) implements Command {}

    private record HealthChecked(Optional<CheckStatusInfo> result) implements Command {}

    private record Checked(Optional<CheckStatusInfo> result) implements Command {}

    private enum Timed implements Command {
        WATCH,
        TERMINATE,
        FORCE,
        COMPLETION_TIME_OVER
    }

    /**
     * The actor.
     *
     * @param reported the last status reported of the task, not a terminal one; TASK_STAGING if none was
     */
    static Behavior<Command> create(
            AgentServices agent, Run run, TaskInfo task, TaskStatus reported, ActorRef<AgentActor.Command> parent) {
        Behavior<Command> behavior = Behaviors.setup(context -> Behaviors.withTimers(
                timers -> new TaskActor(context, timers, agent, run, task, reported, parent).begin()));
        return Behaviors.supervise(behavior)
                .onFailure(SupervisorStrategy.restartWithBackoff(Duration.ofMillis(200), Duration.ofSeconds(30), 0.1));
    }

    private Behavior<Command> begin() throws IOException {
        if (files.hasStarted()) {
            return takeOver();
        }
        return killOrder.isPresent() ? killedBeforeStart() : prepare();
    }

    // Before the process is started

    private Behavior<Command> prepare() {
        var self = context.getSelf();
        var preparing = agent.preparations().submit(() -> {
            try {
                preparation.run();
                runtime.prepare();
                self.tell(new Prepared(Optional.empty()));
            } catch (LaunchException e) {
                self.tell(new Prepared(Optional.of(e.getMessage())));
            } catch (InterruptedException e) {
                LOG.debug("Preparing task {} was interrupted", task.getTaskId().getValue());
            } catch (RuntimeException e) {
                LOG.error("Preparing task {} failed", task.getTaskId().getValue(), e);
                self.tell(new Prepared(Optional.of(e.toString())));
            }
        });
        return Behaviors.receive(Command.class)
                .onMessage(Prepared.class, this::onPrepared)
                .onMessage(Kill.class, kill -> onKillBeforeStart(kill, preparing))
                .onSignal(PostStop.class, stop -> {
                    preparing.cancel(true);
                    return Behaviors.same();
                })
                .build();
    }

    private Behavior<Command> onKillBeforeStart(Kill kill, Future<?> preparing) throws IOException {
        preparing.cancel(true);
        killOrder = Optional.of(KillOrder.first(kill.cause, now(), Duration.ZERO));
        checkpoint.writeKill(killOrder.get());
        return killedBeforeStart();
    }

    private Behavior<Command> killedBeforeStart() throws IOException {
        return files.forbidStart() ? end(statuses.killedBeforeStart()) : takeOver();
    }

    private Behavior<Command> onPrepared(Prepared prepared) throws IOException {
        if (prepared.failure.isPresent()) {
            return files.forbidStart() ? end(statuses.launchFailed(prepared.failure.get())) : takeOver();
        }
        report(statuses.starting(runtime.initialStatus()));
        try {
            var sandbox = agent.directory().sandbox(run, task.getTaskId());
            var process = agent.supervisor().start(files, runtime.process(), sandbox);
            child = true;
            script = ProcessTable.identify(process.pid());
            context.pipeToSelf(process.onExit(), (ended, never) -> new ScriptEnded(ended.exitValue()));
        } catch (LaunchException | IOException | IllegalArgumentException e) {
            return files.forbidStart() ? end(statuses.launchFailed(e.getMessage())) : takeOver();
        }
        return supervise();
    }

    // While the process runs

    /** Somebody else has started the task: an earlier JVM, or a script of an earlier JVM that was slow. */
    private Behavior<Command> takeOver() {
        child = false;
        script = Optional.empty();
        return supervise();
    }

    private Behavior<Command> supervise() {
        timers.startTimerAtFixedRate(Timed.WATCH, WATCH_INTERVAL);
        context.getSelf().tell(Timed.WATCH);
        var completionTime = Duration.ofNanos(task.getMaxCompletionTime().getNanoseconds());
        if (!completionTime.isZero()) {
            startTimer(
                    Timed.COMPLETION_TIME_OVER,
                    files.startedAt().orElseGet(this::now).plus(completionTime));
        }
        killOrder.ifPresent(order -> {
            context.getSelf().tell(Timed.TERMINATE);
            startTimer(Timed.FORCE, order.deadline());
        });
        return Behaviors.receive(Command.class)
                .onMessage(Kill.class, this::onKill)
                .onMessage(ScriptEnded.class, this::onScriptEnded)
                .onMessage(HealthChecked.class, this::onHealthChecked)
                .onMessage(Checked.class, this::onChecked)
                .onMessageEquals(Timed.WATCH, this::onWatch)
                .onMessageEquals(Timed.TERMINATE, this::onTerminate)
                .onMessageEquals(Timed.FORCE, this::onForce)
                .onMessageEquals(
                        Timed.COMPLETION_TIME_OVER,
                        () -> onKill(new Kill(KillOrder.Cause.COMPLETION_TIME, Optional.of(Duration.ZERO))))
                .build();
    }

    /** Looks at what no message tells: who runs, whether it is up, and whether somebody else's child has ended. */
    private Behavior<Command> onWatch() {
        if (script.isEmpty()) {
            script = files.process();
        }
        script.ifPresent(this::reportRunning);
        if (runtime.isOverLimit()) {
            script.ifPresent(runtime::kill);
        }
        if (child || script.filter(ProcessTable::isAlive).isPresent()) {
            return Behaviors.same();
        }
        var neverBorn = files.startedAt()
                .map(started -> started.plus(LONGEST_BIRTH).isBefore(now()))
                .orElse(true);
        return script.isPresent() || neverBorn ? onEnded(files.exit()) : Behaviors.same();
    }

    private void reportRunning(ProcessIdentity process) {
        var startsUp = reported.getState() == TaskState.TASK_STAGING || reported.getState() == TaskState.TASK_STARTING;
        if (startsUp && killOrder.isEmpty()) {
            runtime.status(process).ifPresent(status -> report(statuses.running(status)));
        }
        if (reported.getState() == TaskState.TASK_RUNNING && killOrder.isEmpty() && checks.isEmpty()) {
            startChecks();
        }
    }

    private Behavior<Command> onScriptEnded(ScriptEnded ended) throws IOException {
        var starter = files.process();
        if (starter.isEmpty()) {
            return files.forbidStart()
                    ? end(statuses.launchFailed("the script that was to start the task ended with status "
                            + ended.exitValue + " before it could do so"))
                    : takeOver();
        }
        if (script.isPresent() && !script.equals(starter)) {
            return takeOver();
        }
        script = starter;
        reportRunning(starter.get());
        return onEnded(files.exit().or(() -> Optional.of(ExitStatus.ofChild(ended.exitValue))));
    }

    private Behavior<Command> onEnded(Optional<ExitStatus> exit) {
        var container = containerStatus();
        var note = runtime.endNote(exit);
        return end(statuses.ended(container, exit, killOrder, runtime.subject(), note));
    }

    // Checks

    private void startChecks() {
        checks = Optional.of(TaskChecks.begin(task, files.startedAt().orElseGet(this::now), reported));
        if (task.hasHealthCheck()) {
            CheckSpec.of(task.getHealthCheck()).ifPresent(spec -> startCheck(spec, HealthChecked::new));
        }
        if (task.hasCheck()) {
            CheckSpec.of(task.getCheck()).ifPresent(spec -> startCheck(spec, Checked::new));
        }
    }

    private void startCheck(CheckSpec spec, Function<Optional<CheckStatusInfo>, Command> about) {
        context.spawnAnonymous(CheckActor.create(spec, agent.prober(), runtime, context.getSelf(), about));
    }

    private Behavior<Command> onHealthChecked(HealthChecked checked) throws IOException {
        var verdict = checks.filter(it -> killOrder.isEmpty()).flatMap(it -> it.health(checked.result, now()));
        if (verdict.isPresent()) {
            report(statuses.healthChanged(reported, verdict.get().healthy()));
            if (verdict.get().kill()) {
                return onKill(new Kill(KillOrder.Cause.HEALTH_CHECK, Optional.empty()));
            }
        }
        return Behaviors.same();
    }

    private Behavior<Command> onChecked(Checked checked) {
        checks.filter(it -> killOrder.isEmpty())
                .flatMap(it -> it.check(checked.result))
                .ifPresent(news -> report(statuses.checkChanged(reported, news)));
        return Behaviors.same();
    }

    private void stopChecks() {
        context.getChildren().forEach(context::stop);
    }

    // Killing

    private Behavior<Command> onKill(Kill kill) throws IOException {
        var grace = kill.gracePeriod.orElseGet(this::ownGracePeriod);
        var first = killOrder.isEmpty();
        var order = killOrder
                .map(earlier -> earlier.again(grace))
                .orElseGet(() -> KillOrder.first(kill.cause, now(), grace));
        if (!killOrder.equals(Optional.of(order))) {
            checkpoint.writeKill(order);
            killOrder = Optional.of(order);
            startTimer(Timed.FORCE, order.deadline());
        }
        if (first) {
            stopChecks();
            reportKilling(order);
            return onTerminate();
        }
        return Behaviors.same();
    }

    private void reportKilling(KillOrder order) {
        var announced = run.framework().getCapabilitiesList().stream()
                .anyMatch(it -> it.getType() == FrameworkInfo.Capability.Type.TASK_KILLING_STATE);
        if (announced && order.cause() != KillOrder.Cause.COMPLETION_TIME) {
            report(statuses.killing(containerStatus()));
        }
    }

    private Behavior<Command> onTerminate() {
        var left = killOrder.map(order -> order.remaining(now())).orElse(Duration.ZERO);
        var asked = script.isPresent() && runtime.terminate(script.get(), left);
        if (!asked) {
            timers.startSingleTimer(Timed.TERMINATE, TERMINATE_RETRY);
        }
        return Behaviors.same();
    }

    private Behavior<Command> onForce() {
        timers.cancel(Timed.TERMINATE);
        script.ifPresent(runtime::kill);
        timers.startSingleTimer(Timed.FORCE, FORCE_RETRY);
        return Behaviors.same();
    }

    private Duration ownGracePeriod() {
        return task.getKillPolicy().hasGracePeriod()
                ? Duration.ofNanos(task.getKillPolicy().getGracePeriod().getNanoseconds())
                : runtime.defaultGracePeriod();
    }

    // Reporting

    private ContainerStatus containerStatus() {
        return script.flatMap(runtime::status).orElseGet(runtime::initialStatus);
    }

    private void report(TaskStatus status) {
        reported = status;
        parent.tell(new AgentActor.StatusUpdate(run, status));
    }

    /** Resources are free for others once the end is reported, so nothing may be left of the task then. */
    private Behavior<Command> end(TaskStatus status) {
        runtime.cleanUp(script);
        report(status);
        return Behaviors.stopped();
    }

    private void startTimer(Timed timer, Instant at) {
        var wait = Duration.between(now(), at);
        timers.startSingleTimer(timer, wait.isNegative() ? Duration.ZERO : wait);
    }

    private Instant now() {
        return agent.clock().instant();
    }
}
