package stadion.deploy.server.cluster;

import akka.actor.Address;
import akka.actor.AddressFromURIString;
import akka.actor.Cancellable;
import akka.actor.CoordinatedShutdown;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.Behaviors;
import akka.cluster.MemberStatus;
import akka.cluster.typed.Cluster;
import akka.cluster.typed.Down;
import akka.cluster.typed.Join;
import akka.cluster.typed.JoinSeedNodes;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import stadion.persistence.NodeDirectory.Entry;

/** An actor system that can be a member of one cluster, once. It ends by itself when the others take it for dead. */
final class Member {

    private static final String NAME = "stadion";

    private static final Duration ENDING_WITH_THE_PROCESS = Duration.ofSeconds(30);

    private final ActorSystem<Void> system;
    private final Cluster cluster;

    private Member(ActorSystem<Void> system) {
        this.system = system;
        this.cluster = Cluster.get(system);
    }

    /**
     * Starts the actor system, which belongs to no cluster yet.
     *
     * @param settings those of the store; they win over the rest
     * @param parts starts what is to run in it as soon as it is a member
     * @throws CannotListen if it can't be reached by others where it should
     */
    static Member start(Listening where, Config settings, Consumer<ActorSystem<?>> parts) {
        Config config = ConfigFactory.parseMap(Map.of(
                        "akka.remote.artery.canonical.hostname", where.host(),
                        "akka.remote.artery.canonical.port", where.port(),
                        "akka.remote.artery.bind.hostname", where.bindHost()))
                .withFallback(settings)
                .withFallback(ConfigFactory.parseResources(Member.class, "member.conf"))
                .withFallback(ConfigFactory.load())
                .resolve();
        Member member = new Member(create(where, config));
        member.stayConnectedToTheEnd();
        parts.accept(member.system);
        return member;
    }

    /** When the process is told to end, Akka would cut the connections to the other members at once; leaving in order needs them. */
    private void stayConnectedToTheEnd() {
        Cancellable hook = CoordinatedShutdown.get(system)
                .addCancellableJvmShutdownHook(
                        () -> Waiting.isDoneWithin(ended().toCompletableFuture(), ENDING_WITH_THE_PROCESS));
        ended().thenRun(hook::cancel);
    }

    private static ActorSystem<Void> create(Listening where, Config config) {
        try {
            return ActorSystem.create(Behaviors.empty(), NAME, config);
        } catch (RuntimeException e) {
            throw new CannotListen(where, e);
        }
    }

    /** Where the others reach it: {@code akka://stadion@host:port}. */
    String address() {
        return cluster.selfMember().address().toString();
    }

    /** It is in the directory; to be called before it becomes a member. */
    void entered(Entry entry) {
        Standing.of(system.classicSystem()).entered(entry);
    }

    /** Becomes the first member of a new cluster. */
    void found() {
        cluster.manager().tell(Join.create(cluster.selfMember().address()));
    }

    /** Begins to join the cluster of which these are members; replaces an attempt that has not succeeded. */
    void join(List<String> members) {
        List<Address> addresses =
                members.stream().map(AddressFromURIString::parse).toList();
        cluster.manager().tell(new JoinSeedNodes(addresses));
    }

    /** Whether it is a full member of a cluster. */
    boolean isUp() {
        return cluster.selfMember().status().equals(MemberStatus.up());
    }

    /** Whether there is another member that can take over. */
    boolean hasOthers() {
        for (akka.cluster.Member member : cluster.state().getMembers()) {
            if (!member.uniqueAddress().equals(cluster.selfMember().uniqueAddress())
                    && member.status().equals(MemberStatus.up())) {
                return true;
            }
        }
        return false;
    }

    /** The addresses of all members of its cluster, in whatever state they are. */
    Set<String> members() {
        Set<String> members = new HashSet<>();
        cluster.state()
                .getMembers()
                .forEach(member -> members.add(member.address().toString()));
        return members;
    }

    /** Completes when nothing of it runs any more. */
    CompletionStage<?> ended() {
        return system.getWhenTerminated();
    }

    /**
     * Begins to end: if it is a member, and there are others that all hear it, it leaves them in order and hands over what it alone runs; otherwise nobody could agree to that, and it goes
     * at once. Does nothing the second time.
     */
    void end(String why) {
        if (isUp() && hasOthers() && cluster.state().getUnreachable().isEmpty()) {
            CoordinatedShutdown.get(system).runAll(new Reason(why));
        } else {
            goAtOnce();
        }
    }

    /** Begins to end without waiting for the others; those who hear it are told that it is gone. */
    void goAtOnce() {
        if (isUp()) {
            cluster.manager().tell(Down.apply(cluster.selfMember().address()));
        } else {
            system.terminate();
        }
    }

    /** Ends at once; the others find out that it is gone. */
    void endAtOnce() {
        system.terminate();
    }

    /** Shows up in Akka's log of the shutdown. */
    private record Reason(String why) implements CoordinatedShutdown.Reason {}
}
