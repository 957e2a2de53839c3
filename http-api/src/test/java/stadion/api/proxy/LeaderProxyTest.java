package stadion.api.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import stadion.api.ApiSettings;
import stadion.api.http.Credentials;
import stadion.api.http.Tls;
import stadion.api.testing.TestServer;
import stadion.api.testing.TestServer.Reply;
import stadion.scheduler.event.SchedulerEvent.AppTerminated;
import stadion.scheduler.leader.Leader;
import stadion.scheduler.model.PathId;

/** A node that leads, and one that has it answer. */
class LeaderProxyTest {

    private static final String APP = "{\"id\":\"/a\",\"cmd\":\"sleep 1\",\"instances\":0}";
    private static final Path KEYSTORE = Path.of("src/test/resources/tls/server.p12");

    private final List<TestServer> servers = new ArrayList<>();

    @AfterEach
    void stop() {
        servers.forEach(TestServer::close);
    }

    private TestServer leader(UnaryOperator<ApiSettings> settings) {
        TestServer server = TestServer.leading(settings);
        servers.add(server);
        return server;
    }

    private TestServer standby(UnaryOperator<ApiSettings> settings) {
        TestServer server = TestServer.standby(settings);
        servers.add(server);
        return server;
    }

    private TestServer standbyOf(TestServer leader) {
        TestServer server = standby(settings -> settings);
        follow(server, leader.url());
        return server;
    }

    private static void follow(TestServer server, String leader) {
        server.leadership.follows(Optional.of(new Leader(URI.create(leader))));
    }

    private static ApiSettings impatient(ApiSettings settings) {
        return settings.withLeaderWait(Duration.ofMillis(200));
    }

    /** Longer than any test takes. */
    private static ApiSettings patient(ApiSettings settings) {
        return settings.withLeaderWait(Duration.ofHours(1))
                .withProxy(settings.proxy().withReadTimeout(Duration.ofHours(1)));
    }

