package stadion.api.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import stadion.api.testing.TestServer;
import stadion.api.testing.TestServer.Reply;
import stadion.scheduler.event.SchedulerEvent.AppTerminated;
import stadion.scheduler.model.PathId;

/** The event stream as it goes over the wire. */
class EventStreamTest {

    private final TestServer server = TestServer.leading();

    @AfterEach
    void stop() {
        server.close();
    }

    /** A client that reads the raw stream line by line. */
    private static final class Client implements AutoCloseable {
        private final Socket socket;
        private final BufferedReader reader;

        Client(TestServer server, String version, String path) throws IOException {
            socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
            socket.setSoTimeout(30_000);
            String request = "GET " + path + " HTTP/" + version
                    + "\r\nHost: x\r\nAccept: text/event-stream\r\nAccept-Encoding: gzip\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            reader = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
        }

        /** The lines up to the next empty one. */
        List<String> block() throws IOException {
            List<String> lines = new ArrayList<>();
            for (String line = reader.readLine(); line != null && !line.isEmpty(); line = reader.readLine()) {
                lines.add(line);
            }
            return lines;
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.1", "1.0"})
    void the_stream_begins_at_once_is_not_compressed_and_ends_with_the_connection(String version) throws IOException {
        try (Client client = new Client(server, version, "/v2/events")) {
            List<String> head = client.block();

            assertThat(head.get(0)).isEqualTo("HTTP/1.1 200 OK");
            assertThat(head)
                    .contains("Content-Type: text/event-stream; charset=UTF-8")
                    .contains("Connection: close")
                    .contains("Cache-Control: no-cache, no-store, must-revalidate")
                    .noneMatch(line -> line.startsWith("Content-Encoding"))
                    .noneMatch(line -> line.startsWith("Transfer-Encoding"));
            List<String> attached = client.block();
            assertThat(attached.get(0)).isEqualTo("event: event_stream_attached");
            assertThat(attached.get(1)).startsWith("data: {\"remoteAddress\":\"127.0.0.1\",");
        }
    }

    @Test
    void what_is_asked_for_twice_is_sent_once_and_nothing_else() throws IOException {
        try (Client client = new Client(
                server, "1.1", "/v2/events?plan-format=light&event_type=app_terminated_event&event_type=other")) {
            client.block();
            server.events.publish(new AppTerminated(PathId.of("/a"), Instant.EPOCH));

            assertThat(client.block())
                    .containsExactly(
                            "event: app_terminated_event",
                            "data: {\"appId\":\"/a\",\"timestamp\":\"1970-01-01T00:00:00.000Z\","
                                    + "\"eventType\":\"app_terminated_event\"}");
        }
    }

    @Test
    void a_post_is_seen_by_subscribers() throws IOException {
        try (Client client = new Client(server, "1.1", "/v2/events?event_type=api_post_event")) {
            client.block();
            server.post("/v2/apps", "{\"id\":\"/a\",\"cmd\":\"sleep 1\",\"instances\":0}");
            server.put("/v2/apps/a", "{\"cmd\":\"sleep 2\"}");

            assertThat(client.block().get(1))
                    .contains("\"clientIp\":\"127.0.0.1\",\"uri\":\"/v2/apps\"")
                    .contains("\"cmd\":\"sleep 1\"")
                    .doesNotContain("versionInfo");
            assertThat(client.block().get(1))
                    .contains("\"uri\":\"/v2/apps/a\"")
                    .contains("\"cmd\":\"sleep 2\"")
                    .contains("versionInfo");
        }
    }

    @Test
    void a_client_that_hangs_up_is_forgotten() throws IOException {
        try (Client client = new Client(server, "1.1", "/v2/events")) {
            client.block();
            client.block();
        }

        await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
            server.events.publish(new AppTerminated(PathId.of("/a"), Instant.EPOCH));
            assertThat(server.metrics
                            .get("marathon.http.event-streams.active.gauge")
                            .gauge()
                            .value())
                    .isZero();
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"*/*", "application/json", "text/plain", "text/*"})
    void only_who_asks_for_an_event_stream_gets_one(String accept) {
        Reply reply = server.get("/v2/events", "Accept", accept);

        assertThat(reply.status()).isEqualTo(405);
        assertThat(reply.text()).isEmpty();
        assertThat(reply.headers()).containsEntry("allow", "GET");
        assertThat(server.post("/v2/events", "{}").status()).isEqualTo(405);
    }
}
