package stadion.scheduler.group;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.persistence.typed.PersistenceId;
import akka.persistence.typed.RecoveryCompleted;
import akka.persistence.typed.SnapshotAdapter;
import akka.persistence.typed.javadsl.CommandHandler;
import akka.persistence.typed.javadsl.Effect;
import akka.persistence.typed.javadsl.EventHandler;
import akka.persistence.typed.javadsl.EventSourcedBehavior;
import akka.persistence.typed.javadsl.RetentionCriteria;
import akka.persistence.typed.javadsl.SignalHandler;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.pcollections.TreePVector;
import stadion.scheduler.SchedulerView;
import stadion.scheduler.deployment.DeploymentManager;
import stadion.scheduler.deployment.DeploymentPlan;
import stadion.scheduler.deployment.DeploymentPlan.Change;
import stadion.scheduler.deployment.DeploymentPlanner;
import stadion.scheduler.deployment.RunningDeployment;
import stadion.scheduler.event.EventLog;
import stadion.scheduler.event.Outbox;
import stadion.scheduler.event.SchedulerEvent;
import stadion.scheduler.group.GroupEvent.Announced;
import stadion.scheduler.group.GroupEvent.DeploymentEnded;
import stadion.scheduler.group.GroupEvent.GroupChange;
import stadion.scheduler.group.GroupEvent.Snapshot;
import stadion.scheduler.group.GroupEvent.Updated;
import stadion.scheduler.model.PathId;
import stadion.scheduler.model.RunSpec;

/**
 * Holds what users want: the tree of groups, the history of its apps and pods, and which deployments are under way. All changes come here, one after the other; each is stored
 * together with the deployment it starts, before anything is answered or begun. Those that come while others are being stored are stored together. Deployments are carried
 * out by {@link DeploymentManager}.
 */
public final class GroupManager extends EventSourcedBehavior<GroupManager.Command, GroupEvent, GroupState> {

    public sealed interface Command {}

    /** Changes the tree and starts the deployment that carries the cluster there. {@code force} cancels deployments in the way. */
    public record Update(RootUpdate update, boolean force, ActorRef<Reply> replyTo) implements Command {}

    /** Tells with {@link Planned} what {@link Update} would do, and does nothing. */
    public record Plan(RootUpdate update, ActorRef<Reply> replyTo) implements Command {}

    /** Ends a deployment: with {@code force} where it is, else by a new deployment that takes its changes back. */
    public record CancelDeployment(String id, boolean force, ActorRef<Reply> replyTo) implements Command {}

    /** Begins the stored deployments again, now that everybody else is ready. */
    public record ResumeDeployments() implements Command {}

    private record DeploymentFinished(String id) implements Command {}

    private record DeploymentFailed(DeploymentManager.Failed failure) implements Command {}

    /** Decides on all the changes that came while the ones before were being stored, and stores them together. */
    private record StoreGathered() implements Command {}

    public sealed interface Reply {}

    /** The change is stored; {@code plan} (perhaps without steps) is under way. */
    public record Accepted(DeploymentPlan plan, RootGroup root) implements Reply {}

    /**
     * What a change would do.
     *
     * @param plan the deployment that would be started
     * @param changes all apps and pods that would be different, also those for which nothing has to be done
     * @param locks the running deployments that would have to be cancelled
     * @param refusal what would be answered instead, with or without {@code force}
     */
    public record Planned(
            DeploymentPlan plan, Map<PathId, Change> changes, List<String> locks, Optional<TooManyDeployments> refusal)
            implements Reply {}

    /** The deployment was ended where it is. */
    public record Stopped(String deploymentId) implements Reply {}

    /** Running deployments touch the same apps or pods. */
    public record Locked(List<String> deploymentIds) implements Reply {}

    public record TooManyDeployments(int limit) implements Reply {}

    public record NoSuchDeployment(String id) implements Reply {}

    /** The update refused itself, for a reason that the client understands. */
    public record Rejected(RuntimeException cause) implements Reply {}

    /** What is stored has been read. {@code runSpecs} are the apps and pods that may have instances. */
    public record Recovered(Collection<PathId> runSpecs) {}

