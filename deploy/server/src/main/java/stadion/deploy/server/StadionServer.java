package stadion.deploy.server;

import akka.actor.CoordinatedShutdown;
import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.Behaviors;
import akka.cluster.typed.ClusterSingleton;
import akka.cluster.typed.SingletonActor;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import stadion.api.ApiServer;
import stadion.api.NodeControls;
import stadion.api.app.AppDefinitions;
import stadion.api.http.Tls;
import stadion.localmesos.LocalMesos;
import stadion.persistence.EmbeddedStore;
import stadion.persistence.StoreUnavailable;
import stadion.scheduler.SchedulerGuardian;
import stadion.scheduler.SchedulerSettings;
import stadion.scheduler.event.EventLog;
import stadion.scheduler.leader.Leader;
import stadion.scheduler.leader.LeaderActor;
import stadion.scheduler.leader.Leadership;
import stadion.scheduler.mesos.MasterAddress;
import stadion.scheduler.mesos.MesosGateway;

/** A running server: the store, the embedded Mesos if there is one, this node of the cluster, and all that runs on it. */
final class StadionServer {

    private final ActorSystem<Void> system;
    private final Optional<LocalMesos> localMesos;
    private final Leadership leadership = new Leadership();

    /** Why the server ends, as soon as that is known. */
    private final CompletableFuture<ExitCode> reason = new CompletableFuture<>();

    /** Completed when nothing runs any more and the store is closed. */
    private final CompletableFuture<Void> ended;

    private URI api;

    private StadionServer(EmbeddedStore store, Optional<LocalMesos> localMesos, ActorSystem<Void> system) {
        this.system = system;
        this.localMesos = localMesos;
        this.ended = system.getWhenTerminated()
                .thenAccept(done -> {
                    // Unless stop() was called, the guardian has failed.
                    reason.complete(ExitCode.UNCAUGHT_EXCEPTION);
                    localMesos.ifPresent(LocalMesos::close);
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
        Settings settings = new Settings(config);
        StadionServer server = startParts(config, settings);
        try {
            server.open(config, settings);
            return server;
        } catch (RuntimeException e) {
            server.stop(ExitCode.UNCAUGHT_EXCEPTION);
            server.awaitEnd();
            throw e;
        }
    }

    private static StadionServer startParts(ServerConfig config, Settings settings) {
        EmbeddedStore store = openStore(config);
        Optional<LocalMesos> localMesos = Optional.empty();
        try {
            if (config.mesos().master() == null) {
                localMesos = Optional.of(startMesos(settings));
            }
            ActorSystem<Void> system = ClusterNode.start(Behaviors.empty(), config.clusterPort(), store.config());
            return new StadionServer(store, localMesos, system);
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
        return leadership.scheduler().isPresent();
    }

    /** The Mesos in use, in words. */
    String mesos(ServerConfig config) {
        return localMesos
                .map(mesos -> "embedded, " + config.embeddedMesos().agents()
                        + (config.embeddedMesos().agents() == 1 ? " agent" : " agents") + ", http://"
                        + mesos.address().getHostString() + ":"
                        + mesos.address().getPort())
                .orElseGet(() -> String.valueOf(config.mesos().master()));
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

    private void open(ServerConfig config, Settings settings) {
        EventLog events = new EventLog();
        CompletableFuture<ActorRef<LeaderActor.Command>> leader = new CompletableFuture<>();
        ApiServer.Addresses addresses = bind(settings, master(config), new ServerControls(system, leader));
        String scheme = addresses.http().isPresent() ? "http://" : "https://";
        int port = addresses.http().or(addresses::https).orElseThrow().getPort();
        Leader self = new Leader(URI.create(scheme + config.mesos().hostname() + ":" + port));
        api = URI.create(scheme + "localhost:" + port + "/");
        SchedulerGuardian.Node node =
                new SchedulerGuardian.Node(leadership, self, events, Clock.tickMillis(ZoneOffset.UTC), this::onFatal);
        SchedulerSettings scheduler =
                settings.scheduler(master(config), self.api().toString());
        leader.complete(ClusterSingleton.get(system)
                .init(SingletonActor.of(
                        LeaderActor.create(SchedulerGuardian.create(scheduler, node), leadership), "scheduler")));
    }

    private ApiServer.Addresses bind(Settings settings, MasterAddress master, NodeControls controls) {
        PrometheusMeterRegistry metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        new JvmMemoryMetrics().bindTo(metrics);
        new JvmThreadMetrics().bindTo(metrics);
        new ProcessorMetrics().bindTo(metrics);
        new UptimeMetrics().bindTo(metrics);
        try {
            return ApiServer.start(
                            system,
                            settings.api(),
                            leadership,
                            settings.info(master),
                            controls,
                            new AppDefinitions(settings.apps()),
                            metrics)
                    .toCompletableFuture()
                    .join();
        } catch (CompletionException e) {
            throw new StartFailure(
                    ExitCode.BIND_FAILED,
                    e.getCause().getMessage()
                            + ". See --http_port and --http_address, --https_port and --https_address.",
                    e);
        } catch (Tls.BrokenKeystore e) {
            throw new StartFailure(
                    ExitCode.WRONG_FLAG, e.getMessage() + " See --ssl_keystore_path and --ssl_keystore_password.", e);
        }
    }

    private MasterAddress master(ServerConfig config) {
        return localMesos
                .map(mesos -> MasterAddress.parse(
                        mesos.address().getHostString() + ":" + mesos.address().getPort()))
                .orElseGet(() -> new MasterAddress(config.mesos().master()));
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
