package stadion.scheduler.task;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.ExtensibleBehavior;
import akka.actor.typed.Signal;
import akka.actor.typed.TypedActorContext;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.TimerScheduler;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import org.apache.mesos.v1.Protos.AgentID;
import org.apache.mesos.v1.Protos.TaskID;
import org.jspecify.annotations.Nullable;
import stadion.scheduler.health.HealthEvaluator;
import stadion.scheduler.health.HealthEvaluator.Verdict;
import stadion.scheduler.health.HealthStatus;
import stadion.scheduler.health.Prober;
import stadion.scheduler.health.Probes;
import stadion.scheduler.health.ReadinessResult;
import stadion.scheduler.mesos.MesosGateway;
import stadion.scheduler.model.AppDefinition;
import stadion.scheduler.model.AppDefinition.HealthCheck;
import stadion.scheduler.model.AppDefinition.ReadinessCheck;
import stadion.scheduler.model.Condition;
import stadion.scheduler.model.Instance;
import stadion.scheduler.model.InstanceId;
import stadion.scheduler.model.RunSpec;

/**
 * Watches over the task of one instance, or all the tasks of a pod's: asks whether it is healthy and ready (of containers of pods, only Mesos asks), notices when it is overdue,
 * and, when it is told to, kills it, again and again until it has ended. Nothing of
 * this is stored; the app's actor starts it when the launch is stored, tells it what Mesos says, and stops it when the task has ended.
 */
public final class TaskActor extends ExtensibleBehavior<TaskActor.Command> {

    public sealed interface Command {}

    /** How the instance is now: told first, and again whenever Mesos told of the task. */
    public record Observed(Instance instance) implements Command {}

    /** The task is to end. */
    public record Kill() implements Command {}

    private record KillAgain() implements Command {}

    private record Overdue() implements Command {}

    private record Check(int index) implements Command {}

    private record Checked(int index, Optional<Boolean> good, String cause) implements Command {}

    private record CheckReadiness(int index) implements Command {}

    private record ReadinessChecked(int index, ReadinessResult result) implements Command {}

    /** What the task's actor has found out. */
    public sealed interface Report {
        InstanceId instance();
    }

    /**
     * How the health checks stand, one entry per check.
     *
     * @param failed the check that has just failed outside of its grace period
     * @param killBecause why the task should be killed, if it should: it has failed too often. It is left to the app's actor to do so; otherwise this is told again with the
     *     next failure
     */
    public record HealthReport(
            InstanceId instance,
            int incarnation,
            List<HealthStatus> results,
            boolean alive,
            @Nullable HealthCheck failed,
            Optional<String> killBecause)
            implements Report {}

    /** How the readiness checks came out, those that have been made; {@code ready}: all were passed. */
    public record ReadinessReport(InstanceId instance, int incarnation, List<ReadinessResult> results, boolean ready)
            implements Report {}

    /** Mesos never told of the task, or it does not get to run. */
    public record IsOverdue(InstanceId instance, int incarnation) implements Report {}

    private final @Nullable AppDefinition app;
    private final List<HealthCheck> healthChecks;
    private final List<ReadinessCheck> readinessChecks;
    private final TaskSettings settings;
    private final Prober prober;
    private final InstantSource clock;
    private final ActorRef<MesosGateway.Command> mesos;
    private final ActorRef<Report> parent;
    private final TimerScheduler<Command> timers;
    private List<HealthStatus> results = List.of();
    private SortedMap<Integer, ReadinessResult> readiness = Collections.emptySortedMap();
    private final ActorContext<Command> context;
    private @Nullable Instance instance;
    private boolean probing;

    private TaskActor(
            ActorContext<Command> context,
            TimerScheduler<Command> timers,
            RunSpec runSpec,
            TaskSettings settings,
            Prober prober,
            InstantSource clock,
            ActorRef<MesosGateway.Command> mesos,
            ActorRef<Report> parent) {
        this.context = context;
        this.timers = timers;
        this.app = runSpec instanceof AppDefinition definition ? definition : null;
        this.healthChecks = app == null ? List.of() : app.healthChecks();
        this.readinessChecks = app == null ? List.of() : app.readinessChecks();
        this.settings = settings;
        this.prober = prober;
        this.clock = clock;
        this.mesos = mesos;
        this.parent = parent;
    }

    /**
     * Actors of tasks; each is to be told of its instance first.
     *
     * @param runSpec the definition their tasks were launched with
     * @param parent who is told what is found out
     */
    public static Behavior<Command> create(
            RunSpec runSpec,
            TaskSettings settings,
            Prober prober,
            InstantSource clock,
            ActorRef<MesosGateway.Command> mesos,
            ActorRef<Report> parent) {
        return Behaviors.setup(context -> Behaviors.withTimers(
                timers -> new TaskActor(context, timers, runSpec, settings, prober, clock, mesos, parent)));
    }

    @Override
    public Behavior<Command> receive(TypedActorContext<Command> typed, Command command) {
        if (command instanceof Observed c) {
            return onObserved(c);
        } else if (command instanceof Kill || command instanceof KillAgain) {
            return kill();
        } else if (command instanceof Overdue) {
            return onOverdue();
        } else if (command instanceof Check c) {
            return onCheck(c);
        } else if (command instanceof Checked c) {
            return onChecked(c);
        } else if (command instanceof CheckReadiness c) {
            return onCheckReadiness(c);
        }
        return onReadinessChecked((ReadinessChecked) command);
    }

