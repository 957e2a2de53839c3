package stadion.api.testing;

import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.Behaviors;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;
import org.pcollections.TreePVector;
import stadion.scheduler.SchedulerView;
import stadion.scheduler.app.AppManager;
import stadion.scheduler.app.AppStatus;
import stadion.scheduler.deployment.DeploymentPlan;
import stadion.scheduler.deployment.DeploymentPlan.Action;
import stadion.scheduler.deployment.DeploymentPlan.Change;
import stadion.scheduler.deployment.DeploymentPlan.Kind;
import stadion.scheduler.deployment.RunningDeployment;
import stadion.scheduler.event.SubscriptionManager;
import stadion.scheduler.group.Edits;
import stadion.scheduler.group.GroupManager;
import stadion.scheduler.group.GroupManager.Accepted;
import stadion.scheduler.group.GroupManager.Locked;
import stadion.scheduler.group.GroupManager.NoSuchDeployment;
import stadion.scheduler.group.GroupManager.Planned;
import stadion.scheduler.group.GroupManager.Rejected;
import stadion.scheduler.group.GroupManager.Reply;
import stadion.scheduler.group.GroupManager.Stopped;
import stadion.scheduler.group.GroupManager.TooManyDeployments;
import stadion.scheduler.launch.LaunchQueue;
import stadion.scheduler.launch.QueueItem;
import stadion.scheduler.launch.QueueItems;
import stadion.scheduler.model.AppDefinition;
import stadion.scheduler.model.Instance;
import stadion.scheduler.model.InstanceId;
import stadion.scheduler.model.PathId;
import stadion.scheduler.model.RunSpec;

/** A scheduler of a cluster without agents: it keeps what it is told, in a view. Deployments of apps that want instances never end, all others at once. */
public final class MemoryScheduler {

    public final SchedulerView view = new SchedulerView();

    /** While set, changes are not answered. */
    public final AtomicBoolean silent = new AtomicBoolean();

    /** How many deployments may run at a time. */
    public volatile int maxDeployments = 100;

    private Instant last = Instant.EPOCH;

    Behavior<GroupManager.Command> groups() {
        return Behaviors.receive(GroupManager.Command.class)
                .onMessage(GroupManager.Update.class, update -> {
                    if (!silent.get()) {
                        update.replyTo().tell(apply(update));
                    }
                    return Behaviors.same();
                })
                .onMessage(GroupManager.Plan.class, plan -> {
                    plan.replyTo().tell(plan(plan));
                    return Behaviors.same();
                })
                .onMessage(GroupManager.CancelDeployment.class, cancel -> {
                    cancel.replyTo().tell(cancel(cancel));
                    return Behaviors.same();
                })
                .build();
    }

    private Reply apply(GroupManager.Update update) {
        Edits.Outcome outcome;
        try {
            outcome = Edits.run(view.trees(), update.update(), now());
        } catch (RuntimeException e) {
            return new Rejected(e);
        }
        DeploymentPlan plan = outcome.plan();
        Set<String> inTheWay = inTheWay(plan);
        if (!inTheWay.isEmpty() && !update.force()) {
            return new Locked(List.copyOf(inTheWay));
        }
        if (view.deployments().size() - inTheWay.size() >= maxDeployments) {
            return new TooManyDeployments(maxDeployments);
        }
        inTheWay.forEach(view::removeDeployment);
        view.trees(TreePVector.from(view.trees()).plus(outcome.root()));
        outcome.touched().forEach(this::keep);
        endlessStep(plan).ifPresent(step -> view.deployment(new RunningDeployment(plan, step)));
        return new Accepted(plan, outcome.root());
    }

    private Reply plan(GroupManager.Plan command) {
        try {
            Edits.Outcome outcome = Edits.run(view.trees(), command.update(), now());
            Set<String> inTheWay = inTheWay(outcome.plan());
            boolean full = view.deployments().size() - inTheWay.size() >= maxDeployments;
            return new Planned(
                    outcome.plan(),
                    outcome.changes(),
                    List.copyOf(inTheWay),
                    full ? Optional.of(new TooManyDeployments(maxDeployments)) : Optional.empty());
        } catch (RuntimeException e) {
            return new Rejected(e);
        }
    }

    private Set<String> inTheWay(DeploymentPlan plan) {
        Set<String> inTheWay = new LinkedHashSet<>();
        plan.affected().forEach(id -> inTheWay.addAll(view.deploymentsOf(id)));
        return inTheWay;
    }