    private static final int EVENTS_PER_SNAPSHOT = 1000;
    private static final String CANCELLED = "The upgrade has been cancelled";

    private final GroupSettings settings;
    private final SchedulerView view;
    private final EventLog events;
    private final InstantSource clock;
    private final ActorRef<DeploymentManager.Command> deployments;
    private final ActorRef<Recovered> whenRecovered;
    private final ActorRef<DeploymentManager.Outcome> finished;
    private final ActorContext<Command> context;
    private final Outbox news;
    private List<Command> gathered = new ArrayList<>();

    private GroupManager(
            ActorContext<Command> context,
            GroupSettings settings,
            SchedulerView view,
            EventLog events,
            InstantSource clock,
            ActorRef<DeploymentManager.Command> deployments,
            ActorRef<Recovered> whenRecovered) {
        super(PersistenceId.ofUniqueId("groups"));
        this.settings = settings;
        this.view = view;
        this.events = events;
        this.clock = clock;
        this.deployments = deployments;
        this.whenRecovered = whenRecovered;
        this.context = context;
        this.news = new Outbox(events, "groups");
        this.finished = context.messageAdapter(
                DeploymentManager.Outcome.class,
                outcome -> outcome instanceof DeploymentManager.Failed failure
                        ? new DeploymentFailed(failure)
                        : new DeploymentFinished(outcome.id()));
    }

    /** The one manager of the tree; {@code whenRecovered} is told when it has read what is stored. */
    public static Behavior<Command> create(
            GroupSettings settings,
            SchedulerView view,
            EventLog events,
            InstantSource clock,
            ActorRef<DeploymentManager.Command> deployments,
            ActorRef<Recovered> whenRecovered) {
        return Behaviors.setup(
                context -> new GroupManager(context, settings, view, events, clock, deployments, whenRecovered));
    }

    @Override
    public GroupState emptyState() {
        return GroupState.EMPTY;
    }

    @Override
    public EventHandler<GroupState, GroupEvent> eventHandler() {
        return (state, event) -> {
            if (event instanceof Announced announced) {
                long number = lastSequenceNumber(context);
                news.addTold(atOnce(number), announced.atOnce());
                news.addTold(whenBegun(number), announced.whenBegun());
            }
            return state.apply(event, settings.maxVersions());
        };
    }

    @Override
    public CommandHandler<Command, GroupEvent, GroupState> commandHandler() {
        return newCommandHandlerBuilder()
                .forAnyState()
                .onCommand(Update.class, this::gather)
                .onCommand(CancelDeployment.class, this::gather)
                .onCommand(DeploymentFinished.class, this::gather)
                .onCommand(DeploymentFailed.class, this::gather)
                .onCommand(StoreGathered.class, this::onStoreGathered)
                .onCommand(Plan.class, this::onPlan)
                .onCommand(ResumeDeployments.class, this::onResumeDeployments)
                .build();
    }

    @Override
    public SignalHandler<GroupState> signalHandler() {
        return newSignalHandlerBuilder()
                .onSignal(RecoveryCompleted.class, (state, signal) -> onRecovered(state))
                .build();
    }

    @Override
    public RetentionCriteria retentionCriteria() {
        return RetentionCriteria.snapshotEvery(EVENTS_PER_SNAPSHOT, 1).withDeleteEventsOnSnapshot();
    }

    @Override
    public SnapshotAdapter<GroupState> snapshotAdapter() {
        return new SnapshotAdapter<>() {
            @Override
            public Object toJournal(GroupState state) {
                return state.snapshot(news.unstored());
            }

            @Override
            public GroupState fromJournal(Object from) {
                news.restore(((Snapshot) from).untold());
                return GroupState.of((Snapshot) from);
            }
        };
    }

    private void onRecovered(GroupState state) {
        news.tellAll(null);
        view.trees(state.history().trees());
        state.versions().forEach(view::versions);
        Set<PathId> runSpecs = new HashSet<>(state.root().apps().keySet());
        runSpecs.addAll(state.root().pods().keySet());
        for (DeploymentPlan plan : state.deployments().values()) {
            runSpecs.addAll(plan.affected());
            view.deployment(new RunningDeployment(plan, 1));
        }
        whenRecovered.tell(new Recovered(runSpecs));
    }

