package stadion.deploy.server;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorRefResolver;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Behavior;
import akka.actor.typed.Props;
import akka.actor.typed.javadsl.Behaviors;
import akka.cluster.Member;
import akka.cluster.typed.Cluster;
import akka.cluster.typed.ClusterSingleton;
import akka.cluster.typed.SingletonActor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import stadion.scheduler.SchedulerGuardian;
import stadion.scheduler.SchedulerSettings;
import stadion.scheduler.leader.FollowerActor;
import stadion.scheduler.leader.LeaderActor;

/** What a node runs while it is a member of the cluster: the scheduler when it leads, and always somebody who knows who leads. */
final class SchedulerParts implements Consumer<ActorSystem<?>> {

    private static final String FOLLOWER = "follower";

    private final SchedulerSettings settings;
    private final SchedulerGuardian.Node node;

    /** The latest that ran on this node. */
    private final AtomicReference<Optional<ActorRef<LeaderActor.Command>>> leader =
            new AtomicReference<>(Optional.empty());

    SchedulerParts(SchedulerSettings settings, SchedulerGuardian.Node node) {
        this.settings = settings;
        this.node = node;
    }

    @Override
    public void accept(ActorSystem<?> member) {
        Behavior<LeaderActor.Command> leading = Behaviors.setup(context -> {
            leader.set(Optional.of(context.getSelf()));
            return LeaderActor.create(
                    SchedulerGuardian.create(settings, node), node.leadership(), () -> followers(member));
        });
        ClusterSingleton.get(member).init(SingletonActor.of(leading, "scheduler"));
        member.systemActorOf(FollowerActor.create(node.leadership(), node.self()), FOLLOWER, Props.empty());
    }

    /** Each node has one for as long as it is a member. */
    private static List<ActorRef<FollowerActor.Command>> followers(ActorSystem<?> system) {
        List<ActorRef<FollowerActor.Command>> followers = new ArrayList<>();
        for (Member member : Cluster.get(system).state().getMembers()) {
            followers.add(ActorRefResolver.get(system).resolveActorRef(member.address() + "/system/" + FOLLOWER));
        }
        return followers;
    }

    /** Has the scheduler stopped in order and started again, if this node leads. */
    void restart() {
        leader.get().ifPresent(running -> running.tell(new LeaderActor.Abdicate()));
    }
}
