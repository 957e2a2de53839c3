package stadion.scheduler.app;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.mesos.v1.Protos.TaskStatus;
import org.jspecify.annotations.Nullable;
import stadion.scheduler.mesos.MesosGateway;
import stadion.scheduler.mesos.TaskRef;
import stadion.scheduler.model.Instance;
import stadion.scheduler.model.InstanceId;
import stadion.scheduler.model.PathId;
import stadion.scheduler.model.RunSpec;

/**
 * Supervises one {@link AppActor} per app and per pod and brings to each what concerns it. Status updates of an app that come while it is storing earlier ones are kept together and
 * handed over as one batch, so that a burst costs few writes.
 *
 * <p>When an app's actor fails (its store does), this actor fails too: the scheduler then starts again from what is stored.
 */
public final class AppManager extends AbstractBehavior<AppManager.Command> {

    public sealed interface Command {}

    /** Starts the actors of these apps; answers when all have read their state. */
    public record Recover(Collection<PathId> apps, ActorRef<AllRecovered> replyTo) implements Command {}

    /** The app is to become this. {@code whenSatisfied} is told as soon as it has; a failover loses the question, so ask again then. */
    public record SetTarget(PathId app, Target target, ActorRef<Outcome> whenSatisfied) implements Command {}

    /** The app is to be known, without instances; one that is known already stays as it is. */
    public record Create(RunSpec runSpec, ActorRef<Outcome> whenSatisfied) implements Command {}

    /** Kills tasks of these instances, which are then launched again unless {@code wipe} removes them for good. */
    public record KillInstances(PathId app, List<InstanceId> instances, boolean wipe, ActorRef<Killed> replyTo)
            implements Command {}

    /** What Mesos says of tasks, in the order it said so. */
    public record StatusesArrived(List<TaskStatus> statuses) implements Command {}

    /** Mesos is to tell the status of every task that is known, and of all others it knows. */
    public record Reconcile() implements Command {}

    // From the apps' actors.

    record Recovered(PathId app) implements Command {}

    record StatusesStored(PathId app) implements Command {}

    /** A removed app has no instances left, after so many targets it was given. */
    record Emptied(PathId app, int targets) implements Command {}

    private record Stopped(PathId app) implements Command {}

    public record AllRecovered() {}

    /** What came of a target. */
    public sealed interface Outcome {
        PathId app();
    }

    /** The app has become what it was to become. */
    public record Satisfied(PathId app) implements Outcome {}

    /** The app is not becoming that within the limits of its upgrade strategy; it stays as far as it has come, and goes on trying. */
    public record Failed(PathId app, String reason) implements Outcome {}

    /** The instances that were there to be killed, as they were before; the kill is stored. */
    public record Killed(List<Instance> instances) {}

    /** One app: its actor, and what is kept for it while it stores or stops. */
    private static final class Entry {
        private final ActorRef<AppActor.Command> actor;
        private final List<TaskStatus> statuses = new ArrayList<>();
        private boolean storing;
        private int targets;
        private @Nullable List<AppActor.Command> afterStop;

        Entry(ActorRef<AppActor.Command> actor) {
            this.actor = actor;
        }

        void tell(AppActor.Command command) {
            if (afterStop != null) {
                afterStop.add(command);
            } else {
                targets += command instanceof AppActor.SetTarget || command instanceof AppActor.Create ? 1 : 0;
                actor.tell(command);
            }
        }
    }

    private final AppEnvironment environment;
    private final Map<PathId, Entry> apps = new HashMap<>();
    private final Set<PathId> recovering = new HashSet<>();
    private @Nullable ActorRef<AllRecovered> whenRecovered;

    private AppManager(ActorContext<Command> context, AppEnvironment environment) {
        super(context);
        this.environment = environment;
    }

    /** The manager of all apps of one scheduler. */
    public static Behavior<Command> create(AppEnvironment environment) {
        return Behaviors.setup(context -> new AppManager(context, environment));
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(Recover.class, this::onRecover)
                .onMessage(SetTarget.class, this::onSetTarget)
                .onMessage(Create.class, this::onCreate)
                .onMessage(KillInstances.class, this::onKillInstances)
                .onMessage(StatusesArrived.class, this::onStatusesArrived)
                .onMessage(Reconcile.class, this::onReconcile)
                .onMessage(Recovered.class, this::onRecovered)
                .onMessage(StatusesStored.class, this::onStatusesStored)
                .onMessage(Emptied.class, this::onEmptied)
                .onMessage(Stopped.class, this::onStopped)
                .build();
    }

