package stadion.scheduler.app;

import akka.actor.typed.ActorRef;
import akka.actor.typed.javadsl.ActorContext;
import java.util.HashMap;
import java.util.Map;
import stadion.scheduler.model.Instance;
import stadion.scheduler.model.InstanceId;
import stadion.scheduler.model.RunSpec;
import stadion.scheduler.task.TaskActor;

/** The actors of one app's tasks, by instance. */
final class TaskActors {

    private final ActorContext<AppActor.Command> context;
    private final AppEnvironment environment;
    private final ActorRef<TaskActor.Report> reports;
    private final Map<InstanceId, ActorRef<TaskActor.Command>> actors = new HashMap<>();

    TaskActors(ActorContext<AppActor.Command> context, AppEnvironment environment, ActorRef<TaskActor.Report> reports) {
        this.context = context;
        this.environment = environment;
        this.reports = reports;
    }

    /** Has the task of this instance watched over, which must not be yet. */
    void start(RunSpec runSpec, Instance instance) {
        ActorRef<TaskActor.Command> task = context.spawnAnonymous(TaskActor.create(
                runSpec, environment.tasks(), environment.prober(), environment.clock(), environment.mesos(), reports));
        task.tell(new TaskActor.Observed(instance));
        actors.put(instance.id(), task);
    }

    boolean contains(InstanceId instance) {
        return actors.containsKey(instance);
    }

    void observed(Instance instance) {
        actors.get(instance.id()).tell(new TaskActor.Observed(instance));
    }

    /** Ends the task of this instance, if it has one. */
    void kill(InstanceId instance) {
        ActorRef<TaskActor.Command> task = actors.get(instance);
        if (task != null) {
            task.tell(new TaskActor.Kill());
        }
    }

    /** The task of this instance has ended, if there was one. */
    void stop(InstanceId instance) {
        ActorRef<TaskActor.Command> task = actors.remove(instance);
        if (task != null) {
            context.stop(task);
        }
    }
}