    private Effect<GroupEvent, GroupState> onResumeDeployments(GroupState state, ResumeDeployments command) {
        state.deployments()
                .values()
                .forEach(plan -> deployments.tell(new DeploymentManager.Start(plan, () -> {}, finished)));
        return Effect().none();
    }

    /** The commands behind this one in the mailbox are gathered too, before the last message of this method comes round. */
    private Effect<GroupEvent, GroupState> gather(Command change) {
        if (gathered.isEmpty()) {
            context.getSelf().tell(new StoreGathered());
        }
        gathered.add(change);
        return Effect().none();
    }

    private Effect<GroupEvent, GroupState> onStoreGathered(GroupState state, StoreGathered command) {
        Changes changes = new Changes(state);
        List<Command> commands = gathered;
        gathered = new ArrayList<>();
        for (Command change : commands) {
            if (change instanceof Update update) {
                update(changes, update.update(), update.force(), update.replyTo());
            } else if (change instanceof CancelDeployment cancel) {
                cancel(changes, cancel);
            } else if (change instanceof DeploymentFinished end) {
                end(changes, end);
            } else if (change instanceof DeploymentFailed failed) {
                fail(changes, failed.failure());
            }
        }
        return Effect().persist(changes.events).thenRun((GroupState after) -> changes.effects.forEach(Runnable::run));
    }

    /** Changes that are stored together, each decided on what those before it lead to; their effects follow when all are stored. */
    private final class Changes {
        private final List<GroupEvent> events = new ArrayList<>();
        private final List<Runnable> effects = new ArrayList<>();
        private GroupState state;

        Changes(GroupState state) {
            this.state = state;
        }

        /** Notes an event and what is to follow, given the state that the event leads to; {@code atOnce} is told of it before that. */
        void add(GroupEvent event, List<SchedulerEvent> atOnce, Consumer<GroupState> effect) {
            add(event, atOnce, List.of(), (after, begun) -> effect.accept(after));
        }

        /** The same; {@code whenBegun} is told when the effect has its second argument run, be it later and on another thread. */
        void add(
                GroupEvent event,
                List<SchedulerEvent> atOnce,
                List<SchedulerEvent> whenBegun,
                BiConsumer<GroupState, Runnable> effect) {
            GroupState after = state.apply(event, settings.maxVersions());
            events.add(event);
            events.add(new Announced(news.render(atOnce), news.render(whenBegun)));
            long number = lastSequenceNumber(context) + events.size();
            effects.add(() -> {
                news.tell(atOnce(number), null);
                effect.accept(after, () -> news.tell(whenBegun(number), null));
            });
            state = after;
        }
    }

    // The numbers of what is told of a change, from the one of its announcement in the journal.

    private static long atOnce(long number) {
        return 2 * number;
    }

    private static long whenBegun(long number) {
        return 2 * number + 1;
    }

    private void update(Changes changes, RootUpdate update, boolean force, ActorRef<Reply> replyTo) {
        GroupState state = changes.state;
        RootEdit edit = edit(state);
        DeploymentPlan plan;
        try {
            update.apply(edit);
            plan = plan(edit);
        } catch (RuntimeException refused) {
            replyTo.tell(new Rejected(refused));
            return;
        }
        Set<String> conflicts = state.conflicts(plan.affected());
        Optional<TooManyDeployments> tooMany = tooMany(state, plan, conflicts);
        if (!conflicts.isEmpty() && !force) {
            Locked locked = new Locked(List.copyOf(conflicts));
            refuse(edit, plan, "App is locked by one or more deployments.", replyTo, locked);
        } else if (tooMany.isPresent()) {
            refuse(edit, plan, "Too many deployments are running.", replyTo, tooMany.get());
        } else {
            List<DeploymentPlan> cancelled =
                    conflicts.stream().map(state.deployments()::get).toList();
            List<SchedulerEvent> failures =
                    cancelled.stream().map(other -> failed(other, CANCELLED)).toList();
            changes.add(updated(edit, plan, conflicts), failures, changed(edit, plan), (after, begun) -> {
                show(edit, after);
                cancelled.forEach(this::stop);
                begin(plan, () -> {
                    replyTo.tell(new Accepted(plan, after.root()));
                    begun.run();
                });
            });
        }
    }

