package stadion.scheduler.deployment;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import stadion.scheduler.SchedulerView;
import stadion.scheduler.app.AppManager;
import stadion.scheduler.event.EventLog;
import stadion.scheduler.model.PathId;

/** Runs one {@link DeploymentActor} per deployment. Which deployments there are is stored by whoever starts them here. */
public final class DeploymentManager extends AbstractBehavior<DeploymentManager.Command> {

    public sealed interface Command {}

    /**
     * Carries out a plan, from its first step.
     *
     * @param whenBegun run once, by another thread, as soon as the apps and pods that the plan makes are there, or when it is stopped before
     * @param whenFinished told when all steps are done, or one has failed
     */
    public record Start(DeploymentPlan plan, Runnable whenBegun, ActorRef<Outcome> whenFinished) implements Command {}

    /** Stops carrying out a plan, wherever it is. */
    public record Cancel(String id) implements Command {}

    /** How a deployment ended. */
    public sealed interface Outcome {
        String id();
    }

    /** All steps of a deployment are done. */
    public record Finished(String id) implements Outcome {}

    /** A deployment goes no further, because of this app or pod; {@code reason} is for people. */
    public record Failed(String id, PathId cause, String reason) implements Outcome {}

    private final Map<String, ActorRef<DeploymentActor.Command>> running = new HashMap<>();
    private final ActorRef<AppManager.Command> apps;
    private final SchedulerView view;
    private final EventLog events;
    private final InstantSource clock;

    private DeploymentManager(
            ActorContext<Command> context,
            ActorRef<AppManager.Command> apps,
            SchedulerView view,
            EventLog events,
            InstantSource clock) {
        super(context);
        this.apps = apps;
        this.view = view;
        this.events = events;
        this.clock = clock;
    }

    /** The manager of the deployments of one scheduler. */
    public static Behavior<Command> create(
            ActorRef<AppManager.Command> apps, SchedulerView view, EventLog events, InstantSource clock) {
        return Behaviors.setup(context -> new DeploymentManager(context, apps, view, events, clock));
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(Start.class, this::onStart)
                .onMessage(Cancel.class, this::onCancel)
                .build();
    }

    private Behavior<Command> onStart(Start command) {
        DeploymentPlan plan = command.plan();
        onCancel(new Cancel(plan.id()));
        running.put(plan.id(), getContext().spawnAnonymous(DeploymentActor.create(command, apps, view, events, clock)));
        return this;
    }

    private Behavior<Command> onCancel(Cancel command) {
        ActorRef<DeploymentActor.Command> deployment = running.remove(command.id());
        if (deployment != null) {
            getContext().stop(deployment);
        }
        return this;
    }
}
