package stadion.scheduler.group;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.persistence.typed.PersistenceId;
import akka.persistence.typed.javadsl.CommandHandler;
import akka.persistence.typed.javadsl.Effect;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.pcollections.TreePVector;
import stadion.scheduler.SchedulerView;
import stadion.scheduler.deployment.DeploymentManager;
import stadion.scheduler.deployment.DeploymentPlan;
import stadion.scheduler.deployment.DeploymentPlan.Change;
import stadion.scheduler.deployment.RunningDeployment;
import stadion.scheduler.event.EventLog;
import stadion.scheduler.event.NewsSource;
import stadion.scheduler.event.Outbox;
import stadion.scheduler.event.SchedulerEvent;
import stadion.scheduler.group.GroupEvent.Announced;
import stadion.scheduler.group.GroupEvent.DeploymentEnded;
import stadion.scheduler.group.GroupEvent.Snapshot;
import stadion.scheduler.model.PathId;

/**
 * Holds what users want: the tree of groups, the history of its apps and pods, and which deployments are under way. All changes come here, one after the other; each is stored
 * together with the deployment it starts, before anything is answered or begun. Those that come while others are being stored are stored together. Deployments are carried
 * out by {@link DeploymentManager}.
 */
public final class GroupManager extends NewsSource<GroupManager.Command, GroupEvent, GroupState> {

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
    private List<Command> gathered = new ArrayList<>();

    private GroupManager(
            ActorContext<Command> context,
            GroupSettings settings,
            SchedulerView view,
            EventLog events,
            InstantSource clock,
            ActorRef<DeploymentManager.Command> deployments,
            ActorRef<Recovered> whenRecovered) {
        super(PersistenceId.ofUniqueId("groups"), context, events, EVENTS_PER_SNAPSHOT);
        this.settings = settings;
        this.view = view;
        this.events = events;
        this.clock = clock;
        this.deployments = deployments;
        this.whenRecovered = whenRecovered;
        this.context = context;
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
    protected GroupState apply(GroupState state, GroupEvent event, long number) {
        if (event instanceof Announced announced) {
            GroupTransaction.announce(announced, number, news);
        }
        return state.apply(event, settings.maxVersions());
    }

    @Override
    protected Snapshot snapshot(GroupState state, List<Outbox.Unstored> untold) {
        return state.snapshot(untold);
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
    protected void onRecovered(GroupState state) {
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
        GroupTransaction changes = new GroupTransaction(state, lastEvent(), news, settings.maxVersions());
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
        return Effect().persist(changes.events()).thenRun((GroupState after) -> changes.takeEffect());
    }

    private void update(GroupTransaction changes, RootUpdate update, boolean force, ActorRef<Reply> replyTo) {
        GroupState state = changes.state();
        PlannedEdit planned;
        try {
            planned = plan(state, update);
        } catch (RuntimeException refused) {
            replyTo.tell(new Rejected(refused));
            return;
        }
        DeploymentPlan plan = planned.plan();
        Set<String> conflicts = state.conflicts(plan.affected());
        Optional<TooManyDeployments> tooMany = tooMany(state, plan, conflicts);
        if (!conflicts.isEmpty() && !force) {
            Locked locked = new Locked(List.copyOf(conflicts));
            refuse(planned, "App is locked by one or more deployments.", replyTo, locked);
        } else if (tooMany.isPresent()) {
            refuse(planned, "Too many deployments are running.", replyTo, tooMany.get());
        } else {
            List<DeploymentPlan> cancelled =
                    conflicts.stream().map(state.deployments()::get).toList();
            List<SchedulerEvent> failures =
                    cancelled.stream().map(other -> failed(other, CANCELLED)).toList();
            List<SchedulerEvent> begin = planned.newsOfBegin(clock.instant());
            changes.add(planned.updated(conflicts), failures, begin, (after, begun) -> {
                show(planned.edit(), after);
                cancelled.forEach(this::stop);
                begin(plan, () -> {
                    replyTo.tell(new Accepted(plan, after.root()));
                    begun.run();
                });
            });
        }
    }

    /** What the update would do; throws what the update throws when it refuses itself. */
    private PlannedEdit plan(GroupState state, RootUpdate update) {
        RootEdit edit = new RootEdit(state.history(), nextVersion(state), settings.ports());
        update.apply(edit);
        return PlannedEdit.of(edit);
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
        try {
            PlannedEdit planned = plan(state, update);
            DeploymentPlan plan = planned.plan();
            Set<String> conflicts = state.conflicts(plan.affected());
            return new Planned(plan, planned.changes(), List.copyOf(conflicts), tooMany(state, plan, conflicts));
        } catch (RuntimeException refused) {
            return new Rejected(refused);
        }
    }

    private void refuse(PlannedEdit planned, String reason, ActorRef<Reply> replyTo, Reply reply) {
        planned.newsOfRefusal(reason, clock.instant()).forEach(events::publish);
        replyTo.tell(reply);
    }

    /** Versions are moments in milliseconds; each is later than the one before, however fast changes come. */
    private Instant nextVersion(GroupState state) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        Instant last = state.root().version();
        return now.isAfter(last) ? now : last.plusMillis(1);
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

    private void cancel(GroupTransaction changes, CancelDeployment command) {
        DeploymentPlan plan = changes.state().deployments().get(command.id());
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

    private void end(GroupTransaction changes, DeploymentFinished command) {
        DeploymentPlan plan = changes.state().deployments().get(command.id());
        if (plan != null) {
            changes.add(new DeploymentEnded(plan.id(), true), List.of(succeeded(plan)), after -> stop(plan));
        }
    }

    /** Ends a deployment that goes no further, and starts one that takes it back if that is wanted and there is something to go back to. */
    private void fail(GroupTransaction changes, DeploymentManager.Failed failure) {
        String reason = failure.reason();
        DeploymentPlan plan = changes.state().deployments().get(failure.id());
        if (plan == null) {
            return;
        }
        if (!Reversal.isWanted(plan, failure.cause())) {
            endFailed(changes, plan, reason);
            return;
        }
        PlannedEdit back;
        try {
            back = plan(changes.state(), Reversal.of(plan, changes.state())).reverting(plan, reason);
        } catch (RuntimeException refused) {
            endFailed(changes, plan, reason + "; it can not be taken back: " + refused.getMessage());
            return;
        }
        if (back.plan().steps().isEmpty()) {
            endFailed(changes, plan, reason + "; there is no good version to go back to");
            return;
        }
        List<SchedulerEvent> ending = List.of(failed(plan, reason + "; going back to the last good version"));
        List<SchedulerEvent> begin = back.newsOfBegin(clock.instant());
        changes.add(back.updated(Set.of(plan.id())), ending, begin, (after, begun) -> {
            show(back.edit(), after);
            stop(plan);
            begin(back.plan(), begun);
        });
    }

    private void endFailed(GroupTransaction changes, DeploymentPlan plan, String reason) {
        changes.add(new DeploymentEnded(plan.id(), false), List.of(failed(plan, reason)), after -> stop(plan));
    }
}