    private RootEdit edit(GroupState state) {
        return new RootEdit(state.history(), nextVersion(state), settings.ports());
    }

    private Optional<TooManyDeployments> tooMany(GroupState state, DeploymentPlan plan, Set<String> conflicts) {
        int limit = settings.maxRunningDeployments();
        boolean full = state.deployments().size() - conflicts.size() >= limit;
        return full && !plan.steps().isEmpty() ? Optional.of(new TooManyDeployments(limit)) : Optional.empty();
    }

    private Effect<GroupEvent, GroupState> onPlan(GroupState state, Plan command) {
        command.replyTo().tell(planned(state, command.update()));
        return Effect().none();
    }

    private Reply planned(GroupState state, RootUpdate update) {
        RootEdit edit = edit(state);
        try {
            update.apply(edit);
            DeploymentPlan plan = plan(edit);
            Set<String> conflicts = state.conflicts(plan.affected());
            return new Planned(plan, changes(edit), List.copyOf(conflicts), tooMany(state, plan, conflicts));
        } catch (RuntimeException refused) {
            return new Rejected(refused);
        }
    }

    private void refuse(RootEdit edit, DeploymentPlan plan, String reason, ActorRef<Reply> replyTo, Reply reply) {
        Instant now = clock.instant();
        events.publish(new SchedulerEvent.DeploymentFailed(plan.id(), plan, reason, now));
        events.publish(new SchedulerEvent.GroupChangeFailed(groupOf(edit), edit.version(), reason, now));
        replyTo.tell(reply);
    }

