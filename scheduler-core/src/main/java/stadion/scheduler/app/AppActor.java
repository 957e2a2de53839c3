package stadion.scheduler.app;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.TimerScheduler;
import akka.persistence.typed.PersistenceId;
import akka.persistence.typed.RecoveryCompleted;
import akka.persistence.typed.SnapshotAdapter;
import akka.persistence.typed.javadsl.CommandHandler;
import akka.persistence.typed.javadsl.Effect;
import akka.persistence.typed.javadsl.EventHandler;
import akka.persistence.typed.javadsl.EventSourcedBehavior;
import akka.persistence.typed.javadsl.RetentionCriteria;
import akka.persistence.typed.javadsl.SignalHandler;
import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.impl.TimeBasedGenerator;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.mesos.v1.Protos.TaskStatus;
import org.jspecify.annotations.Nullable;
import org.pcollections.HashTreePMap;
import org.pcollections.HashTreePSet;
import org.pcollections.PMap;
import org.pcollections.PSet;
import stadion.scheduler.app.AppEvent.Decommissioned;
import stadion.scheduler.app.AppEvent.Expunged;
import stadion.scheduler.app.AppEvent.KillRequested;
import stadion.scheduler.app.AppEvent.Launch;
import stadion.scheduler.app.AppEvent.Provisioned;
import stadion.scheduler.app.AppEvent.Reservation;
import stadion.scheduler.app.AppEvent.Reserved;
import stadion.scheduler.app.AppEvent.StatusChange;
import stadion.scheduler.app.AppEvent.StatusesChanged;
import stadion.scheduler.app.AppEvent.Stopped;
import stadion.scheduler.app.AppEvent.TargetSet;
import stadion.scheduler.event.Numbered;
import stadion.scheduler.event.Outbox;
import stadion.scheduler.event.SchedulerEvent;
import stadion.scheduler.health.HealthEvaluator;
import stadion.scheduler.health.HealthKillBrake;
import stadion.scheduler.health.HealthKillBrake.Hold;
import stadion.scheduler.health.HealthStatus;
import stadion.scheduler.health.ReadinessResult;
import stadion.scheduler.launch.Demand;
import stadion.scheduler.launch.Found;
import stadion.scheduler.launch.LaunchQueue;
import stadion.scheduler.mesos.MesosGateway;
import stadion.scheduler.model.AppDefinition;
import stadion.scheduler.model.Condition;
import stadion.scheduler.model.Goal;
import stadion.scheduler.model.Instance;
import stadion.scheduler.model.Instance.ContainerState;
import stadion.scheduler.model.InstanceId;
import stadion.scheduler.model.PathId;
import stadion.scheduler.model.RunSpec;
import stadion.scheduler.task.TaskActor;

/**
 * Keeps one app or pod as it is wanted: holds its target beside its instances, and after every change does what {@link AppDecision} says. Told of a new target by deployments,
 * of places for instances by the matcher, of tasks by {@link AppManager} (from Mesos) and by its {@link TaskActor}s.
 *
 * <p>Stored: the target and all instances ({@link AppEvent}). Everything else is done after the events are stored: launches, kills, acknowledgements, news, answers. In
 * memory only: the results of health and readiness checks.
 */
final class AppActor extends EventSourcedBehavior<AppActor.Command, AppEvent, AppState> {

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
    private final ActorRef<Found> places;
    private final ActorRef<TaskActor.Report> reports;
    private final Map<InstanceId, ActorRef<TaskActor.Command>> tasks = new HashMap<>();
    private final Map<InstanceId, Boolean> alive = new HashMap<>();
    private final Map<InstanceId, String> killReasons = new HashMap<>();
    private final List<ActorRef<AppManager.Outcome>> watchers = new ArrayList<>();
    private final HealthKillBrake brake;
    private final Outbox news;
    private PMap<InstanceId, List<HealthStatus>> health = HashTreePMap.empty();
    private PMap<InstanceId, List<ReadinessResult>> readiness = HashTreePMap.empty();
    private PSet<InstanceId> ready = HashTreePSet.empty();
    private final Deque<Step> foreseen = new ArrayDeque<>();
    private long lastEvent;
    private int targets;
    private long revision;
    private @Nullable Demand lastDemand;
    private Instant resumedAt = Instant.EPOCH;

