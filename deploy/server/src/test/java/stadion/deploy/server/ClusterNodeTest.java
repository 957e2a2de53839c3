package stadion.deploy.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import akka.Done;
import akka.actor.CoordinatedShutdown;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.Behaviors;
import akka.cluster.typed.ClusterSingleton;
import akka.cluster.typed.SingletonActor;
import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ClusterNodeTest {

    @Test
    void formsAClusterOfOneThatRunsSingletonsWithoutAnyConfiguration() throws Exception {
        CompletableFuture<Done> singletonRuns = new CompletableFuture<>();
        ActorSystem<Void> system = ClusterNode.start(startingSingleton(singletonRuns), 0, ConfigFactory.empty());

        assertThat(singletonRuns.get(30, TimeUnit.SECONDS)).isEqualTo(Done.done());
        CoordinatedShutdown.get(system)
                .runAll(CoordinatedShutdown.jvmExitReason())
                .toCompletableFuture()
                .get(30, TimeUnit.SECONDS);
    }

    @Test
    void saysWhichFlagToChangeWhenItsPortIsTaken() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = taken.getLocalPort();

            assertThatThrownBy(() -> ClusterNode.start(Behaviors.empty(), port, ConfigFactory.empty()))
                    .isInstanceOfSatisfying(StartFailure.class, failure -> {
                        assertThat(failure.exitCode()).isEqualTo(ExitCode.BIND_FAILED);
                        assertThat(failure).hasMessageContaining(":" + port).hasMessageContaining("--cluster_port");
                    });
        }
    }

    private static Behavior<Void> startingSingleton(CompletableFuture<Done> runs) {
        return Behaviors.setup(context -> {
            Behavior<Void> singleton = Behaviors.setup(c -> {
                runs.complete(Done.done());
                return Behaviors.empty();
            });
            ClusterSingleton.get(context.getSystem()).init(SingletonActor.of(singleton, "scheduler"));
            return Behaviors.empty();
        });
    }
}
