package stadion.api.proxy;

import akka.actor.typed.ActorSystem;
import akka.http.javadsl.ConnectionContext;
import akka.http.javadsl.Http;
import akka.http.javadsl.HttpsConnectionContext;
import akka.http.javadsl.OutgoingConnectionBuilder;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.settings.ClientConnectionSettings;
import akka.http.javadsl.settings.ConnectionPoolSettings;
import akka.stream.StreamTcpException;
import akka.stream.javadsl.Sink;
import akka.stream.javadsl.Source;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import stadion.api.http.Tls;

/** The connections to the leader: kept open for requests, one of its own for each event stream. */
final class LeaderClient {

    /** Longer than the pause between two signs of life on an event stream. */
    private static final Duration STREAM_SILENCE = Duration.ofSeconds(75);

    private final ActorSystem<?> system;
    private final HttpsConnectionContext https;
    private final ConnectionPoolSettings pool;
    private final ClientConnectionSettings stream;

    /** Trusts the certificates that {@code tls} names, beside those that Java trusts. */
    LeaderClient(ActorSystem<?> system, ProxySettings settings, Optional<Tls> tls) {
        this.system = system;
        SSLContext context = Tls.clientContext(tls);
        this.https = settings.ignoreHostname()
                ? ConnectionContext.httpsClient((host, port) -> unnamed(context.createSSLEngine(host, port)))
                : ConnectionContext.httpsClient(context);
        Config config = ConfigFactory.parseMap(Map.of(
                        "akka.http.host-connection-pool.max-connections",
                        settings.maxConnections(),
                        "akka.http.host-connection-pool.client.connecting-timeout",
                        settings.connectTimeout().toMillis() + " ms",
                        "akka.http.host-connection-pool.client.idle-timeout",
                        settings.readTimeout().toMillis() + " ms"))
                .withFallback(ConfigFactory.parseResourcesAnySyntax(
                        LeaderClient.class.getClassLoader(), "stadion-leader-proxy"))
                .withFallback(system.settings().config())
                .resolve();
        this.pool = ConnectionPoolSettings.create(config);
        this.stream = pool.getConnectionSettings()
                .withIdleTimeout(scala.concurrent.duration.Duration.fromNanos(STREAM_SILENCE.toNanos()));
    }

    private static SSLEngine unnamed(SSLEngine engine) {
        engine.setUseClientMode(true);
        return engine;
    }

    /** The beginning of the answer; its body is a stream. */
    CompletionStage<HttpResponse> send(HttpRequest request) {
        return Http.get(system)
                .singleRequest(request, https, pool, system.classicSystem().log());
    }

    /** The same on a connection that ends with the answer. */
    CompletionStage<HttpResponse> follow(HttpRequest request) {
        OutgoingConnectionBuilder connection = Http.get(system)
                .connectionTo(request.getUri().host().address())
                .toPort(request.getUri().port())
                .withClientConnectionSettings(stream);
        boolean plain = request.getUri().scheme().equals("http");
        return Source.single(request)
                .via(
                        plain
                                ? connection.http()
                                : connection
                                        .withCustomHttpsConnectionContext(https)
                                        .https())
                .runWith(Sink.head(), system);
    }

    /** Whether no connection was made, so that nothing of the request was sent. */
    static boolean isNotConnected(Throwable error) {
        return error instanceof StreamTcpException
                && String.valueOf(error.getMessage()).contains("Connect");
    }

    /** Whether that took too long. */
    static boolean isTimeout(Throwable error) {
        String message = String.valueOf(error.getMessage()).toLowerCase(java.util.Locale.ROOT);
        return error instanceof java.util.concurrent.TimeoutException || message.contains("timeout");
    }
}