    private AppActor(
            PathId id,
            ActorContext<Command> context,
            TimerScheduler<Command> timers,
            AppEnvironment environment,
            ActorRef<AppManager.Command> manager) {
        super(persistenceIdOf(id));
        this.id = id;
        this.context = context;
        this.timers = timers;
        this.environment = environment;
        this.manager = manager;
        this.brake = new HealthKillBrake(environment.tasks().healthKillBrake());
        this.news = new Outbox(environment.events(), persistenceIdOf(id).id());
        this.places = context.messageAdapter(Found.class, PlacesFound::new);
        this.reports = context.messageAdapter(TaskActor.Report.class, TaskReported::new);
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
    public EventHandler<AppState, AppEvent> eventHandler() {
        return (state, event) -> {
            AppState after = apply(state, event);
            // While the first command after recovery is handled, Akka still tells the number of the last event read.
            lastEvent = Math.max(lastEvent + 1, lastSequenceNumber(context));
            news.add(
                    lastEvent,
                    () -> AppNews.of(state, event, after, environment.clock().instant()));
            return after;
        };
    }

    /** What was found out before the event was stored need not be found out again. */
    @SuppressWarnings("ReferenceEquality") // It must be the very event, on the very state.
    private AppState apply(AppState state, AppEvent event) {
        Step next = foreseen.poll();
        return next != null && next.event() == event && next.before() == state
                ? next.after()
                : AppEvents.apply(state, event);
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
                .onCommand(WakeUp.class, (state, wakeUp) -> store(new Changes(state)))
                .build();
    }

    @Override
    public SignalHandler<AppState> signalHandler() {
        return newSignalHandlerBuilder()
                .onSignal(RecoveryCompleted.class, (state, signal) -> onRecovered(state))
                .build();
    }

    @Override
    public RetentionCriteria retentionCriteria() {
        return RetentionCriteria.snapshotEvery(EVENTS_PER_SNAPSHOT, 1).withDeleteEventsOnSnapshot();
    }

    @Override
    public SnapshotAdapter<AppState> snapshotAdapter() {
        return new SnapshotAdapter<>() {
            @Override
            public Object toJournal(AppState state) {
                return AppSnapshot.of(state, news.unstored());
            }

            @Override
            public AppState fromJournal(Object from) {
                news.restore(((AppSnapshot) from).untold());
                return ((AppSnapshot) from).state();
            }
        };
    }

    private void onRecovered(AppState state) {
        lastEvent = Math.max(lastEvent, lastSequenceNumber(context));
        resumedAt = environment.clock().instant();
        for (Instance instance : state.instances().values()) {
            if (instance.hasTask()) {
                startTask(state, instance);
                if (instance.goal() != Goal.RUNNING || instance.killRequested()) {
                    tasks.get(instance.id()).tell(new TaskActor.Kill());
                }
            }
        }
        news.tellAll(cause());
        show(state);
        manager.tell(new AppManager.Recovered(id));
        context.getSelf().tell(new WakeUp());
    }

    private Effect<AppEvent, AppState> onSetTarget(AppState state, SetTarget command) {
        targets++;
        watchers.add(command.whenSatisfied());
        Changes changes = new Changes(state);
        if (!command.target().equals(state.target())) {
            changes.add(new TargetSet(command.target()));
        }
        return store(changes);
    }

    private Effect<AppEvent, AppState> onCreate(AppState state, Create command) {
        targets++;
        Changes changes = new Changes(state);
        if (state.target() == null || state.target().remove()) {
            changes.add(new TargetSet(command.target()));
        }
        return store(changes).thenRun(after -> command.whenSatisfied().tell(new AppManager.Satisfied(id)));
    }

    private Effect<AppEvent, AppState> onStatuses(AppState state, Statuses command) {
        Instant now = environment.clock().instant();
        Changes changes = new Changes(state);
        List<TaskStatus> unknown = new ArrayList<>();
        Map<InstanceId, StatusChange> batch = new LinkedHashMap<>();
        for (TaskStatus status : command.statuses()) {
            Optional<InstanceId> instanceId =
                    InstanceId.ofTask(status.getTaskId().getValue());
            if (instanceId.isPresent() && batch.containsKey(instanceId.get())) {
                changes.add(new StatusesChanged(List.copyOf(batch.values())));
                batch.clear();
            }
            Instance instance = instanceId.map(changes.state.instances()::get).orElse(null);
            ContainerState container = instance == null
                    ? null
                    : instance.containerOf(status.getTaskId().getValue());
            if (instance == null || !isExpected(status, instance, container)) {
                unknown.add(status);
                continue;
            }
            StatusChange change = StatusReader.read(status, instance, container, changes.state, now);
            if (StatusReader.isNews(change, instance, container)) {
                batch.put(instance.id(), change.killedBecause(killReasons.get(instance.id())));
            }
        }
        if (!batch.isEmpty()) {
            changes.add(new StatusesChanged(List.copyOf(batch.values())));
        }
        return store(changes).thenRun(after -> {
            List<TaskStatus> known = new ArrayList<>(command.statuses());
            known.removeAll(unknown);
            environment.mesos().tell(new MesosGateway.Acknowledge(known));
            UnknownTask.handle(unknown, state, environment);
            manager.tell(new AppManager.StatusesStored(id));
        });
    }

    /** Whether the status is of a task that the instance has now. */
    private static boolean isExpected(TaskStatus status, Instance instance, @Nullable ContainerState container) {
        return instance.containers().isEmpty()
                ? instance.hasTask()
                        && instance.taskId().equals(status.getTaskId().getValue())
                : container != null && !container.condition().isTerminal();
    }

    private Effect<AppEvent, AppState> onKill(AppState state, Kill command) {
        List<Instance> there = command.order().instances().stream()
                .map(state.instances()::get)
                .filter(instance -> instance != null && instance.hasTask())
                .toList();
        List<InstanceId> ids = there.stream().map(Instance::id).toList();
        Changes changes = new Changes(state);
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
        Changes changes = new Changes(state);
        if (!reservations.isEmpty()) {
            changes.add(new Reserved(reservations, now));
        }
        if (!launches.isEmpty()) {
            changes.add(new Provisioned(launches, now));
        }
        return store(changes)
                .thenRun(after -> found.replyTo().tell(new Found.Stored(found.batch(), stored, demand(after))));
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
            readiness = readiness.plus(instance.id(), r.results());
            ready = r.ready() ? ready.plus(instance.id()) : ready;
        } else if (report instanceof TaskActor.IsOverdue r && r.incarnation() == instance.incarnation()) {
            return onOverdue(state, instance);
        }
        return store(new Changes(state)).thenRun(this::show);
    }

