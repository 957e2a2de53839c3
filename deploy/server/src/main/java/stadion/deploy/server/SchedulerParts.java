package stadion.deploy.server;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Behavior;
import akka.actor.typed.Props;
import akka.cluster.typed.ClusterSingleton;
import akka.cluster.typed.SingletonActor;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import stadion.scheduler.SchedulerGuardian;
import stadion.scheduler.SchedulerSettings;
import stadion.scheduler.leader.FollowerActor;
import stadion.scheduler.leader.LeaderActor;

/** What a node runs while it is a member of the cluster: the scheduler when it leads, and always somebody who knows who leads. */
final class SchedulerParts implements Consumer<ActorSystem<?>> {

    private final SchedulerSettings settings;
    private final SchedulerGuardian.Node node;

    /** The way to the leader in this node's present life as a member. */
    private final AtomicReference<ActorRef<LeaderActor.Command>> leader = new AtomicReference<>();

    SchedulerParts(SchedulerSettings settings, SchedulerGuardian.Node node) {
        this.settings = settings;
        this.node = node;
    }

    @Override
    public void accept(ActorSystem<?> member) {
        Behavior<LeaderActor.Command> leading =
                LeaderActor.create(SchedulerGuardian.create(settings, node), node.leadership());
        ActorRef<LeaderActor.Command> singleton =
                ClusterSingleton.get(member).init(SingletonActor.of(leading, "scheduler"));
        member.systemActorOf(
                FollowerActor.create(node.leadership(), node.self(), singleton), "follower", Props.empty());
        leader.set(singleton);
    }

    /** Has the scheduler stopped in order and started again, on the node that leads. */
    void restart() {
        leader.get().tell(new LeaderActor.Abdicate());
    }
}