    private Behavior<Command> onRecover(Recover command) {
        whenRecovered = command.replyTo();
        for (PathId app : command.apps()) {
            if (!apps.containsKey(app)) {
                recovering.add(app);
                entry(app);
            }
        }
        answerWhenRecovered();
        return this;
    }

    private Behavior<Command> onRecovered(Recovered command) {
        recovering.remove(command.app());
        answerWhenRecovered();
        return this;
    }

    private void answerWhenRecovered() {
        if (recovering.isEmpty() && whenRecovered != null) {
            whenRecovered.tell(new AllRecovered());
            whenRecovered = null;
        }
    }

    private Behavior<Command> onSetTarget(SetTarget command) {
        entry(command.app()).tell(new AppActor.SetTarget(command.target(), command.whenSatisfied()));
        return this;
    }

    private Behavior<Command> onCreate(Create command) {
        entry(command.runSpec().id())
                .tell(new AppActor.Create(Target.created(command.runSpec()), command.whenSatisfied()));
        return this;
    }

    private Behavior<Command> onKillInstances(KillInstances command) {
        Entry entry = apps.get(command.app());
        if (entry == null) {
            command.replyTo().tell(new Killed(List.of()));
        } else {
            entry.tell(new AppActor.Kill(command));
        }
        return this;
    }

    private Behavior<Command> onStatusesArrived(StatusesArrived command) {
        Map<PathId, List<TaskStatus>> byApp = new LinkedHashMap<>();
        List<TaskStatus> strangers = new ArrayList<>();
        for (TaskStatus status : command.statuses()) {
            InstanceId.ofTask(status.getTaskId().getValue())
                    .map(InstanceId::runSpecId)
                    .filter(apps::containsKey)
                    .ifPresentOrElse(
                            app -> byApp.computeIfAbsent(app, id -> new ArrayList<>())
                                    .add(status),
                            () -> strangers.add(status));
        }
        byApp.forEach((app, statuses) -> {
            Entry entry = apps.get(app);
            entry.statuses.addAll(statuses);
            handOver(entry);
        });
        UnknownTask.handle(strangers, null, environment);
        return this;
    }

    private static void handOver(Entry entry) {
        if (!entry.storing && !entry.statuses.isEmpty()) {
            entry.storing = true;
            entry.tell(new AppActor.Statuses(List.copyOf(entry.statuses)));
            entry.statuses.clear();
        }
    }

    private Behavior<Command> onStatusesStored(StatusesStored command) {
        Entry entry = apps.get(command.app());
        if (entry != null) {
            entry.storing = false;
            handOver(entry);
        }
        return this;
    }

    private Behavior<Command> onReconcile(Reconcile command) {
        List<TaskRef> tasks = environment.view().statuses().stream()
                .flatMap(status -> status.instances().values().stream())
                .flatMap(AppManager::tasksOf)
                .toList();
        if (!tasks.isEmpty()) {
            environment.mesos().tell(new MesosGateway.Reconcile(tasks));
        }
        environment.mesos().tell(new MesosGateway.Reconcile(List.of()));
        return this;
    }

    private static Stream<TaskRef> tasksOf(Instance instance) {
        String agent = instance.agent() == null ? null : instance.agent().id();
        return instance.taskIds().stream().map(task -> TaskRef.of(task, agent));
    }

    /** The actor of a removed app may go, unless the app has been made again in the meantime. */
    private Behavior<Command> onEmptied(Emptied command) {
        Entry entry = apps.get(command.app());
        if (entry != null && entry.afterStop == null && entry.targets == command.targets()) {
            entry.afterStop = new ArrayList<>();
            getContext().stop(entry.actor);
        }
        return this;
    }

    private Behavior<Command> onStopped(Stopped command) {
        Entry stopped = apps.remove(command.app());
        if (stopped.afterStop == null) {
            throw new IllegalStateException(
                    "The state of " + command.app() + " can not be stored; starting again from what is stored");
        }
        if (!stopped.afterStop.isEmpty()) {
            Entry entry = entry(command.app());
            stopped.afterStop.forEach(entry::tell);
        }
        return this;
    }

    private Entry entry(PathId app) {
        return apps.computeIfAbsent(app, id -> {
            ActorRef<AppActor.Command> actor = getContext()
                    .spawnAnonymous(
                            AppActor.create(id, environment, getContext().getSelf()));
            getContext().watchWith(actor, new Stopped(id));
            return new Entry(actor);
        });
    }
}
