package stadion.scheduler.deployment;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.PostStop;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import stadion.scheduler.SchedulerView;
import stadion.scheduler.app.AppManager;
import stadion.scheduler.app.Target;
import stadion.scheduler.deployment.DeploymentPlan.Action;
import stadion.scheduler.deployment.DeploymentPlan.Change;
import stadion.scheduler.deployment.DeploymentPlan.Step;
import stadion.scheduler.event.EventLog;
import stadion.scheduler.event.Numbered;
import stadion.scheduler.event.SchedulerEvent;
import stadion.scheduler.model.PathId;

/**
 * Carries out one deployment, step by step: tells each app and pod of a step what it is to become, and goes on when all of them have, or ends when one of them
 * fails. Nothing is stored: after a failover the plan is begun again, and what is done already is satisfied at once.
 */
final class DeploymentActor extends AbstractBehavior<DeploymentActor.Command> {

    sealed interface Command {}

    private record AppReported(AppManager.Outcome outcome) implements Command {}

    private final DeploymentPlan plan;
    private final ActorRef<AppManager.Command> apps;
    private final SchedulerView view;
    private final EventLog events;
    private final InstantSource clock;
    private final ActorRef<DeploymentManager.Outcome> whenFinished;
    private final ActorRef<AppManager.Outcome> outcomes;
    private final Set<PathId> waitingFor = new HashSet<>();
    private Runnable whenBegun;
    private int step;

    private DeploymentActor(
            ActorContext<Command> context,
            DeploymentManager.Start start,
            ActorRef<AppManager.Command> apps,
            SchedulerView view,
            EventLog events,
            InstantSource clock) {
        super(context);
        this.plan = start.plan();
        this.whenBegun = start.whenBegun();
        this.whenFinished = start.whenFinished();
        this.apps = apps;
        this.view = view;
        this.events = events;
        this.clock = clock;
        this.outcomes = context.messageAdapter(AppManager.Outcome.class, AppReported::new);
        startStep();
    }

    static Behavior<Command> create(
            DeploymentManager.Start start,
            ActorRef<AppManager.Command> apps,
            SchedulerView view,
            EventLog events,
            InstantSource clock) {
        return Behaviors.setup(context -> new DeploymentActor(context, start, apps, view, events, clock));
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(AppReported.class, this::onAppReported)
                .onSignal(PostStop.class, stopped -> {
                    hasBegun();
                    return this;
                })
                .build();
    }

    private void startStep() {
        if (step == plan.steps().size()) {
            hasBegun();
            finish(new DeploymentManager.Finished(plan.id()));
            return;
        }
        view.deploymentStep(new RunningDeployment(plan, step + 1));
        publish(new SchedulerEvent.DeploymentInfo(plan, current(), clock.instant()));
        if (current().actions().stream().noneMatch(action -> action.kind() == DeploymentPlan.Kind.START)) {
            hasBegun();
        }
        for (Action action : current().actions()) {
            waitingFor.add(action.runSpec());
            start(action);
        }
    }

    /** The end is told, and stored, after all that led to it: what is not stored by then is told again when the deployment is begun again. */
    private void finish(DeploymentManager.Outcome outcome) {
        events.whenStored(() -> whenFinished.tell(outcome));
    }

    private void publish(SchedulerEvent event) {
        events.publish(event, new Numbered.Cause(plan.id(), step + 1));
    }

    private void hasBegun() {
        whenBegun.run();
        whenBegun = () -> {};
    }

    private Step current() {
        return plan.steps().get(step);
    }

    private void start(Action action) {
        PathId id = action.runSpec();
        Change change = plan.changes().get(id);
        apps.tell(
                switch (action.kind()) {
                    case START -> new AppManager.Create(change.to(), outcomes);
                    case STOP -> new AppManager.SetTarget(id, Target.removed(change.from()), outcomes);
                    case SCALE, RESTART ->
                        new AppManager.SetTarget(
                                id, Target.of(change.to(), plan.kills().getOrDefault(id, List.of())), outcomes);
                });
    }

    private Behavior<Command> onAppReported(AppReported message) {
        AppManager.Outcome outcome = message.outcome();
        if (!waitingFor.remove(outcome.app())) {
            return this;
        }
        if (outcome instanceof AppManager.Failed failed) {
            waitingFor.clear();
            events.publish(new SchedulerEvent.DeploymentStepFailure(plan, current(), clock.instant()));
            finish(new DeploymentManager.Failed(plan.id(), failed.app(), failed.reason()));
        } else if (waitingFor.isEmpty()) {
            SchedulerEvent success = new SchedulerEvent.DeploymentStepSuccess(plan, current(), clock.instant());
            step++;
            publish(success);
            startStep();
        }
        return this;
    }
}
