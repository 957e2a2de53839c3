package stadion.scheduler.app;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.TimerScheduler;
import akka.persistence.typed.PersistenceId;
import akka.persistence.typed.javadsl.CommandHandler;
import akka.persistence.typed.javadsl.Effect;
import akka.persistence.typed.javadsl.EffectBuilder;
import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.impl.TimeBasedGenerator;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.mesos.v1.Protos.TaskStatus;
import org.jspecify.annotations.Nullable;
import stadion.scheduler.app.AppEvent.Decommissioned;
import stadion.scheduler.app.AppEvent.KillRequested;
import stadion.scheduler.app.AppEvent.Launch;
import stadion.scheduler.app.AppEvent.Provisioned;
import stadion.scheduler.app.AppEvent.Reservation;
import stadion.scheduler.app.AppEvent.Reserved;
import stadion.scheduler.app.AppEvent.StatusesChanged;
import stadion.scheduler.app.AppEvent.TargetSet;
import stadion.scheduler.app.AppTransition.Step;
import stadion.scheduler.event.NewsSource;
import stadion.scheduler.event.Outbox;
import stadion.scheduler.event.SchedulerEvent;
import stadion.scheduler.health.HealthKillBrake;
import stadion.scheduler.launch.Found;
import stadion.scheduler.mesos.MesosGateway;
import stadion.scheduler.model.Condition;
import stadion.scheduler.model.Instance;
import stadion.scheduler.model.Instance.ContainerState;
import stadion.scheduler.model.InstanceId;
import stadion.scheduler.model.PathId;
import stadion.scheduler.task.TaskActor;

/**
 * Keeps one app or pod as it is wanted: holds its target beside its instances, and after every change does what {@link AppDecision} says. Told of a new target by deployments,
 * of places for instances by the matcher, of tasks by {@link AppManager} (from Mesos) and by its {@link TaskActor}s.
 *
 * <p>Stored: the target and all instances ({@link AppEvent}). Everything else is done after the events are stored: launches, kills, acknowledgements, news, answers. In
 * memory only: the results of health and readiness checks.
 */
final class AppActor extends NewsSource<AppActor.Command, AppEvent, AppState> {

    sealed interface Command {}

    /** The app is to become this. {@code whenSatisfied} is told once it has, or that it is given up; and again if it is asked again. */
    record SetTarget(Target target, ActorRef<AppManager.Outcome> whenSatisfied) implements Command {}

    /** The app is to be known; nothing changes if it is. */
    record Create(Target target, ActorRef<AppManager.Outcome> whenSatisfied) implements Command {}

    /** What Mesos says of tasks of this app; they are acknowledged when that is stored. */
    record Statuses(List<TaskStatus> statuses) implements Command {}

    /** As {@link AppManager.KillInstances}. */
    record Kill(AppManager.KillInstances order) implements Command {}

    private record PlacesFound(Found found) implements Command {}

    private record TaskReported(TaskActor.Report report) implements Command {}

    private record WakeUp() implements Command {}

    private static final TimeBasedGenerator UUIDS = Generators.timeBasedGenerator();
    private static final int EVENTS_PER_SNAPSHOT = 100;

    private final PathId id;
    private final ActorContext<Command> context;
    private final TimerScheduler<Command> timers;
    private final AppEnvironment environment;
    private final ActorRef<AppManager.Command> manager;
    private final TaskActors tasks;
    private final CheckResults checks = new CheckResults();
    private final HealthKills healthKills;
    private final Consequences consequences;
    private final Revisions revisions;
    private final Deque<Step> foreseen = new ArrayDeque<>();
    private final List<ActorRef<AppManager.Outcome>> watchers = new ArrayList<>();
    private int targets;
    private Instant resumedAt = Instant.EPOCH;

