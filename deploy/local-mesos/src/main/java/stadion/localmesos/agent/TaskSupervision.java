package stadion.localmesos.agent;

import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.TimerScheduler;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import org.apache.mesos.v1.Protos.CheckStatusInfo;
import org.apache.mesos.v1.Protos.ContainerStatus;
import org.apache.mesos.v1.Protos.FrameworkInfo;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.Protos.TaskStatus;
import stadion.localmesos.agent.TaskActor.Checked;
import stadion.localmesos.agent.TaskActor.Command;
import stadion.localmesos.agent.TaskActor.HealthChecked;
import stadion.localmesos.agent.TaskActor.Kill;
import stadion.localmesos.agent.TaskActor.ScriptEnded;
import stadion.localmesos.agent.TaskActor.Timed;
import stadion.localmesos.agent.check.CheckActor;
import stadion.localmesos.agent.check.CheckSpec;
import stadion.localmesos.agent.process.ExitStatus;
import stadion.localmesos.agent.process.ProcessIdentity;
import stadion.localmesos.agent.process.ProcessTable;

/** The part of a {@link TaskActor} that watches, checks and kills a task which has begun to start. */
final class TaskSupervision {

    private static final Duration WATCH_INTERVAL = Duration.ofMillis(250);
    private static final Duration TERMINATE_RETRY = Duration.ofMillis(20);
    private static final Duration FORCE_RETRY = Duration.ofMillis(200);

    /** How long a script that has begun to start a process may take to say who it is. */
    private static final Duration LONGEST_BIRTH = Duration.ofSeconds(10);

    private final ActorContext<Command> context;
    private final TimerScheduler<Command> timers;
    private final ManagedTask task;

    /** Whether the script is a child of this JVM, whose end is told by the system. */
    private final boolean child;

    private Optional<ProcessIdentity> script;
    private Optional<KillOrder> killOrder;
    private Optional<TaskChecks> checks = Optional.empty();

    private TaskSupervision(
            ActorContext<Command> context,
            TimerScheduler<Command> timers,
            ManagedTask task,
            boolean child,
            Optional<ProcessIdentity> script)
            throws IOException {
        this.context = context;
        this.timers = timers;
        this.task = task;
        this.child = child;
        this.script = script;
        this.killOrder = task.checkpoint().readKill();
    }

    /** For a script that was just started; empty if it has ended already. */
    static TaskSupervision ofChild(
            ActorContext<Command> context,
            TimerScheduler<Command> timers,
            ManagedTask task,
            Optional<ProcessIdentity> script)
            throws IOException {
        return new TaskSupervision(context, timers, task, true, script);
    }

    /** For a script that an earlier JVM has started. */
    static TaskSupervision ofStranger(ActorContext<Command> context, TimerScheduler<Command> timers, ManagedTask task)
            throws IOException {
        return new TaskSupervision(context, timers, task, false, Optional.empty());
    }

