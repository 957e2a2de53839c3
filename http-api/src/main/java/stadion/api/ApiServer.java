package stadion.api;

import akka.actor.typed.ActorSystem;
import akka.http.javadsl.ConnectionContext;
import akka.http.javadsl.Http;
import akka.http.javadsl.HttpsConnectionContext;
import akka.http.javadsl.ServerBinding;
import akka.http.javadsl.ServerBuilder;
import akka.http.javadsl.server.Route;
import akka.http.javadsl.settings.ServerSettings;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import stadion.api.app.AppDefinitions;
import stadion.api.http.Tls;
import stadion.scheduler.leader.Leadership;

/** The HTTP server of a node. */
public final class ApiServer {

    private ApiServer() {}

    /**
     * Where the API is served; {@code http} or {@code https} is there, or both.
     *
     * @param paths the paths at which resources are
     */
    public record Addresses(Optional<InetSocketAddress> http, Optional<InetSocketAddress> https, Set<String> paths) {}

    /** An address or port cannot be had. */
    public static final class CannotListen extends RuntimeException {
        CannotListen(String address, int port, Throwable cause) {
            super(
                    "The API can't listen on " + address + ":" + port + ": "
                            + root(cause).getMessage(),
                    cause);
        }

        private static Throwable root(Throwable error) {
            return error.getCause() == null ? error : root(error.getCause());
        }
    }

    /**
     * Listens and answers; also while nobody leads.
     *
     * @return where; fails with {@link CannotListen}
     * @throws Tls.BrokenKeystore when the keystore is of no use
     */
    public static CompletionStage<Addresses> start(
            ActorSystem<?> system,
            ApiSettings settings,
            Leadership leadership,
            NodeInfo info,
            NodeControls controls,
            AppDefinitions definitions,
            PrometheusMeterRegistry metrics) {
        Optional<HttpsConnectionContext> secure =
                settings.tls().map(tls -> ConnectionContext.httpsServer(tls.context()));
        ApiRoutes routes = ApiRoutes.create(system, settings, leadership, info, controls, definitions, metrics);
        Route route = routes.route();
        CompletionStage<Optional<InetSocketAddress>> http = settings.plainHttp()
                ? bind(system, settings.address(), settings.port(), Optional.empty(), route)
                        .thenApply(Optional::of)
                : CompletableFuture.completedFuture(Optional.empty());
        CompletionStage<Optional<InetSocketAddress>> https = settings.tls()
                .map(tls ->
                        bind(system, tls.address(), tls.port(), secure, route).thenApply(Optional::of))
                .orElseGet(() -> CompletableFuture.completedFuture(Optional.empty()));
        return http.thenCombine(https, (plain, tls) -> {
            routes.listensAt(plain.or(() -> tls).orElseThrow().getPort());
            return new Addresses(plain, tls, routes.paths());
        });
    }

    private static CompletionStage<InetSocketAddress> bind(
            ActorSystem<?> system, String address, int port, Optional<HttpsConnectionContext> secure, Route route) {
        ServerBuilder server = Http.get(system)
                .newServerAt(address, port)
                .withSettings(serverSettings(system.settings().config()));
        return secure.map(context -> server.enableHttps(context))
                .orElse(server)
                .bind(route)
                .handle((binding, error) -> {
                    if (error != null) {
                        throw new CannotListen(address, port, error);
                    }
                    return binding;
                })
                .thenApply(ServerBinding::localAddress);
    }

    /** Akka HTTP's settings with this module's own on top, from {@code stadion-http.conf}. */
    static ServerSettings serverSettings(Config config) {
        return ServerSettings.create(
                ConfigFactory.parseResourcesAnySyntax(ApiServer.class.getClassLoader(), "stadion-http")
                        .withFallback(config)
                        .resolve());
    }
}
