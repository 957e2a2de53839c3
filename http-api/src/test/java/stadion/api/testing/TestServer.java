package stadion.api.testing;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.util.ByteString;
import com.fasterxml.jackson.databind.JsonNode;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import stadion.api.ApiServer;
import stadion.api.ApiSettings;
import stadion.api.NodeControls;
import stadion.api.NodeInfo;
import stadion.api.app.AppDefinitions;
import stadion.api.app.AppSettings;
import stadion.api.events.EventJson;
import stadion.api.json.Json;
import stadion.scheduler.Scheduler;
import stadion.scheduler.event.EventLog;
import stadion.scheduler.leader.Leader;
import stadion.scheduler.leader.Leadership;

/** The API on a free port of this machine, with a {@link MemoryScheduler} behind it, and a client. */
public final class TestServer implements AutoCloseable {

    public final Leadership leadership = new Leadership();
    public final MemoryScheduler scheduler = new MemoryScheduler();
    public final EventLog events = new EventLog(EventJson::told);
    public final RecordedControls controls = new RecordedControls();
    public final PrometheusMeterRegistry metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final ActorTestKit kit = ActorTestKit.create("api-test");
    private final HttpClient client = HttpClient.newHttpClient();
    private final ApiServer.Addresses addresses;
    private final Scheduler running;

    /** What the API had this node do. */
    public static final class RecordedControls implements NodeControls {
        public final AtomicInteger abdications = new AtomicInteger();
        public final Map<String, String> levels = new ConcurrentHashMap<>(Map.of("ROOT", "info"));
        public volatile Optional<Duration> duration = Optional.empty();

        @Override
        public void abdicate() {
            abdications.incrementAndGet();
        }

        @Override
        public Map<String, String> logLevels() {
            return new TreeMap<>(levels);
        }

        @Override
        public void logLevel(String logger, String level, Optional<Duration> duration) {
            levels.put(logger, level);
            this.duration = duration;
        }
    }

    /** An answer; header names in lower case. */
    public record Reply(int status, Map<String, String> headers, ByteString bytes) {
        public String text() {
            return bytes.utf8String();
        }

        public JsonNode json() {
            try {
                return Json.MAPPER.readTree(bytes.toArray());
            } catch (IOException e) {
                throw new UncheckedIOException(text(), e);
            }
        }
    }

    private TestServer(ApiSettings settings) {
        NodeInfo info = new NodeInfo(
                "marathon",
                "1.2.3",
                "abc",
                Map.of("features", new String[0]),
                Map.of("zk", "zk://user:xxx@host/x"),
                Map.of("http_port", 8080));
        running = new Scheduler(
                scheduler.view,
                events,
                kit.spawn(scheduler.groups()),
                kit.spawn(scheduler.apps()),
                kit.spawn(scheduler.queue()),
                kit.spawn(scheduler.subscriptions()));
        addresses = ApiServer.start(
                        kit.system(),
                        settings,
                        leadership,
                        info,
                        controls,
                        new AppDefinitions(AppSettings.DEFAULTS),
                        metrics)
                .toCompletableFuture()
                .join();
    }

    /** A server that leads. */
    public static TestServer leading() {
        return leading(settings -> settings);
    }

    public static TestServer leading(UnaryOperator<ApiSettings> settings) {
        TestServer server = standby(settings);
        server.lead();
        return server;
    }

    /** A server that knows of no leader. */
    public static TestServer standby(UnaryOperator<ApiSettings> settings) {
        return new TestServer(settings.apply(ApiSettings.defaults("127.0.0.1", 0)));
    }

    public void lead() {
        leadership.opened(running, new Leader(URI.create("http://me.example:8080")));
    }

    public int port() {
        return addresses.http().orElseThrow().getPort();
    }

    /** The paths at which resources are. */
    public Set<String> addresses() {
        return addresses.paths();
    }

    public int securePort() {
        return addresses.https().orElseThrow().getPort();
    }

    public String url() {
        return "http://127.0.0.1:" + port();
    }

    public Reply get(String path, String... headers) {
        return send("GET", path, null, headers);
    }

    public Reply delete(String path) {
        return send("DELETE", path, null);
    }

    public Reply post(String path, String json) {
        return send("POST", path, json, "Content-Type", "application/json");
    }

    public Reply put(String path, String json) {
        return send("PUT", path, json, "Content-Type", "application/json");
    }

    public Reply patch(String path, String json) {
        return send("PATCH", path, json, "Content-Type", "application/json");
    }

    /** Sends a request; {@code headers} are names and values in turn. */
    public Reply send(String method, String path, String body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url() + path))
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .timeout(Duration.ofSeconds(60));
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            HttpResponse<byte[]> answer = client.send(request.build(), BodyHandlers.ofByteArray());
            Map<String, String> all = new TreeMap<>();
            answer.headers().map().forEach((name, values) -> all.put(name, String.join(", ", values)));
            return new Reply(answer.statusCode(), all, ByteString.fromArray(answer.body()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        kit.shutdownTestKit();
    }
}
