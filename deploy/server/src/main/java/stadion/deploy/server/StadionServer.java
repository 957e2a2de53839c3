package stadion.deploy.server;

import akka.actor.CoordinatedShutdown;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.Behaviors;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import stadion.api.events.EventJson;
import stadion.deploy.server.cluster.CannotListen;
import stadion.deploy.server.cluster.Membership;
import stadion.deploy.server.cluster.SingleNode;
import stadion.localmesos.LocalMesos;
import stadion.persistence.EmbeddedStore;
import stadion.persistence.NodeDirectory;
import stadion.persistence.SharedStore;
import stadion.persistence.Store;
import stadion.persistence.StoreUnavailable;
import stadion.persistence.postgres.PostgresStore;
import stadion.persistence.zookeeper.ZooKeeperStore;
import stadion.scheduler.SchedulerGuardian;
import stadion.scheduler.leader.Leadership;
import stadion.scheduler.mesos.MasterAddress;
import stadion.scheduler.mesos.MesosGateway;

/**
 * A running server. The store, the embedded Mesos if there is one, and the API, in an actor system of its own, live as long as the process; the node's part in the cluster, where the
 * scheduler runs, may end and begin anew.
 */
final class StadionServer {

    /** Events that are kept for subscribers that come back, at least. */
    private static final int KEPT_EVENTS = 10_000;

    private final ServerConfig config;
    private final Settings settings;
    private final Store store;
    private final Optional<LocalMesos> localMesos;
    private final Masters masters;
    private final ActorSystem<Void> node;
    private final Leadership leadership = new Leadership();

    /** Why the server ends, as soon as that is known. */
    private final CompletableFuture<ExitCode> reason = new CompletableFuture<>();

    /** Completed when nothing runs any more and the store is closed. */
    private final CompletableFuture<Void> ended = new CompletableFuture<>();

    private URI api;
    private volatile Optional<Membership> membership = Optional.empty();

    private StadionServer(ServerConfig config, Settings settings, Store store, Optional<LocalMesos> localMesos) {
        this.config = config;
        this.settings = settings;
        this.store = store;
        this.localMesos = localMesos;
        this.masters = localMesos
                .map(mesos -> Masters.at(MasterAddress.parse(
                        mesos.address().getHostString() + ":" + mesos.address().getPort())))
                .orElseGet(() -> Masters.of(config.mesos().master()));
        this.node = ActorSystem.create(Behaviors.empty(), "node");
        Runtime.getRuntime().addShutdownHook(new Thread(this::stopBeforeTheProcessEnds, "stop-stadion"));
    }

    /**
     * Starts the server. It stops in order when the process is told to end (SIGTERM, SIGINT).
     *
     * @throws StartFailure if it can't start; nothing is left running then
     */
    static StadionServer start(ServerConfig config) {
        StadionServer server = startParts(config, new Settings(config));
        try {
            server.open();
            return server;
        } catch (RuntimeException e) {
            server.stop(ExitCode.UNCAUGHT_EXCEPTION);
            server.awaitEnd();
            throw e;
        }
    }

    private static StadionServer startParts(ServerConfig config, Settings settings) {
        Store store = openStore(config);
        Optional<LocalMesos> localMesos = Optional.empty();
        try {
            if (config.mesos().master() == null) {
                localMesos = Optional.of(startMesos(settings));
            }
            return new StadionServer(config, settings, store, localMesos);
        } catch (RuntimeException e) {
            localMesos.ifPresent(LocalMesos::close);
            store.close();
            throw e;
        }
    }

    /** Where clients find the API. */
    URI api() {
        return api;
    }

    /** Waits until clients are served, or the server has ended; returns whether they are. */
    boolean awaitReady() {
        CompletableFuture.anyOf(leadership.whenOpened(), ended).join();
        return !ended.isDone();
    }

    /** The Mesos in use, in words. */
    String mesos() {
        return localMesos
                .map(mesos -> "embedded, " + config.embeddedMesos().agents()
                        + (config.embeddedMesos().agents() == 1 ? " agent" : " agents") + ", http://"
                        + mesos.address().getHostString() + ":"
                        + mesos.address().getPort())
                .orElseGet(masters::shown);
    }