    /** The behavior, with its timers started. */
    Behavior<Command> behavior() {
        timers.startTimerAtFixedRate(Timed.WATCH, WATCH_INTERVAL);
        context.getSelf().tell(Timed.WATCH);
        var completionTime = Duration.ofNanos(task.info().getMaxCompletionTime().getNanoseconds());
        if (!completionTime.isZero()) {
            startTimer(Timed.COMPLETION_TIME_OVER, started().plus(completionTime));
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

    // Watching

    /** Looks at what no message tells: who runs, whether it is up, and whether somebody else's child has ended. */
    private Behavior<Command> onWatch() {
        if (script.isEmpty()) {
            script = task.files().process();
        }
        script.ifPresent(this::reportRunning);
        if (task.runtime().isOverLimit()) {
            script.ifPresent(task.runtime()::kill);
        }
        if (child || script.filter(ProcessTable::isAlive).isPresent()) {
            return Behaviors.same();
        }
        var neverBorn = task.now().isAfter(started().plus(LONGEST_BIRTH));
        return script.isPresent() || neverBorn ? onEnded(task.files().exit()) : Behaviors.same();
    }

    private void reportRunning(ProcessIdentity process) {
        if (killOrder.isPresent()) {
            return;
        }
        var state = task.reported().getState();
        if (state == TaskState.TASK_STAGING || state == TaskState.TASK_STARTING) {
            task.runtime()
                    .status(process)
                    .ifPresent(status -> task.report(task.statuses().running(status)));
        }
        if (task.reported().getState() == TaskState.TASK_RUNNING && checks.isEmpty()) {
            startChecks();
        }
    }

    private Behavior<Command> onScriptEnded(ScriptEnded ended) throws IOException {
        var starter = task.files().process();
        if (starter.isEmpty() && task.files().forbidStart()) {
            return end(task.statuses()
                    .launchFailed("the script that was to start the task ended with status " + ended.exitValue()
                            + " before it could do so"));
        }
        if (starter.isEmpty() || (script.isPresent() && !script.equals(starter))) {
            return ofStranger(context, timers, task).behavior();
        }
        script = starter;
        reportRunning(starter.get());
        return onEnded(task.files().exit().or(() -> Optional.of(ExitStatus.ofChild(ended.exitValue()))));
    }

    private Behavior<Command> onEnded(Optional<ExitStatus> exit) {
        var note = task.runtime().endNote(exit);
        return end(task.statuses()
                .ended(containerStatus(), exit, killOrder, task.runtime().subject(), note));
    }

    private Behavior<Command> end(TaskStatus status) {
        task.reportEnd(status, script);
        return Behaviors.stopped();
    }

    // Checking

    private void startChecks() {
        checks = Optional.of(TaskChecks.begin(task.info(), started(), task.reported()));
        if (task.info().hasHealthCheck()) {
            CheckSpec.of(task.info().getHealthCheck()).ifPresent(spec -> startCheck(spec, HealthChecked::new));
        }
        if (task.info().hasCheck()) {
            CheckSpec.of(task.info().getCheck()).ifPresent(spec -> startCheck(spec, Checked::new));
        }
    }

    private void startCheck(CheckSpec spec, Function<Optional<CheckStatusInfo>, Command> about) {
        context.spawnAnonymous(
                CheckActor.create(spec, task.agent().prober(), task.runtime(), context.getSelf(), about));
    }

    private Behavior<Command> onHealthChecked(HealthChecked checked) throws IOException {
        var verdict = checks.filter(it -> killOrder.isEmpty()).flatMap(it -> it.health(checked.result(), task.now()));
        if (verdict.isPresent()) {
            task.report(
                    task.statuses().healthChanged(task.reported(), verdict.get().healthy()));
            if (verdict.get().kill()) {
                return onKill(new Kill(KillOrder.Cause.HEALTH_CHECK, Optional.empty()));
            }
        }
        return Behaviors.same();
    }

    private Behavior<Command> onChecked(Checked checked) {
        checks.filter(it -> killOrder.isEmpty())
                .flatMap(it -> it.check(checked.result()))
                .ifPresent(news -> task.report(task.statuses().checkChanged(task.reported(), news)));
        return Behaviors.same();
    }

    private void stopChecks() {
        context.getChildren().forEach(context::stop);
    }

    // Killing

    private Behavior<Command> onKill(Kill kill) throws IOException {
        var grace = kill.gracePeriod().orElseGet(this::ownGracePeriod);
        var first = killOrder.isEmpty();
        var order = killOrder
                .map(earlier -> earlier.again(grace))
                .orElseGet(() -> KillOrder.first(kill.cause(), task.now(), grace));
        if (!killOrder.equals(Optional.of(order))) {
            task.checkpoint().writeKill(order);
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
        var announced = task.run().framework().getCapabilitiesList().stream()
                .anyMatch(it -> it.getType() == FrameworkInfo.Capability.Type.TASK_KILLING_STATE);
        if (announced && order.cause() != KillOrder.Cause.COMPLETION_TIME) {
            task.report(task.statuses().killing(containerStatus()));
        }
    }

    private Behavior<Command> onTerminate() {
        var left = killOrder.map(order -> order.remaining(task.now())).orElse(Duration.ZERO);
        var asked = script.isPresent() && task.runtime().terminate(script.get(), left);
        if (!asked) {
            timers.startSingleTimer(Timed.TERMINATE, TERMINATE_RETRY);
        }
        return Behaviors.same();
    }

    private Behavior<Command> onForce() {
        timers.cancel(Timed.TERMINATE);
        script.ifPresent(task.runtime()::kill);
        timers.startSingleTimer(Timed.FORCE, FORCE_RETRY);
        return Behaviors.same();
    }

    private Duration ownGracePeriod() {
        var policy = task.info().getKillPolicy();
        return policy.hasGracePeriod()
                ? Duration.ofNanos(policy.getGracePeriod().getNanoseconds())
                : task.runtime().defaultGracePeriod();
    }

    private ContainerStatus containerStatus() {
        return script.flatMap(task.runtime()::status).orElseGet(task.runtime()::initialStatus);
    }

    private Instant started() {
        return task.files().startedAt().orElseGet(task::now);
    }

    private void startTimer(Timed timer, Instant at) {
        var wait = Duration.between(task.now(), at);
        timers.startSingleTimer(timer, wait.isNegative() ? Duration.ZERO : wait);
    }
}