    @Override
    public Behavior<Command> receiveSignal(TypedActorContext<Command> typed, Signal signal) {
        return Behaviors.unhandled();
    }

    private Behavior<Command> onObserved(Observed command) {
        observe(command.instance());
        return this;
    }

    private void observe(Instance now) {
        instance = now;
        switch (now.condition()) {
            case PROVISIONED -> expectWithin(settings.launchConfirmTimeout());
            case STAGING, STARTING -> expectWithin(settings.launchTimeout());
            default -> timers.cancel(Overdue.class);
        }
        if (now.condition() == Condition.RUNNING && !probing) {
            probing = true;
            startProbing();
        }
    }

    private void expectWithin(Duration time) {
        Duration left = Duration.between(clock.instant(), instance.since().plus(time));
        timers.startSingleTimer(Overdue.class, new Overdue(), left.isNegative() ? Duration.ZERO : left);
    }

    private Behavior<Command> onOverdue() {
        parent.tell(new IsOverdue(instance.id(), instance.incarnation()));
        return kill();
    }

    private Behavior<Command> kill() {
        Integer grace = app == null ? null : app.taskKillGracePeriodSeconds();
        AgentID agent = instance.agent() == null
                ? null
                : AgentID.newBuilder().setValue(instance.agent().id()).build();
        for (String task : instance.taskIds()) {
            mesos.tell(new MesosGateway.Kill(
                    TaskID.newBuilder().setValue(task).build(),
                    agent,
                    grace == null ? null : Duration.ofSeconds(grace)));
        }
        timers.startSingleTimer(KillAgain.class, new KillAgain(), settings.killRetry());
        return this;
    }

    private void startProbing() {
        results = healthChecks.isEmpty() ? List.of() : new ArrayList<>(healthChecks.size());
        readiness = readinessChecks.isEmpty() ? Collections.emptySortedMap() : new TreeMap<>();
        for (int i = 0; i < healthChecks.size(); i++) {
            results.add(HealthEvaluator.UNKNOWN);
            HealthCheck check = healthChecks.get(i);
            if (!check.protocol().byMesos()) {
                timers.startTimerWithFixedDelay(
                        "check-" + i, new Check(i), Duration.ofSeconds(1), interval(check.intervalSeconds()));
            }
        }
        for (int i = 0; i < readinessChecks.size(); i++) {
            Duration interval = interval(readinessChecks.get(i).intervalSeconds());
            timers.startTimerWithFixedDelay("ready-" + i, new CheckReadiness(i), Duration.ofMillis(200), interval);
        }
    }

    private static Duration interval(int seconds) {
        return Duration.ofSeconds(Math.max(1, seconds));
    }

    private Behavior<Command> onCheck(Check command) {
        HealthCheck check = healthChecks.get(command.index());
        if (instance.condition() != Condition.RUNNING) {
            return this;
        }
        Optional<CompletionStage<Boolean>> answer =
                Probes.address(app, instance, check).map(address -> Probes.make(prober, check, address));
        if (answer.isEmpty()) {
            context.getSelf().tell(new Checked(command.index(), Optional.of(false), "the instance has no such port"));
            return this;
        }
        context.pipeToSelf(
                answer.get(),
                (counts, failure) -> failure != null
                        ? new Checked(command.index(), Optional.of(false), Prober.cause(failure))
                        : new Checked(command.index(), counts ? Optional.of(true) : Optional.empty(), ""));
        return this;
    }

    private Behavior<Command> onChecked(Checked command) {
        if (command.good().isEmpty() || instance.condition() != Condition.RUNNING) {
            return this;
        }
        HealthCheck check = healthChecks.get(command.index());
        HealthStatus before = results.get(command.index());
        Instant now = clock.instant();
        Verdict verdict = command.good().get()
                ? HealthEvaluator.succeeded(before, now)
                : HealthEvaluator.failed(before, check, instance.startedAt(), command.cause(), now);
        results.set(command.index(), verdict.status());
        boolean counts = !command.good().get() && !verdict.ignored();
        parent.tell(new HealthReport(
                instance.id(),
                instance.incarnation(),
                List.copyOf(results),
                isAlive(),
                counts ? check : null,
                verdict.kill() ? Optional.of(command.cause()) : Optional.empty()));
        return this;
    }

    private boolean isAlive() {
        for (int i = 0; i < results.size(); i++) {
            if (!healthChecks.get(i).protocol().byMesos() && !results.get(i).alive()) {
                return false;
            }
        }
        return true;
    }

    private Behavior<Command> onCheckReadiness(CheckReadiness command) {
        ReadinessCheck check = readinessChecks.get(command.index());
        Probes.address(app, instance, check)
                .ifPresent(address -> context.pipeToSelf(
                        Probes.make(prober, check, address),
                        (result, failure) -> new ReadinessChecked(command.index(), result)));
        return this;
    }

    private Behavior<Command> onReadinessChecked(ReadinessChecked command) {
        ReadinessResult result = command.result();
        if (result.ready()) {
            timers.cancel("ready-" + command.index());
        }
        if (!result.equals(readiness.put(command.index(), result))) {
            boolean ready = readiness.size() == readinessChecks.size()
                    && readiness.values().stream().allMatch(ReadinessResult::ready);
            parent.tell(
                    new ReadinessReport(instance.id(), instance.incarnation(), List.copyOf(readiness.values()), ready));
        }
        return this;
    }
}