    private AppActor(
            PathId id,
            ActorContext<Command> context,
            TimerScheduler<Command> timers,
            AppEnvironment environment,
            ActorRef<AppManager.Command> manager) {
        super(persistenceIdOf(id), context, environment.events(), EVENTS_PER_SNAPSHOT);
        this.id = id;
        this.context = context;
        this.timers = timers;
        this.environment = environment;
        this.manager = manager;
        this.tasks =
                new TaskActors(context, environment, context.messageAdapter(TaskActor.Report.class, TaskReported::new));
        this.healthKills =
                new HealthKills(id, new HealthKillBrake(environment.tasks().healthKillBrake()));
        this.consequences = new Consequences(environment, tasks, checks, healthKills);
        this.revisions = new Revisions(id, environment, context.messageAdapter(Found.class, PlacesFound::new));
    }

    static PersistenceId persistenceIdOf(PathId app) {
        return PersistenceId.ofUniqueId("app|" + app.value());
    }

    static Behavior<Command> create(PathId id, AppEnvironment environment, ActorRef<AppManager.Command> manager) {
        return Behaviors.setup(
                context -> Behaviors.withTimers(timers -> new AppActor(id, context, timers, environment, manager)));
    }

    @Override
    public AppState emptyState() {
        return AppState.EMPTY;
    }

    @Override
    protected AppState apply(AppState state, AppEvent event, long number) {
        AppState after = after(state, event);
        news.add(
                number,
                () -> AppNews.of(state, event, after, environment.clock().instant()));
        return after;
    }

    /** What was found out before the event was stored need not be found out again. */
    @SuppressWarnings("ReferenceEquality") // It must be the very event, on the very state.
    private AppState after(AppState state, AppEvent event) {
        Step next = foreseen.poll();
        return next != null && next.event() == event && next.before() == state
                ? next.after()
                : AppEvents.apply(state, event);
    }

    @Override
    protected AppSnapshot snapshot(AppState state, List<Outbox.Unstored> untold) {
        return AppSnapshot.of(state, untold);
    }

    @Override
    public CommandHandler<Command, AppEvent, AppState> commandHandler() {
        return newCommandHandlerBuilder()
                .forAnyState()
                .onCommand(SetTarget.class, this::onSetTarget)
                .onCommand(Create.class, this::onCreate)
                .onCommand(Statuses.class, this::onStatuses)
                .onCommand(Kill.class, this::onKill)
                .onCommand(PlacesFound.class, this::onPlacesFound)
                .onCommand(TaskReported.class, this::onTaskReported)
                .onCommand(WakeUp.class, (state, wakeUp) -> store(new AppTransition(state)))
                .build();
    }

    @Override
    protected void onRecovered(AppState state) {
        resumedAt = environment.clock().instant();
        consequences.resume(state);
        news.tellAll(revisions.cause());
        show(state);
        manager.tell(new AppManager.Recovered(id));
        context.getSelf().tell(new WakeUp());
    }

    private Effect<AppEvent, AppState> onSetTarget(AppState state, SetTarget command) {
        targets++;
        watchers.add(command.whenSatisfied());
        AppTransition changes = new AppTransition(state);
        if (!command.target().equals(state.target())) {
            changes.add(new TargetSet(command.target()));
        }
        return store(changes);
    }

    private Effect<AppEvent, AppState> onCreate(AppState state, Create command) {
        targets++;
        AppTransition changes = new AppTransition(state);
        if (state.target() == null || state.target().remove()) {
            changes.add(new TargetSet(command.target()));
        }
        return store(changes).thenRun(after -> command.whenSatisfied().tell(new AppManager.Satisfied(id)));
    }

    private Effect<AppEvent, AppState> onStatuses(AppState state, Statuses command) {
        AppTransition changes = new AppTransition(state);
        List<TaskStatus> unknown = StatusReader.read(
                command.statuses(),
                changes,
                healthKills::reason,
                environment.clock().instant());
        return store(changes).thenRun(after -> {
            List<TaskStatus> known = new ArrayList<>(command.statuses());
            known.removeAll(unknown);
            environment.mesos().tell(new MesosGateway.Acknowledge(known));
            UnknownTask.handle(unknown, state, environment);
            manager.tell(new AppManager.StatusesStored(id));
        });
    }