    private Instant now() {
        Instant now = Clock.systemUTC().instant().truncatedTo(ChronoUnit.MILLIS);
        last = now.isAfter(last) ? now : last.plusMillis(1);
        return last;
    }

    /** The first step that waits for instances, counted from 1. */
    private static OptionalInt endlessStep(DeploymentPlan plan) {
        return IntStream.rangeClosed(1, plan.steps().size())
                .filter(step -> plan.steps().get(step - 1).actions().stream()
                        .anyMatch(
                                action -> wantsInstances(action, plan.changes().get(action.runSpec()))))
                .findFirst();
    }

    private static boolean wantsInstances(Action action, Change change) {
        return action.kind() != Kind.START && change.to() != null && change.to().instances() > 0;
    }

    private void keep(PathId id) {
        Optional<RunSpec> runSpec = view.root().runSpec(id);
        Optional<QueueItem> waiting =
                runSpec.filter(spec -> spec.instances() > 0).map(spec -> QueueItems.unseen(spec, last));
        view.queued(id, waiting);
        List<RunSpec> kept = Stream.<RunSpec>concat(view.versions(id).stream(), view.podVersions(id).stream())
                .toList();
        if (runSpec.isPresent() && !kept.contains(runSpec.get())) {
            view.versions(id, TreePVector.from(kept).plus(runSpec.get()));
        }
    }

    private Reply cancel(GroupManager.CancelDeployment cancel) {
        if (view.deployment(cancel.id()).isEmpty()) {
            return new NoSuchDeployment(cancel.id());
        }
        DeploymentPlan plan = view.deployment(cancel.id()).orElseThrow().plan();
        view.removeDeployment(cancel.id());
        if (cancel.force()) {
            return new Stopped(cancel.id());
        }
        return apply(new GroupManager.Update(GroupManager.takingBack(plan), true, cancel.replyTo()));
    }

    Behavior<AppManager.Command> apps() {
        return Behaviors.receive(AppManager.Command.class)
                .onMessage(AppManager.KillInstances.class, kill -> {
                    kill.replyTo().tell(new AppManager.Killed(kill(kill.app(), kill.instances())));
                    return Behaviors.same();
                })
                .build();
    }

    private List<Instance> kill(PathId app, List<InstanceId> ids) {
        AppStatus status = view.status(app);
        List<Instance> killed = ids.stream()
                .filter(status.instances()::containsKey)
                .map(status.instances()::get)
                .toList();
        instances(app, status.instances().minusAll(ids).values().toArray(Instance[]::new));
        return killed;
    }

    Behavior<LaunchQueue.Command> queue() {
        return Behaviors.receive(LaunchQueue.Command.class)
                .onMessage(LaunchQueue.ResetDelay.class, reset -> {
                    reset.replyTo().tell(view.queued(reset.app()).isPresent());
                    return Behaviors.same();
                })
                .build();
    }

    Behavior<SubscriptionManager.Command> subscriptions() {
        return Behaviors.receive(SubscriptionManager.Command.class)
                .onMessage(SubscriptionManager.Subscribe.class, subscribe -> {
                    Set<String> urls = new LinkedHashSet<>(view.callbacks());
                    urls.add(subscribe.url());
                    view.callbacks(List.copyOf(urls));
                    subscribe.replyTo().tell(new SubscriptionManager.Done());
                    return Behaviors.same();
                })
                .onMessage(SubscriptionManager.Unsubscribe.class, unsubscribe -> {
                    view.callbacks(view.callbacks().stream()
                            .filter(url -> !url.equals(unsubscribe.url()))
                            .toList());
                    unsubscribe.replyTo().tell(new SubscriptionManager.Done());
                    return Behaviors.same();
                })
                .build();
    }

    /** Sets the instances of an app. */
    public void instances(PathId app, Instance... instances) {
        PMap<InstanceId, Instance> all = HashTreePMap.empty();
        for (Instance instance : instances) {
            all = all.plus(instance.id(), instance);
        }
        AppStatus old = view.status(app);
        AppStatus.Counts counts = new AppStatus.Counts(0, all.size(), 0, 0);
        view.status(
                new AppStatus(app, old.revision() + 1, all, counts, old.health(), old.ready(), old.lastTaskFailure()));
    }

    /** The app as it is. */
    public AppDefinition app(String id) {
        return view.root().app(PathId.of(id)).orElseThrow();
    }
}