    private void onHealth(AppState state, Instance instance, TaskActor.HealthReport report) {
        Instant now = environment.clock().instant();
        health = health.plus(instance.id(), report.results());
        Boolean before = alive.put(instance.id(), report.alive());
        if (report.failed() != null) {
            brake.failed(instance.id(), now, report.failed().longestSilence());
            publish(new SchedulerEvent.FailedHealthCheck(id, instance.id(), report.failed(), now));
        }
        if (report.alive()) {
            brake.recovered(instance.id());
        }
        if (before == null || before != report.alive()) {
            publish(new SchedulerEvent.InstanceHealthChanged(
                    instance.id(), instance.runSpecVersion(), id, report.alive(), now));
            if (before != null || report.alive()) {
                publish(new SchedulerEvent.HealthStatusChanged(
                        id, instance.id(), instance.runSpecVersion(), report.alive(), now));
            }
        }
        report.killBecause().ifPresent(reason -> killUnhealthy(state, instance, reason, now));
    }

    /** Kills an instance that has failed its health checks too often, unless too many others fail as well: then the next failure asks again. */
    private void killUnhealthy(AppState state, Instance instance, String reason, Instant now) {
        boolean held = hold(state, now).isPresent();
        if (!brake.allowsKill(state.counts().running(), now)) {
            if (!held) {
                warnOfHold(state, reason, now);
            }
            return;
        }
        publish(new SchedulerEvent.UnhealthyInstanceKill(
                id,
                instance.taskId(),
                instance.id(),
                instance.runSpecVersion(),
                reason,
                instance.agent().host(),
                instance.agent().id(),
                now));
        killReasons.put(instance.id(), "Task was killed since health check failed. Reason: " + reason);
        killTask(instance.id());
    }