    /** Versions are moments in milliseconds; each is later than the one before, however fast changes come. */
    private Instant nextVersion(GroupState state) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        Instant last = state.root().version();
        return now.isAfter(last) ? now : last.plusMillis(1);
    }

    /** The deployment that would carry the cluster to where the edit leads. */
    public static DeploymentPlan plan(RootEdit edit) {
        Dependencies dependencies = new Dependencies(edit.root());
        return DeploymentPlanner.plan(
                UUID.randomUUID().toString(),
                edit.version(),
                changes(edit),
                edit.restarted(),
                edit.kills(),
                dependencies::depth);
    }

    /** The apps and pods that an edit makes different. */
    public static Map<PathId, Change> changes(RootEdit edit) {
        Map<PathId, Change> changes = new LinkedHashMap<>();
        for (PathId id : edit.touched()) {
            @Nullable RunSpec from = edit.before().runSpec(id).orElse(null);
            @Nullable RunSpec to = edit.root().runSpec(id).orElse(null);
            if (!Objects.equals(from, to)) {
                changes.put(id, new Change(from, to));
            }
        }
        return changes;
    }

    private static Updated updated(RootEdit edit, DeploymentPlan plan, Set<String> cancelled) {
        List<RunSpec> put = new ArrayList<>();
        List<PathId> removed = new ArrayList<>();
        for (PathId id : edit.touched()) {
            edit.root().runSpec(id).ifPresentOrElse(put::add, () -> removed.add(id));
        }
        List<GroupChange> groups = new ArrayList<>();
        for (PathId id : edit.touchedGroups()) {
            edit.root().group(id).ifPresent(g -> groups.add(new GroupChange(id, g.dependencies(), g.enforceRole())));
        }
        return new Updated(
                edit.version(),
                put,
                removed,
                groups,
                List.copyOf(edit.removedGroups()),
                plan.steps().isEmpty() ? null : plan,
                List.copyOf(cancelled));
    }

    private void show(RootEdit edit, GroupState after) {
        for (PathId id : edit.touched()) {
            view.versions(id, after.versions().getOrDefault(id, TreePVector.empty()));
        }
        view.trees(after.history().trees());
    }

    private void begin(DeploymentPlan plan, Runnable whenBegun) {
        if (plan.steps().isEmpty()) {
            whenBegun.run();
        } else {
            view.deployment(new RunningDeployment(plan, 1));
            deployments.tell(new DeploymentManager.Start(plan, whenBegun, finished));
        }
    }

    private void stop(DeploymentPlan plan) {
        deployments.tell(new DeploymentManager.Cancel(plan.id()));
        view.removeDeployment(plan.id());
    }

    private SchedulerEvent failed(DeploymentPlan plan, String reason) {
        return new SchedulerEvent.DeploymentFailed(plan.id(), plan, reason, clock.instant());
    }

    private SchedulerEvent succeeded(DeploymentPlan plan) {
        return new SchedulerEvent.DeploymentSuccess(plan.id(), plan, clock.instant());
    }

    /** Marathon tells of a change when its deployment has begun; one without steps has ended then. */
    private List<SchedulerEvent> changed(RootEdit edit, DeploymentPlan plan) {
        SchedulerEvent change = new SchedulerEvent.GroupChangeSuccess(groupOf(edit), edit.version(), clock.instant());
        return plan.steps().isEmpty() ? List.of(succeeded(plan), change) : List.of(change);
    }

    /** The group that subscribers are told has changed: where the one app or pod lies, else the root. */
    private static PathId groupOf(RootEdit edit) {
        boolean one = edit.touched().size() == 1 && edit.touchedGroups().isEmpty();
        return one ? edit.touched().iterator().next().parent() : PathId.ROOT;
    }

    private void cancel(Changes changes, CancelDeployment command) {
        DeploymentPlan plan = changes.state.deployments().get(command.id());
        if (plan == null) {
            command.replyTo().tell(new NoSuchDeployment(command.id()));
        } else if (!command.force()) {
            update(changes, takingBack(plan), true, command.replyTo());
        } else {
            changes.add(new DeploymentEnded(plan.id(), false), List.of(failed(plan, CANCELLED)), after -> {
                stop(plan);
                command.replyTo().tell(new Stopped(plan.id()));
            });
        }
    }

    /** Takes everything back that the plan changed, unless it has been changed again since. */
    public static RootUpdate takingBack(DeploymentPlan plan) {
        return new TakingBack(plan);
    }

    private void end(Changes changes, DeploymentFinished command) {
        DeploymentPlan plan = changes.state.deployments().get(command.id());
        if (plan != null) {
            changes.add(new DeploymentEnded(plan.id(), true), List.of(succeeded(plan)), after -> stop(plan));
        }
    }

    /** Ends a deployment that goes no further, and starts one that takes it back if that is wanted and there is something to go back to. */
    private void fail(Changes changes, DeploymentManager.Failed failure) {
        String reason = failure.reason();
        DeploymentPlan plan = changes.state.deployments().get(failure.id());
        if (plan == null) {
            return;
        }
        if (!Reversal.isWanted(plan, failure.cause())) {
            endFailed(changes, plan, reason);
            return;
        }
        RootEdit edit = edit(changes.state);
        DeploymentPlan back;
        try {
            Reversal.of(plan, changes.state).apply(edit);
            back = plan(edit).reverting(plan.id(), reason);
        } catch (RuntimeException refused) {
            endFailed(changes, plan, reason + "; it can not be taken back: " + refused.getMessage());
            return;
        }
        if (back.steps().isEmpty()) {
            endFailed(changes, plan, reason + "; there is no good version to go back to");
            return;
        }
        List<SchedulerEvent> ending = List.of(failed(plan, reason + "; going back to the last good version"));
        changes.add(updated(edit, back, Set.of(plan.id())), ending, changed(edit, back), (after, begun) -> {
            show(edit, after);
            stop(plan);
            begin(back, begun);
        });
    }

    private void endFailed(Changes changes, DeploymentPlan plan, String reason) {
        changes.add(new DeploymentEnded(plan.id(), false), List.of(failed(plan, reason)), after -> stop(plan));
    }
}
