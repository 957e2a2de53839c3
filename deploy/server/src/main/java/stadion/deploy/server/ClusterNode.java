package stadion.deploy.server;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.Behavior;
import akka.cluster.typed.Cluster;
import akka.cluster.typed.Join;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.util.Map;

/** Starts this node's actor system and lets it form a cluster of one. */
final class ClusterNode {

    private static final String NAME = "stadion";

    private ClusterNode() {}

    /**
     * Starts an actor system that joins itself: cluster singletons run at once, and there is nothing to configure.
     *
     * @param guardian the actor that starts all others
     * @param port where other nodes reach this one, on 127.0.0.1; 0 for any free port
     * @param settings further settings of Akka; they win over application.conf
     * @throws StartFailure with {@link ExitCode#BIND_FAILED} if the port is taken
     */
    static <T> ActorSystem<T> start(Behavior<T> guardian, int port, Config settings) {
        ActorSystem<T> system = create(guardian, port, settings);
        Cluster cluster = Cluster.get(system);
        cluster.manager().tell(Join.create(cluster.selfMember().address()));
        return system;
    }

    private static <T> ActorSystem<T> create(Behavior<T> guardian, int port, Config settings) {
        Config config = ConfigFactory.parseMap(Map.of("akka.remote.artery.canonical.port", port))
                .withFallback(settings)
                .withFallback(ConfigFactory.load())
                .resolve();
        try {
            return ActorSystem.create(guardian, NAME, config);
        } catch (RuntimeException e) {
            throw new StartFailure(
                    ExitCode.BIND_FAILED,
                    "The port for other nodes, 127.0.0.1:" + port + ", can't be used: "
                            + rootCause(e).getMessage() + ". See --cluster_port.",
                    e);
        }
    }

    private static Throwable rootCause(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }
}