    private void warnOfHold(AppState state, String reason, Instant now) {
        hold(state, now)
                .ifPresent(hold -> context.getLog()
                        .warn(
                                "{} of {} running instances of {} fail their health checks, the latest with \"{}\"; none is killed for"
                                        + " that until fewer fail (--health_kill_brake)",
                                hold.failing(),
                                hold.running(),
                                id,
                                reason));
    }

    /** How the brake of health kills stands; tells when it has let go. */
    private Optional<Hold> hold(AppState state, Instant now) {
        boolean held = brake.isHolding();
        Optional<Hold> hold = brake.hold(state.counts().running(), now);
        if (held && hold.isEmpty()) {
            context.getLog().info("Fewer instances of {} fail their health checks; they are killed for that again", id);
        }
        return hold;
    }

    /** Mesos never confirmed the launch, so it is made again; a task that starts too slowly is being killed by its actor. */
    private Effect<AppEvent, AppState> onOverdue(AppState state, Instance instance) {
        Changes changes = new Changes(state);
        if (instance.condition() == Condition.PROVISIONED) {
            if (instance.containers().isEmpty()) {
                changes.add(new StatusesChanged(List.of(unconfirmed(instance, null))));
            }
            for (ContainerState container : instance.containers()) {
                if (container.condition() == Condition.PROVISIONED) {
                    changes.add(new StatusesChanged(List.of(unconfirmed(instance, container.name()))));
                }
            }
        }
        return store(changes);
    }

    private StatusChange unconfirmed(Instance instance, @Nullable String container) {
        return new StatusChange(
                instance.id(),
                container,
                instance.incarnation(),
                Condition.DROPPED,
                "TASK_DROPPED",
                null,
                "Mesos did not confirm the launch in time",
                instance.agent() == null ? null : instance.agent().id(),
                List.of(),
                null,
                true,
                environment.clock().instant(),
                null,
                null);
    }

    // Storing, and what follows from what was stored.

    /** What a command leads to: its own events, and those that the decision adds to them. */
    private static final class Changes {
        private final List<Step> steps = new ArrayList<>();
        private AppState state;

        Changes(AppState state) {
            this.state = state;
        }

        void add(AppEvent event) {
            AppState after = AppEvents.apply(state, event);
            steps.add(new Step(state, event, after));
            state = after;
        }

        List<AppEvent> events() {
            return steps.stream().map(Step::event).toList();
        }
    }

    private record Step(AppState before, AppEvent event, AppState after) {}

    private akka.persistence.typed.javadsl.EffectBuilder<AppEvent, AppState> store(Changes changes) {
        Instant now = environment.clock().instant();
        AppDecision decision =
                AppDecision.decide(changes.state, this::healthOf, environment.tasks(), now, this::nextId);
        while (!decision.events().isEmpty()) {
            decision.events().forEach(changes::add);
            decision = AppDecision.decide(changes.state, this::healthOf, environment.tasks(), now, this::nextId);
        }
        wakeUp(decision, changes.state, now).ifPresent(time -> wakeAt(now, time));
        if (changes.steps.isEmpty()) {
            return Effect().none().thenRun(this::answerWatchers);
        }
        foreseen.clear();
        foreseen.addAll(changes.steps);
        return Effect().persist(changes.events()).thenRun((AppState after) -> {
            news.tellAll(cause());
            changes.steps.forEach(this::follow);
            show(after);
            answerWatchers(after);
        });
    }

    /** When time alone changes something: what is out of contact, or a deployment that someone waits for. */
    private Optional<Instant> wakeUp(AppDecision decision, AppState state, Instant now) {
        Optional<Instant> deadline = watchers.isEmpty()
                ? Optional.empty()
                : Rollout.deadline(state, resumedAt).filter(time -> time.isAfter(now));
        return Stream.concat(decision.wakeUp().stream(), deadline.stream()).min(Comparator.naturalOrder());
    }

