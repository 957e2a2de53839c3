package stadion.api;

import akka.actor.typed.ActorSystem;
import akka.http.javadsl.Http;
import akka.http.javadsl.ServerBinding;
import akka.http.javadsl.server.Route;
import akka.http.javadsl.settings.ServerSettings;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.concurrent.CompletionStage;
import stadion.api.app.AppDefinitions;
import stadion.scheduler.leader.Leadership;

/** The HTTP server of a node. */
public final class ApiServer {

    private ApiServer() {}

    /**
     * Listens and answers; also while nobody leads.
     *
     * @return the binding, which says on which port; fails when the port cannot be had
     */
    public static CompletionStage<ServerBinding> start(
            ActorSystem<?> system,
            ApiSettings settings,
            Leadership leadership,
            NodeInfo info,
            NodeControls controls,
            AppDefinitions definitions,
            PrometheusMeterRegistry metrics) {
        Route route = ApiRoutes.create(system, settings, leadership, info, controls, definitions, metrics);
        return Http.get(system)
                .newServerAt(settings.address(), settings.port())
                .withSettings(serverSettings(system.settings().config()))
                .bind(route);
    }

    /** Akka HTTP's settings with this module's own on top, from {@code stadion-http.conf}. */
    static ServerSettings serverSettings(Config config) {
        return ServerSettings.create(
                ConfigFactory.parseResourcesAnySyntax(ApiServer.class.getClassLoader(), "stadion-http")
                        .withFallback(config)
                        .resolve());
    }
}
