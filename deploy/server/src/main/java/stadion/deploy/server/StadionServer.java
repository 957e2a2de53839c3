package stadion.deploy.server;

import akka.actor.CoordinatedShutdown;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.Behaviors;
import java.util.concurrent.CompletableFuture;
import stadion.persistence.EmbeddedStore;
import stadion.persistence.StoreUnavailable;

/** A running server: the store, this node of the cluster, and all that runs on it. */
final class StadionServer {

    private final ActorSystem<Void> system;

    /** Why the server ends, as soon as that is known. */
    private final CompletableFuture<ExitCode> reason = new CompletableFuture<>();

    /** Completed when nothing runs any more and the store is closed. */
    private final CompletableFuture<Void> ended;

    private StadionServer(EmbeddedStore store, ActorSystem<Void> system) {
        this.system = system;
        this.ended = system.getWhenTerminated()
                .thenAccept(done -> {
                    // Unless stop() was called, the guardian has failed.
                    reason.complete(ExitCode.UNCAUGHT_EXCEPTION);
                    store.close();
                })
                .toCompletableFuture();
        Runtime.getRuntime().addShutdownHook(new Thread(this::stopBeforeTheProcessEnds, "stop-stadion"));
    }

    /**
     * Starts the server. It stops in order when the process is told to end (SIGTERM, SIGINT).
     *
     * @throws StartFailure if it can't start; nothing is left running then
     */
    static StadionServer start(ServerConfig config) {
        EmbeddedStore store = openStore(config);
        try {
            ActorSystem<Void> system = ClusterNode.start(Behaviors.empty(), config.clusterPort(), store.config());
            return new StadionServer(store, system);
        } catch (RuntimeException e) {
            store.close();
            throw e;
        }
    }

    /** Begins to stop everything in order; {@link #awaitEnd} then returns the code of the first call. */
    void stop(ExitCode exitCode) {
        if (reason.complete(exitCode)) {
            CoordinatedShutdown.get(system).runAll(new StopReason(exitCode));
        }
    }

    /** Waits until the server has ended, by itself or by {@link #stop}, and has closed its store. */
    ExitCode awaitEnd() {
        ended.join();
        return reason.join();
    }

    private void stopBeforeTheProcessEnds() {
        stop(ExitCode.OK);
        awaitEnd();
    }

    private static EmbeddedStore openStore(ServerConfig config) {
        try {
            return EmbeddedStore.open(config.dataDir());
        } catch (StoreUnavailable e) {
            throw new StartFailure(ExitCode.STORE_UNAVAILABLE, e.getMessage(), e);
        }
    }

    /** Shows up in Akka's log of the shutdown. */
    private record StopReason(ExitCode exitCode) implements CoordinatedShutdown.Reason {}
}