    private InstanceId nextId() {
        return InstanceId.of(id, UUIDS.generate());
    }

    private void wakeAt(Instant now, Instant time) {
        Duration wait = Duration.between(now, time);
        timers.startSingleTimer(WakeUp.class, new WakeUp(), wait.isNegative() ? Duration.ZERO : wait.plusMillis(1));
    }

    private Health healthOf(RunSpec runSpec, Instance instance) {
        return Health.of(runSpec, instance, alive.get(instance.id()), ready.contains(instance.id()));
    }

    private void follow(Step step) {
        if (step.event() instanceof StatusesChanged e) {
            e.changes().forEach(change -> followTask(step, change.instance()));
            e.changes().forEach(change -> noteHealthSeenByMesos(step, change));
            backOff(step, e);
        } else if (step.event() instanceof Provisioned e) {
            e.launches()
                    .forEach(launch ->
                            startTask(step.after(), step.after().instances().get(launch.instance())));
        } else if (step.event() instanceof Decommissioned e) {
            e.instances().forEach(this::killTask);
            e.instances().forEach(instance -> releaseIfGone(step, instance));
        } else if (step.event() instanceof Stopped e) {
            e.instances().forEach(this::killTask);
        } else if (step.event() instanceof KillRequested e) {
            e.instances().forEach(this::killTask);
        } else if (step.event() instanceof Expunged e) {
            e.instances().forEach(this::stopTask);
            e.instances().forEach(instance -> releaseIfGone(step, instance));
        }
    }

    private void releaseIfGone(Step step, InstanceId instance) {
        Instance before = step.before().instances().get(instance);
        if (before != null && before.isReserved() && !step.after().instances().containsKey(instance)) {
            environment.queue().tell(new LaunchQueue.Release(instance, before.role()));
        }
    }

    /** What Mesos says of a task; it counts failures itself and does not tell how many there were. */
    private void noteHealthSeenByMesos(Step step, StatusChange change) {
        Instance after = step.after().instances().get(change.instance());
        if (after == null || !after.hasTask() || change.container() != null || change.healthy() == null) {
            return;
        }
        if (!(step.after().definitionOf(after) instanceof AppDefinition app)
                || !app.healthChecks().stream()
                        .allMatch(check -> check.protocol().byMesos())) {
            return;
        }
        List<HealthStatus> before = health.getOrDefault(after.id(), List.of());
        HealthStatus last = before.isEmpty() ? HealthEvaluator.UNKNOWN : before.get(0);
        HealthStatus now = change.healthy()
                ? HealthEvaluator.succeeded(last, change.at()).status()
                : new HealthStatus(
                        false, last.consecutiveFailures(), last.firstSuccess(), last.lastSuccess(), change.at(), null);
        health = health.plus(after.id(), List.of(now));
    }

    private void followTask(Step step, InstanceId instance) {
        Instance after = step.after().instances().get(instance);
        if (after == null || !after.hasTask()) {
            stopTask(instance);
            releaseIfGone(step, instance);
        } else if (tasks.containsKey(instance)) {
            tasks.get(instance).tell(new TaskActor.Observed(after));
            boolean isBack = step.before().unreachable().contains(instance)
                    && !step.after().unreachable().contains(instance);
            if (isBack && after.goal() != Goal.RUNNING) {
                killTask(instance);
            }
        }
    }

    private void backOff(Step step, StatusesChanged event) {
        Map<Instant, Integer> failures = new HashMap<>();
        for (StatusChange change : event.changes()) {
            Instance old = step.before().instances().get(change.instance());
            if (old != null && old.goal() == Goal.RUNNING && backsOff(old, change)) {
                failures.merge(old.configVersion(), 1, Integer::sum);
            }
        }
        failures.forEach((version, times) -> Optional.ofNullable(
                        step.before().definitions().get(version))
                .ifPresent(runSpec -> environment.queue().tell(new LaunchQueue.Failed(runSpec, times))));
    }

