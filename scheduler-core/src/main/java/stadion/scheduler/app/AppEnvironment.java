package stadion.scheduler.app;

import akka.actor.typed.ActorRef;
import java.time.InstantSource;
import stadion.scheduler.SchedulerView;
import stadion.scheduler.event.EventLog;
import stadion.scheduler.health.Prober;
import stadion.scheduler.launch.LaunchQueue;
import stadion.scheduler.mesos.MesosGateway;
import stadion.scheduler.task.TaskSettings;

/** What the actors of apps share. */
public record AppEnvironment(
        SchedulerView view,
        EventLog events,
        ActorRef<MesosGateway.Command> mesos,
        ActorRef<LaunchQueue.Command> queue,
        Prober prober,
        TaskSettings tasks,
        InstantSource clock) {}