    /** Where the state is kept, in words. */
    String data() {
        Object zk = config.flags().get("zk");
        return store instanceof SharedStore
                ? String.valueOf(zk == null ? store : zk)
                : config.dataDir().toString();
    }

    /** Begins to stop everything in order; {@link #awaitEnd} then returns the code of the first call. */
    synchronized void stop(ExitCode exitCode) {
        if (reason.complete(exitCode)) {
            new Thread(() -> end(exitCode), "end-stadion").start();
        }
    }

    /** Waits until the server has ended and has closed its store. */
    ExitCode awaitEnd() {
        ended.join();
        return reason.join();
    }

    private void end(ExitCode exitCode) {
        try {
            // First of all another node takes over, and while it does clients are still served.
            membership.ifPresent(member -> member.stop().join());
            CoordinatedShutdown.get(node).runAll(new StopReason(exitCode));
            node.getWhenTerminated().toCompletableFuture().join();
            masters.whenDone().run();
            localMesos.ifPresent(LocalMesos::close);
            store.close();
        } finally {
            ended.complete(null);
        }
    }

    private synchronized void open() {
        ServerControls controls = new ServerControls(node);
        NodeApi nodeApi = NodeApi.start(node, settings, config.mesos().hostname(), masters, leadership, controls);
        api = nodeApi.local();
        SchedulerParts parts = new SchedulerParts(
                settings.scheduler(masters, nodeApi.self().api().toString()),
                new SchedulerGuardian.Node(
                        leadership,
                        nodeApi.self(),
                        EventJson::told,
                        KEPT_EVENTS,
                        Clock.tickMillis(ZoneOffset.UTC),
                        this::onFatal));
        Membership begun = begin(nodeApi, parts);
        controls.opened(begun, parts);
        membership = Optional.of(begun);
    }

    private Membership begin(NodeApi nodeApi, SchedulerParts parts) {
        NodeDirectory directory = store instanceof SharedStore shared ? shared.nodes() : new SingleNode();
        try {
            return Membership.begin(
                    directory,
                    nodeApi.self().hostPort(),
                    settings.listening(),
                    store.config(),
                    parts,
                    () -> leadership.scheduler().isPresent());
        } catch (CannotListen e) {
            throw new StartFailure(
                    ExitCode.BIND_FAILED, e.getMessage() + ". See --cluster_port and --cluster_address.", e);
        }
    }

    private void onFatal(MesosGateway.Fatal refusal) {
        if (refusal.frameworkRemoved()) {
            stop(ExitCode.FRAMEWORK_REMOVED);
        }
    }

    private void stopBeforeTheProcessEnds() {
        stop(ExitCode.OK);
        awaitEnd();
    }

    private static LocalMesos startMesos(Settings settings) {
        try {
            return LocalMesos.start(settings.localMesos());
        } catch (IllegalArgumentException e) {
            throw new StartFailure(
                    ExitCode.WRONG_FLAG,
                    "The embedded Mesos can't start: " + e.getMessage()
                            + ". See --local_agent_resources and --local_agent_attributes.",
                    e);
        } catch (IOException e) {
            throw new StartFailure(ExitCode.STORE_UNAVAILABLE, "The embedded Mesos can't start: " + e.getMessage(), e);
        }
    }

    private static Store openStore(ServerConfig config) {
        try {
            if (config.store() == null) {
                return EmbeddedStore.open(config.dataDir());
            }
            return config.store().startsWith("zk:")
                    ? ZooKeeperStore.open(config.store(), config.zkSessionTimeout())
                    : PostgresStore.open(config.store());
        } catch (StoreUnavailable e) {
            throw new StartFailure(ExitCode.STORE_UNAVAILABLE, e.getMessage(), e);
        }
    }

    /** Shows up in Akka's log of the shutdown. */
    private record StopReason(ExitCode exitCode) implements CoordinatedShutdown.Reason {}
}