    @Test
    void the_leader_answers_with_its_own_headers() {
        TestServer leader = leader(settings -> settings);
        TestServer standby = standbyOf(leader);

        Reply created = standby.post("/v2/apps?force=true", APP);
        assertThat(created.status()).isEqualTo(201);
        assertThat(leader.get("/v2/apps/a").status()).isEqualTo(200);

        Reply own = leader.get("/v2/apps/a");
        Reply passedOn = standby.get("/v2/apps//a");
        assertThat(passedOn.text()).isEqualTo(own.text());
        assertThat(passedOn.headers().get("x-marathon-via")).isEqualTo("1.1 localhost:" + standby.port());
        assertThat(passedOn.headers().get("x-marathon-leader")).isEqualTo("http://me.example:8080");
        own.headers().forEach((name, value) -> {
            if (!name.equals("date")) {
                assertThat(passedOn.headers()).containsEntry(name, value);
            }
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"/ping", "/metrics", "/v2/info", "/v2/leader", "/v2/nothing", "/"})
    void whatever_is_asked_the_leader_answers(String path) {
        TestServer leader = leader(settings -> settings);
        TestServer standby = standbyOf(leader);

        assertThat(standby.get(path).status()).isEqualTo(leader.get(path).status());
        assertThat(standby.get(path).headers()).containsKey("x-marathon-via");
    }

    @Test
    void errors_and_preconditions_are_passed_on() {
        TestServer leader = leader(settings -> settings);
        TestServer standby = standbyOf(leader);
        leader.post("/v2/apps", APP);

        assertThat(standby.post("/v2/apps", "{\"id\":").text())
                .isEqualTo(leader.post("/v2/apps", "{\"id\":").text());
        assertThat(standby.get("/v2/apps/missing").status()).isEqualTo(404);
        String tag = leader.get("/v2/apps/a").headers().get("etag");
        assertThat(standby.get("/v2/apps/a", "If-None-Match", tag).status()).isEqualTo(304);
        assertThat(standby.delete("/v2/apps/a").status()).isEqualTo(200);
        assertThat(leader.get("/v2/apps/a").status()).isEqualTo(404);
    }

    @Test
    void compressed_answers_are_passed_on_as_they_are() throws Exception {
        TestServer leader = leader(settings -> settings);
        TestServer standby = standbyOf(leader);
        leader.post("/v2/apps", APP);

        HttpRequest request = HttpRequest.newBuilder(URI.create(standby.url() + "/v2/apps"))
                .header("Accept-Encoding", "gzip")
                .build();
        HttpResponse<InputStream> answer = HttpClient.newHttpClient().send(request, BodyHandlers.ofInputStream());
        assertThat(answer.headers().firstValue("Content-Encoding")).hasValue("gzip");
        assertThat(new String(new GZIPInputStream(answer.body()).readAllBytes(), StandardCharsets.UTF_8))
                .contains("\"id\":\"/a\"");
    }

    @Test
    void head_is_answered_without_a_body() {
        TestServer standby = standbyOf(leader(settings -> settings));

        Reply head = standby.send("HEAD", "/v2/apps", null);
        assertThat(head.status()).isEqualTo(200);
        assertThat(head.bytes().isEmpty()).isTrue();
    }

    @Test
    void large_bodies_pass_in_both_directions() {
        TestServer leader = leader(settings -> settings);
        TestServer standby = standbyOf(leader);
        String cmd = "x".repeat(6 << 20);

        assertThat(standby.post("/v2/apps", "{\"id\":\"/a\",\"cmd\":\"" + cmd + "\",\"instances\":0}")
                        .status())
                .isEqualTo(201);
        assertThat(standby.get("/v2/apps/a").text()).contains(cmd);
        assertThat(standby.post("/v2/apps", "{\"id\":\"/b\",\"cmd\":\"" + "x".repeat(9 << 20) + "\"}")
                        .status())
                .isEqualTo(413);
    }

    @Test
    void credentials_are_checked_by_the_leader() {
        TestServer leader =
                leader(settings -> settings.withCredentials(Optional.of(new Credentials("user", "secret"))));
        TestServer standby = standbyOf(leader);

        assertThat(standby.get("/v2/apps").status()).isEqualTo(401);
        assertThat(standby.get("/v2/apps").headers()).containsKey("www-authenticate");
        assertThat(standby.get("/v2/apps", "Authorization", "Basic dXNlcjpzZWNyZXQ=")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void a_leader_that_only_speaks_tls_is_asked_that_way() {
        Tls tls = new Tls("127.0.0.1", 0, KEYSTORE, "secret");
        TestServer leader = leader(settings -> settings.withPlainHttp(false).withTls(Optional.of(tls)));
        TestServer standby = standby(settings -> settings.withTls(Optional.of(tls)));
        follow(standby, "https://localhost:" + leader.securePort());
        assertThat(standby.get("/v2/apps").status()).isEqualTo(200);

        TestServer stranger = standby(LeaderProxyTest::impatient);
        follow(stranger, "https://localhost:" + leader.securePort());
        assertThat(stranger.get("/v2/apps").status()).isEqualTo(502);
    }

    @Test
    void the_name_in_the_leaders_certificate_may_be_ignored() {
        Tls tls = new Tls("127.0.0.2", 0, KEYSTORE, "secret");
        TestServer leader = leader(settings -> settings.withPlainHttp(false).withTls(Optional.of(tls)));
        TestServer strict = standby(settings -> impatient(settings).withTls(Optional.of(tls)));
        follow(strict, "https://127.0.0.2:" + leader.securePort());
        assertThat(strict.get("/v2/apps").status()).isEqualTo(502);

        TestServer lax = standby(settings ->
                settings.withTls(Optional.of(tls)).withProxy(settings.proxy().withIgnoreHostname(true)));
        follow(lax, "https://127.0.0.2:" + leader.securePort());
        assertThat(lax.get("/v2/apps").status()).isEqualTo(200);
    }

    @Test
    void what_comes_back_to_where_it_was_is_502() {
        TestServer one = standby(LeaderProxyTest::impatient);
        TestServer two = standby(LeaderProxyTest::impatient);
        follow(one, two.url());
        follow(two, one.url());

        Reply reply = one.get("/v2/apps");
        assertThat(reply.status()).isEqualTo(502);
        assertThat(reply.json().path("message").asText()).isEqualTo("Detected proxying loop.");
    }

    @Test
    void the_leader_is_told_who_asked() throws Exception {
        TestServer standby = standby(settings -> settings);
        try (ServerSocket leader = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            follow(standby, "http://localhost:" + leader.getLocalPort());
            CompletableFuture<List<String>> received = CompletableFuture.supplyAsync(() -> answerOnce(leader));

            Reply reply = standby.get(
                    "/v2/apps?label=a%20in%20(b,c)",
                    "X-Forwarded-For", "10.1.2.3", "Authorization", "Basic dXNlcjpzZWNyZXQ=");
            assertThat(reply.text()).isEqualTo("ok");
            assertThat(received.get())
                    .contains("X-Forwarded-For: 10.1.2.3, 127.0.0.1")
                    .contains("X-Marathon-Via: 1.1 localhost:" + standby.port())
                    .contains("Authorization: Basic dXNlcjpzZWNyZXQ=")
                    .contains("Host: localhost:" + leader.getLocalPort())
                    .noneMatch(line -> line.startsWith("Timeout-Access") || line.startsWith("Remote-Address"))
                    .first()
                    .asString()
                    .startsWith("GET /v2/apps?label=a%20in%20");
        }
    }

    private static List<String> answerOnce(ServerSocket server) {
        try (Socket socket = server.accept()) {
            BufferedReader reader =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
            List<String> lines = new ArrayList<>();
            for (String line = reader.readLine(); line != null && !line.isEmpty(); line = reader.readLine()) {
                lines.add(line);
            }
            OutputStream out = socket.getOutputStream();
            out.write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Type: text/plain\r\n\r\nok"
                    .getBytes(StandardCharsets.US_ASCII));
            out.flush();
            return lines;
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void a_leader_that_is_gone_is_502_after_a_while() throws Exception {
        TestServer standby = standby(LeaderProxyTest::impatient);
        follow(standby, "http://127.0.0.1:" + freePort());

        Reply reply = standby.get("/v2/apps");
        assertThat(reply.status()).isEqualTo(502);
        assertThat(reply.json().path("message").asText()).isEqualTo("Connection to leader refused.");
    }

    private static int freePort() throws java.io.IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }

    @Test
    void a_silent_leader_is_504() throws Exception {
        TestServer standby =
                standby(settings -> settings.withProxy(settings.proxy().withReadTimeout(Duration.ofMillis(300))));
        try (ServerSocket silent = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            follow(standby, "http://localhost:" + silent.getLocalPort());

            Reply reply = standby.get("/v2/apps");
            assertThat(reply.status()).isEqualTo(504);
            assertThat(reply.json().path("message").asText()).isEqualTo("Connection to leader timed out.");
        }
    }

    @Test
    void a_change_waits_for_the_next_leader_when_it_could_not_be_sent() throws Exception {
        TestServer next = leader(settings -> settings);
        TestServer standby = standby(settings -> settings.withLeaderWait(Duration.ofSeconds(30)));
        follow(standby, "http://127.0.0.1:" + freePort());

        CompletableFuture<Reply> change = CompletableFuture.supplyAsync(() -> standby.post("/v2/apps", APP));
        Thread.sleep(300);
        assertThat(change).isNotDone();
        follow(standby, next.url());

        assertThat(change.get().status()).isEqualTo(201);
        assertThat(next.get("/v2/apps/a").status()).isEqualTo(200);
    }

    @Test
    void a_change_that_may_have_been_made_is_not_sent_again() throws Exception {
        TestServer standby = standby(settings -> settings.withLeaderWait(Duration.ofSeconds(30)));
        try (ServerSocket dying = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            follow(standby, "http://localhost:" + dying.getLocalPort());
            Thread death = new Thread(() -> {
                try (Socket socket = dying.accept()) {
                    socket.getInputStream().read();
                } catch (java.io.IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
            });
            death.start();
            assertThat(standby.post("/v2/apps", APP).status()).isEqualTo(502);
        }
    }

    @Test
    void a_read_that_a_silent_leader_does_not_answer_goes_to_the_next_one() throws Exception {
        TestServer next = leader(settings -> settings);
        TestServer standby = standby(LeaderProxyTest::patient);
        try (ServerSocket silent = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            follow(standby, "http://localhost:" + silent.getLocalPort());
            CompletableFuture<Reply> read = CompletableFuture.supplyAsync(() -> standby.get("/v2/apps"));
            try (Socket asked = silent.accept()) {
                assertThat(asked.getInputStream().read()).isNotNegative();
                follow(standby, next.url());
                assertThat(read.get().status()).isEqualTo(200);
            }
        }
    }

    @Test
    void nobody_waits_for_the_answer_of_a_leader_that_leads_no_more() throws Exception {
        TestServer standby = standby(LeaderProxyTest::patient);
        try (ServerSocket silent = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            follow(standby, "http://localhost:" + silent.getLocalPort());
            CompletableFuture<Reply> change = CompletableFuture.supplyAsync(() -> standby.post("/v2/apps", APP));
            try (Socket asked = silent.accept()) {
                assertThat(asked.getInputStream().read()).isNotNegative();
                standby.leadership.follows(Optional.empty());
                assertThat(change.get().status()).isEqualTo(502);
            }
        }
    }

    @Test
    void a_node_that_comes_to_lead_answers_what_has_waited() throws Exception {
        TestServer standby = standby(settings -> settings.withLeaderWait(Duration.ofSeconds(30)));
        CompletableFuture<Reply> change = CompletableFuture.supplyAsync(() -> standby.post("/v2/apps", APP));
        Thread.sleep(300);
        standby.lead();

        assertThat(change.get().status()).isEqualTo(201);
    }

    @Test
    void a_body_waits_with_its_request_for_longer_than_streams_usually_may() throws Exception {
        TestServer standby = standby(settings -> settings.withLeaderWait(Duration.ofSeconds(30)));
        String large = "{\"id\":\"/a\",\"instances\":0,\"cmd\":\"" + "x".repeat(1 << 20) + "\"}";
        CompletableFuture<Reply> change = CompletableFuture.supplyAsync(() -> standby.post("/v2/apps", large));
        Thread.sleep(6_000);
        standby.lead();

        assertThat(change.get().status()).isEqualTo(201);
    }

    @Test
    void no_more_requests_wait_than_may() {
        TestServer standby =
                standby(settings -> settings.withProxy(settings.proxy().withMaxWaiting(0)));

        Reply reply = standby.get("/v2/apps");
        assertThat(reply.status()).isEqualTo(503);
        assertThat(reply.text()).contains("too many requests wait");
    }

    @Test
    void clients_of_the_event_stream_are_sent_to_the_leader() throws Exception {
        TestServer leader = leader(settings -> settings);
        TestServer standby = standbyOf(leader);

        Reply reply = standby.get("/v2/events?event_type=a&event_type=b", "Accept", "text/event-stream");
        assertThat(reply.status()).isEqualTo(302);
        assertThat(reply.headers().get("location")).isEqualTo(leader.url() + "/v2/events?event_type=a&event_type=b");
    }

    @Test
    void the_event_stream_is_passed_on_if_that_is_asked_for() throws Exception {
        TestServer leader = leader(settings -> settings);
        TestServer standby = standbyOf(leader);

        HttpRequest request = HttpRequest.newBuilder(URI.create(standby.url() + "/v2/events?proxy=true&ids=true"))
                .header("Accept", "text/event-stream")
                .build();
        HttpResponse<InputStream> stream = HttpClient.newHttpClient().send(request, BodyHandlers.ofInputStream());
        assertThat(stream.statusCode()).isEqualTo(200);
        assertThat(stream.headers().firstValue("Content-Type")).hasValue("text/event-stream; charset=UTF-8");
        BufferedReader lines = new BufferedReader(new InputStreamReader(stream.body(), StandardCharsets.UTF_8));
        assertThat(List.of(lines.readLine(), lines.readLine()))
                .containsExactly("id: 1", "event: event_stream_attached");
        leader.events.publish(new AppTerminated(PathId.of("/a"), Instant.EPOCH));
        lines.readLine();
        lines.readLine();
        assertThat(List.of(lines.readLine(), lines.readLine())).containsExactly("id: 2", "event: app_terminated_event");

        stream.body().close();
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(leader.events.subscriberCount()).isEqualTo(1));
    }

    @Test
    void each_node_tells_its_own_health_to_anybody() {
        TestServer leader =
                leader(settings -> settings.withCredentials(Optional.of(new Credentials("user", "secret"))));
        assertThat(leader.get("/healthz/live").status()).isEqualTo(200);
        assertThat(leader.get("/healthz/ready").json().path("elected").asBoolean())
                .isTrue();

        TestServer alone = standby(settings -> settings);
        assertThat(alone.get("/healthz/live").status()).isEqualTo(200);
        assertThat(alone.get("/healthz/ready").status()).isEqualTo(503);
        follow(alone, leader.url());
        Reply ready = alone.get("/healthz/ready");
        assertThat(ready.status()).isEqualTo(200);
        assertThat(ready.headers()).doesNotContainKey("x-marathon-via");
        assertThat(ready.json().path("elected").asBoolean(true)).isFalse();
        assertThat(ready.json().path("leader").asText()).isEqualTo("127.0.0.1:" + leader.port());
    }
}