    /** Of a pod, what counts is the end of the instance. */
    private static boolean backsOff(Instance old, StatusChange change) {
        if (change.container() == null || !change.backsOff()) {
            return change.backsOff();
        }
        Condition after = PodLifecycle.conditionAfter(old, change);
        return after == change.condition() && after != old.condition();
    }

    private void startTask(AppState state, Instance instance) {
        stopTask(instance.id());
        ActorRef<TaskActor.Command> task = context.spawnAnonymous(TaskActor.create(
                state.definitionOf(instance),
                environment.tasks(),
                environment.prober(),
                environment.clock(),
                environment.mesos(),
                reports));
        task.tell(new TaskActor.Observed(instance));
        tasks.put(instance.id(), task);
    }

    private void stopTask(InstanceId instance) {
        ActorRef<TaskActor.Command> task = tasks.remove(instance);
        if (task != null) {
            context.stop(task);
        }
        alive.remove(instance);
        brake.recovered(instance);
        killReasons.remove(instance);
        readiness = readiness.minus(instance);
        ready = ready.minus(instance);
        health = health.minus(instance);
    }

    private void killTask(InstanceId instance) {
        ActorRef<TaskActor.Command> task = tasks.get(instance);
        if (task != null) {
            task.tell(new TaskActor.Kill());
        }
    }

    /** Shows the state to readers, and what is wanted to the launch queue if that has changed. */
    private void show(AppState state) {
        environment
                .view()
                .status(new AppStatus(
                        id,
                        ++revision,
                        state.instances(),
                        counts(state),
                        health,
                        ready,
                        readiness,
                        state.lastTaskFailure(),
                        hold(state, environment.clock().instant()).orElse(null)));
        if (state.target() != null && isDemandNew(state)) {
            environment.queue().tell(new LaunchQueue.Want(demand(state)));
        }
    }

    @SuppressWarnings(
            "ReferenceEquality") // Unchanged parts of the state keep their identity; comparing contents would cost as
    // much as there is.
    private boolean isDemandNew(AppState state) {
        return lastDemand == null
                ? !state.scheduled().isEmpty() || !state.reserved().isEmpty()
                : lastDemand.waiting() != state.scheduled()
                        || lastDemand.reserved() != state.reserved()
                        || lastDemand.placement() != state.placement()
                        || lastDemand.runSpec() != state.target().runSpec();
    }

    /** Who waits for nothing says so without its instances, lest the queue hold on to what they were at that moment. */
    private Demand demand(AppState state) {
        boolean waits = !state.scheduled().isEmpty() || !state.reserved().isEmpty();
        lastDemand = new Demand(
                ++revision,
                state.target().runSpec(),
                waits ? state.instances() : HashTreePMap.empty(),
                state.scheduled(),
                state.reserved(),
                state.placement(),
                places);
        return lastDemand;
    }

    private AppStatus.Counts counts(AppState state) {
        if (alive.isEmpty()) {
            return state.counts();
        }
        int healthy = (int) alive.values().stream().filter(a -> a).count();
        return new AppStatus.Counts(state.counts().staged(), state.counts().running(), healthy, alive.size() - healthy);
    }

    private void answerWatchers(AppState state) {
        if (watchers.isEmpty()) {
            return;
        }
        if (!AppDecision.isSatisfied(state, this::healthOf)) {
            Rollout.failure(state, this::healthOf, environment.clock().instant(), resumedAt)
                    .ifPresent(reason -> tellWatchers(new AppManager.Failed(id, reason)));
            return;
        }
        if (state.target() != null && state.target().remove()) {
            environment.queue().tell(new LaunchQueue.Forget(id));
            environment.view().removeStatus(id);
            manager.tell(new AppManager.Emptied(id, targets));
        }
        tellWatchers(new AppManager.Satisfied(id));
    }

    private void tellWatchers(AppManager.Outcome outcome) {
        watchers.forEach(watcher -> watcher.tell(outcome));
        watchers.clear();
    }

    private void publish(SchedulerEvent event) {
        environment.events().publish(event, cause());
    }

    /** What is told now is seen by readers from the next status on. */
    private Numbered.Cause cause() {
        return new Numbered.Cause(PresentState.source(id), revision + 1);
    }
}
