package stadion.scheduler;

import akka.actor.typed.ActorRef;
import stadion.scheduler.app.AppManager;
import stadion.scheduler.event.EventLog;
import stadion.scheduler.event.SubscriptionManager;
import stadion.scheduler.group.GroupManager;
import stadion.scheduler.launch.LaunchQueue;

/** The scheduler of this node while it leads and its state is loaded: where to read, and whom to tell. */
public record Scheduler(
        SchedulerView view,
        EventLog events,
        ActorRef<GroupManager.Command> groups,
        ActorRef<AppManager.Command> apps,
        ActorRef<LaunchQueue.Command> queue,
        ActorRef<SubscriptionManager.Command> subscriptions) {}