    private Effect<AppEvent, AppState> onKill(AppState state, Kill command) {
        List<Instance> there = command.order().instances().stream()
                .map(state.instances()::get)
                .filter(instance -> instance != null && instance.hasTask())
                .toList();
        List<InstanceId> ids = there.stream().map(Instance::id).toList();
        AppTransition changes = new AppTransition(state);
        if (!ids.isEmpty()) {
            changes.add(
                    command.order().wipe()
                            ? new Decommissioned(ids, environment.clock().instant(), true)
                            : new KillRequested(ids));
        }
        return store(changes).thenRun(after -> command.order().replyTo().tell(new AppManager.Killed(there)));
    }

    private Effect<AppEvent, AppState> onPlacesFound(AppState state, PlacesFound command) {
        Found found = command.found();
        Instant now = environment.clock().instant();
        List<Launch> launches = new ArrayList<>();
        List<Reservation> reservations = new ArrayList<>();
        Set<InstanceId> stored = new HashSet<>();
        for (Found.Place place : found.places()) {
            if (!found.configVersion().equals(state.target().configVersion()) || !waitsFor(place, state)) {
                continue;
            }
            stored.add(place.instance());
            if (place.isToBeReserved()) {
                reservations.add(new Reservation(place.instance(), place.agent(), place.volumes()));
            } else {
                launches.add(new Launch(place.instance(), place.incarnation(), place.agent(), place.hostPorts()));
            }
        }
        AppTransition changes = new AppTransition(state);
        if (!reservations.isEmpty()) {
            changes.add(new Reserved(reservations, now));
        }
        if (!launches.isEmpty()) {
            changes.add(new Provisioned(launches, now));
        }
        return store(changes)
                .thenRun(after ->
                        found.replyTo().tell(new Found.Stored(found.batch(), stored, revisions.demand(after))));
    }

    private static boolean waitsFor(Found.Place place, AppState state) {
        Instance instance = state.instances().get(place.instance());
        boolean isOnVolumes = state.target().runSpec().isResident() && !place.isToBeReserved();
        boolean waits = (isOnVolumes ? state.reserved() : state.scheduled()).contains(place.instance());
        return waits && place.incarnation() == instance.incarnation() + 1;
    }

    private Effect<AppEvent, AppState> onTaskReported(AppState state, TaskReported command) {
        TaskActor.Report report = command.report();
        Instance instance = state.instances().get(report.instance());
        if (instance == null) {
            return Effect().none();
        }
        if (report instanceof TaskActor.HealthReport r && r.incarnation() == instance.incarnation()) {
            onHealth(state, instance, r);
        } else if (report instanceof TaskActor.ReadinessReport r && r.incarnation() == instance.incarnation()) {
            checks.note(r);
        } else if (report instanceof TaskActor.IsOverdue r && r.incarnation() == instance.incarnation()) {
            return onOverdue(state, instance);
        }
        return store(new AppTransition(state)).thenRun(this::show);
    }

    private void onHealth(AppState state, Instance instance, TaskActor.HealthReport report) {
        Instant now = environment.clock().instant();
        Boolean before = checks.note(report);
        healthKills.note(report, now);
        if (report.failed() != null) {
            publish(new SchedulerEvent.FailedHealthCheck(id, instance.id(), report.failed(), now));
        }
        if (before == null || before != report.alive()) {
            publish(new SchedulerEvent.InstanceHealthChanged(
                    instance.id(), instance.runSpecVersion(), id, report.alive(), now));
            if (before != null || report.alive()) {
                publish(new SchedulerEvent.HealthStatusChanged(
                        id, instance.id(), instance.runSpecVersion(), report.alive(), now));
            }
        }
        report.killBecause()
                .filter(reason ->
                        healthKills.allow(instance.id(), reason, state.counts().running(), now))
                .ifPresent(reason -> killUnhealthy(instance, reason, now));
    }

