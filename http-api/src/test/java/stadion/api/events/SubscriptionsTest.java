package stadion.api.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import stadion.api.json.Json;
import stadion.api.testing.TestServer;
import stadion.api.testing.TestServer.Reply;
import stadion.scheduler.event.SchedulerEvent.AppTerminated;
import stadion.scheduler.model.PathId;

/** The addresses to which events are posted, and a consumer behind one of them. */
class SubscriptionsTest {

    private static final Duration LONG = Duration.ofSeconds(60);

    private final List<JsonNode> received = new CopyOnWriteArrayList<>();
    private final List<String> types = new CopyOnWriteArrayList<>();
    private final AtomicInteger status = new AtomicInteger(200);
    private TestServer server;
    private HttpServer consumer;

    @BeforeEach
    void start() throws IOException {
        consumer = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        consumer.createContext("/", exchange -> {
            types.add(exchange.getRequestMethod() + " "
                    + exchange.getRequestHeaders().getFirst("Content-Type"));
            received.add(Json.MAPPER.readTree(exchange.getRequestBody().readAllBytes()));
            exchange.sendResponseHeaders(status.get(), -1);
            exchange.close();
        });
        consumer.start();
        server = TestServer.leading();
    }

    @AfterEach
    void stop() {
        server.close();
        consumer.stop(0);
    }

    private String url() {
        return "http://127.0.0.1:" + consumer.getAddress().getPort() + "/events";
    }

    private Reply subscribe(String url) {
        return server.send("POST", "/v2/eventSubscriptions?callbackUrl=" + url, null);
    }

    private void happen(int n) {
        server.events.publish(new AppTerminated(PathId.of("/a" + n), Instant.EPOCH));
    }

    private List<String> apps() {
        return received.stream()
                .map(event -> event.path("appId").asText())
                .filter(app -> !app.isEmpty())
                .toList();
    }

    @Test
    void addresses_come_and_go_in_marathons_words() {
        Reply subscribed = subscribe(url());

        assertThat(subscribed.status()).isEqualTo(200);
        assertThat(subscribed.json().path("clientIp").asText()).isEqualTo("127.0.0.1");
        assertThat(subscribed.json().path("callbackUrl").asText()).isEqualTo(url());
        assertThat(subscribed.json().path("eventType").asText()).isEqualTo("subscribe_event");
        assertThat(server.get("/v2/eventSubscriptions").text()).isEqualTo("{\"callbackUrls\":[\"" + url() + "\"]}");
        assertThat(server.delete("/v2/eventSubscriptions?callbackUrl=" + url())
                        .json()
                        .path("eventType")
                        .asText())
                .isEqualTo("unsubscribe_event");
        assertThat(server.get("/v2/eventSubscriptions").text()).isEqualTo("{\"callbackUrls\":[]}");
    }

    @Test
    void every_event_is_posted_in_order() {
        server.post("/v2/eventSubscriptions?callbackUrl=" + url(), "");
        await().atMost(LONG).until(() -> server.events.subscriberCount() > 0);

        for (int n = 0; n < 50; n++) {
            happen(n);
        }

        await().atMost(LONG).until(() -> apps().size() == 50);
        assertThat(apps()).startsWith("/a0", "/a1", "/a2").endsWith("/a49");
        assertThat(received.get(received.size() - 1).path("eventType").asText()).isEqualTo("app_terminated_event");
        assertThat(types).containsOnly("POST application/json");
    }

    @Test
    void who_subscribed_is_told_so_and_who_left_nothing_more() {
        await().atMost(LONG).until(() -> server.events.subscriberCount() > 0);

        subscribe(url());
        await().atMost(LONG).until(() -> !received.isEmpty());
        server.delete("/v2/eventSubscriptions?callbackUrl=" + url());
        happen(1);
        subscribe(url());

        await().atMost(LONG).until(() -> received.size() == 2);
        assertThat(received).allMatch(event -> event.path("eventType").asText().equals("subscribe_event"));
    }

    @Test
    void a_consumer_that_fails_is_left_out_for_a_while_and_does_not_hold_up_others() throws IOException {
        await().atMost(LONG).until(() -> server.events.subscriberCount() > 0);
        int closed;
        try (ServerSocket socket = new ServerSocket(0)) {
            closed = socket.getLocalPort();
        }
        subscribe("http://127.0.0.1:" + closed + "/gone");
        subscribe(url());

        happen(1);
        happen(2);

        await().atMost(LONG).until(() -> apps().equals(List.of("/a1", "/a2")));
        await().atMost(LONG).until(() -> {
            happen(3);
            return server.metrics
                            .get("marathon.http.event-callbacks.skipped.counter")
                            .counter()
                            .count()
                    > 0;
        });
    }

    @Test
    void a_consumer_that_recovers_gets_events_again() {
        await().atMost(LONG).until(() -> server.events.subscriberCount() > 0);
        status.set(500);
        subscribe(url());
        await().atMost(LONG).until(() -> !received.isEmpty());

        status.set(200);
        received.clear();
        AtomicInteger n = new AtomicInteger();

        await().atMost(LONG).untilAsserted(() -> {
            happen(n.incrementAndGet());
            assertThat(apps()).isNotEmpty();
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "/x", "ftp://a/b", "http://me:secret@a/b", "http:///x", "http://a%20b/"})
    void an_address_that_is_none_is_422(String url) {
        Reply reply = subscribe(url);

        assertThat(reply.status()).isEqualTo(422);
        assertThat(reply.json().at("/details/0/path").asText()).isEqualTo("/callbackUrl");
        assertThat(server.scheduler.view.callbacks()).isEmpty();
    }
}
