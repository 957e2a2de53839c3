package stadion.deploy.server;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorRefResolver;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Behavior;
import akka.actor.typed.Props;
import akka.cluster.Member;
import akka.cluster.typed.Cluster;
import akka.cluster.typed.ClusterSingleton;
import akka.cluster.typed.SingletonActor;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import stadion.scheduler.SchedulerGuardian;
import stadion.scheduler.SchedulerSettings;
import stadion.scheduler.leader.FollowerActor;
import stadion.scheduler.leader.LeaderActor;

/** What a node runs while it is a member of the cluster: the scheduler when it leads, and always somebody who knows who leads. */
final class SchedulerParts implements Consumer<ActorSystem<?>> {

    private static final String NAME = "scheduler";

    /** Where Akka runs the singleton of that name, on the node where it does. */
    private static final String SINGLETON = "/system/singletonManager" + NAME + "/" + NAME;

    private final SchedulerSettings settings;
    private final SchedulerGuardian.Node node;

    /** This node's present life as a member. */
    private final AtomicReference<ActorSystem<?>> present = new AtomicReference<>();

    SchedulerParts(SchedulerSettings settings, SchedulerGuardian.Node node) {
        this.settings = settings;
        this.node = node;
    }

    @Override
    public void accept(ActorSystem<?> member) {
        Behavior<LeaderActor.Command> leading =
                LeaderActor.create(SchedulerGuardian.create(settings, node), node.leadership());
        ClusterSingleton.get(member).init(SingletonActor.of(leading, NAME));
        member.systemActorOf(
                FollowerActor.create(node.leadership(), node.self(), () -> candidates(member)),
                "follower",
                Props.empty());
        present.set(member);
    }

    /** The leader's actor on each node, should it run there. Akka's proxy does not find one that lost its lease and was started again on the same node. */
    private static List<ActorRef<LeaderActor.Command>> candidates(ActorSystem<?> system) {
        List<ActorRef<LeaderActor.Command>> candidates = new ArrayList<>();
        for (Member member : Cluster.get(system).state().getMembers()) {
            candidates.add(on(member, system));
        }
        return candidates;
    }

    private static ActorRef<LeaderActor.Command> on(Member member, ActorSystem<?> system) {
        return ActorRefResolver.get(system).resolveActorRef(member.address() + SINGLETON);
    }

    /** Has the scheduler stopped in order and started again, if this node leads. */
    void restart() {
        ActorSystem<?> here = present.get();
        on(Cluster.get(here).selfMember(), here).tell(new LeaderActor.Abdicate());
    }
}
