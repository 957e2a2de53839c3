package stadion.deploy.server;

import akka.actor.typed.ActorSystem;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.net.URI;
import java.util.concurrent.CompletionException;
import stadion.api.ApiServer;
import stadion.api.NodeControls;
import stadion.api.app.AppDefinitions;
import stadion.api.http.Tls;
import stadion.scheduler.leader.Leader;
import stadion.scheduler.leader.Leadership;

/**
 * The API of a node, as it is served.
 *
 * @param self how other nodes, and clients elsewhere, reach it
 * @param local how clients on this machine do
 */
record NodeApi(Leader self, URI local) {

    /**
     * Listens and answers.
     *
     * @param hostname the name by which others reach this node
     * @throws StartFailure if it can't
     */
    static NodeApi start(
            ActorSystem<?> system,
            Settings settings,
            String hostname,
            Masters masters,
            Leadership leadership,
            NodeControls controls) {
        ApiServer.Addresses addresses = listen(system, settings, masters, leadership, controls);
        String scheme = addresses.http().isPresent() ? "http://" : "https://";
        int port = addresses.http().or(addresses::https).orElseThrow().getPort();
        return new NodeApi(
                new Leader(URI.create(scheme + hostname + ":" + port)), URI.create(scheme + "localhost:" + port + "/"));
    }

    private static ApiServer.Addresses listen(
            ActorSystem<?> system, Settings settings, Masters masters, Leadership leadership, NodeControls controls) {
        try {
            return ApiServer.start(
                            system,
                            settings.api(),
                            leadership,
                            settings.info(masters),
                            controls,
                            new AppDefinitions(settings.apps()),
                            metrics())
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

    private static PrometheusMeterRegistry metrics() {
        PrometheusMeterRegistry metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        new JvmMemoryMetrics().bindTo(metrics);
        new JvmThreadMetrics().bindTo(metrics);
        new ProcessorMetrics().bindTo(metrics);
        new UptimeMetrics().bindTo(metrics);
        return metrics;
    }
}