    private void killUnhealthy(Instance instance, String reason, Instant now) {
        publish(new SchedulerEvent.UnhealthyInstanceKill(
                id,
                instance.taskId(),
                instance.id(),
                instance.runSpecVersion(),
                reason,
                instance.agent().host(),
                instance.agent().id(),
                now));
        tasks.kill(instance.id());
    }

    /** Mesos never confirmed the launch, so it is made again; a task that starts too slowly is being killed by its actor. */
    private Effect<AppEvent, AppState> onOverdue(AppState state, Instance instance) {
        AppTransition changes = new AppTransition(state);
        if (instance.condition() == Condition.PROVISIONED) {
            if (instance.containers().isEmpty()) {
                changes.add(unconfirmed(instance, null));
            }
            for (ContainerState container : instance.containers()) {
                if (container.condition() == Condition.PROVISIONED) {
                    changes.add(unconfirmed(instance, container));
                }
            }
        }
        return store(changes);
    }

    private StatusesChanged unconfirmed(Instance instance, @Nullable ContainerState container) {
        Instant now = environment.clock().instant();
        return new StatusesChanged(List.of(StatusReader.unconfirmed(instance, container, now)));
    }

    /** Stores changes and what the decision adds to them, then does what follows. */
    private EffectBuilder<AppEvent, AppState> store(AppTransition changes) {
        Instant now = environment.clock().instant();
        Optional<Instant> wakeUp = changes.decide(checks, environment.tasks(), now, this::nextId);
        Stream.concat(wakeUp.stream(), deadline(changes.state(), now).stream())
                .min(Comparator.naturalOrder())
                .ifPresent(time -> wakeAt(now, time));
        if (changes.steps().isEmpty()) {
            return Effect().none().thenRun(this::answerWatchers);
        }
        foreseen.clear();
        foreseen.addAll(changes.steps());
        return Effect().persist(changes.events()).thenRun((AppState after) -> {
            news.tellAll(revisions.cause());
            changes.steps().forEach(consequences::follow);
            show(after);
            answerWatchers(after);
        });
    }

    /** When a deployment that someone waits for is to be given up. */
    private Optional<Instant> deadline(AppState state, Instant now) {
        return watchers.isEmpty()
                ? Optional.empty()
                : Rollout.deadline(state, resumedAt).filter(time -> time.isAfter(now));
    }

    private InstanceId nextId() {
        return InstanceId.of(id, UUIDS.generate());
    }

    private void wakeAt(Instant now, Instant time) {
        Duration wait = Duration.between(now, time);
        timers.startSingleTimer(WakeUp.class, new WakeUp(), wait.isNegative() ? Duration.ZERO : wait.plusMillis(1));
    }

    private void show(AppState state) {
        Instant now = environment.clock().instant();
        revisions.show(state, checks, healthKills.hold(state.counts().running(), now));
    }

    private void answerWatchers(AppState state) {
        if (watchers.isEmpty()) {
            return;
        }
        if (!AppDecision.isSatisfied(state, checks)) {
            Rollout.failure(state, checks, environment.clock().instant(), resumedAt)
                    .ifPresent(reason -> tellWatchers(new AppManager.Failed(id, reason)));
            return;
        }
        if (state.target() != null && state.target().remove()) {
            revisions.remove();
            manager.tell(new AppManager.Emptied(id, targets));
        }
        tellWatchers(new AppManager.Satisfied(id));
    }

    private void tellWatchers(AppManager.Outcome outcome) {
        watchers.forEach(watcher -> watcher.tell(outcome));
        watchers.clear();
    }

    private void publish(SchedulerEvent event) {
        environment.events().publish(event, revisions.cause());
    }
}
