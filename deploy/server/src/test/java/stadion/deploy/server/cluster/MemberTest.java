package stadion.deploy.server.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import akka.Done;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.Behaviors;
import akka.cluster.typed.ClusterSingleton;
import akka.cluster.typed.SingletonActor;
import akka.serialization.Serialization;
import akka.serialization.SerializationExtension;
import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import stadion.scheduler.leader.FollowerActor;
import stadion.scheduler.leader.Leader;
import stadion.scheduler.leader.LeaderActor;

class MemberTest {

    private static final Listening ANY_PORT = Listening.onLoopback(0);

    @Test
    void whoFoundsAClusterRunsWhatOnlyOneMemberRuns() throws Exception {
        CompletableFuture<Done> runs = new CompletableFuture<>();
        Member member = Member.start(ANY_PORT, ConfigFactory.empty(), system -> startSingleton(system, runs));

        assertThat(member.isUp()).isFalse();
        member.found();

        assertThat(runs.get(30, TimeUnit.SECONDS)).isEqualTo(Done.done());
        assertThat(member.isUp()).isTrue();
        assertThat(member.hasOthers()).isFalse();
        member.end("the test is over");
        assertThat(member.ended().toCompletableFuture()).succeedsWithin(30, TimeUnit.SECONDS);
    }

    @Test
    void saysWhatIsWrongWhenItsPortIsTaken() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = taken.getLocalPort();

            assertThatThrownBy(() -> Member.start(Listening.onLoopback(port), ConfigFactory.empty(), system -> {}))
                    .isInstanceOf(CannotListen.class)
                    .hasMessageContaining("127.0.0.1:" + port);
        }
    }

    @Test
    void whatMembersTellEachOtherCanBeSent() throws Exception {
        CompletableFuture<ActorSystem<?>> started = new CompletableFuture<>();
        Member member = Member.start(ANY_PORT, ConfigFactory.empty(), started::complete);
        akka.actor.ActorSystem system = started.join().classicSystem();
        Serialization serialization = SerializationExtension.get(system);
        var deadLetters = started.join().<Object>deadLetters();

        for (Object message : new Object[] {
            new FollowerActor.Announced(
                    Optional.of(new Leader(URI.create("https://node-1.example:8443"))),
                    deadLetters.<LeaderActor.Command>narrow()),
            new FollowerActor.Announced(Optional.empty(), deadLetters.<LeaderActor.Command>narrow())
        }) {
            byte[] sent = serialization.serialize(message).get();
            assertThat(serialization.deserialize(sent, message.getClass()).get())
                    .isEqualTo(message);
        }
        member.endAtOnce();
    }

    private static void startSingleton(ActorSystem<?> system, CompletableFuture<Done> runs) {
        Behavior<Void> singleton = Behaviors.setup(context -> {
            runs.complete(Done.done());
            return Behaviors.empty();
        });
        ClusterSingleton.get(system).init(SingletonActor.of(singleton, "scheduler"));
    }
}
