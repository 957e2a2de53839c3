package stadion.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pcollections.TreePVector;
import stadion.api.ApiSettings;
import stadion.api.testing.TestServer;
import stadion.api.testing.TestServer.Reply;
import stadion.scheduler.group.RootGroup;

class ErrorsTest {

    private static final int LIMIT = 2000;
    private static TestServer server;

    @BeforeAll
    static void start() {
        server = TestServer.leading(ErrorsTest::impatient);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static ApiSettings impatient(ApiSettings defaults) {
        return defaults.withMaxBodyBytes(LIMIT)
                .withLeaderWait(Duration.ofMillis(300))
                .withAnswerTimeout(Duration.ofMillis(300));
    }

    private static void assertError(Reply reply, int status, String message) {
        assertThat(reply.status()).as(reply.text()).isEqualTo(status);
        assertThat(reply.headers()).containsEntry("content-type", "application/json");
        assertThat(reply.json().path("message").asText()).contains(message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/nope", "/v2", "/v2/", "/v2/apps2", "/v3/apps", "/v2/queue/x", "/v2/info/x", "/ping/x"})
    void an_unknown_address_is_404(String path) {
        assertError(server.get(path), 404, "URI not found");
    }

    @ParameterizedTest
    @CsvSource({
        "DELETE, /v2/apps, 'GET, HEAD, POST, PUT, PATCH, OPTIONS'",
        "PUT, /v2/info, 'GET, HEAD, OPTIONS'",
        "POST, /v2/leader, 'GET, HEAD, DELETE, OPTIONS'",
        "GET, /v2/deployments/1, 'DELETE, OPTIONS'",
        "PATCH, /v2/groups, 'GET, HEAD, POST, PUT, DELETE, OPTIONS'",
        "POST, /v2/apps/a/versions, 'GET, HEAD, OPTIONS'",
        "GET, /v2/tasks/delete, 'POST, OPTIONS'",
        "DELETE, /ping, 'GET, HEAD, OPTIONS'",
    })
    void a_method_that_is_not_there_is_405_and_the_others_are_named(String method, String path, String allowed) {
        Reply reply = server.send(method, path, null);

        assertError(reply, 405, "Method Not Allowed");
        assertThat(reply.headers().get("allow").split(", ")).containsExactlyInAnyOrder(allowed.split(", "));
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/plain", "application/x-www-form-urlencoded", "application/vnd.mesos+json"})
    void a_body_that_is_not_declared_as_json_is_415(String type) {
        assertError(
                server.send("POST", "/v2/apps", "{\"id\":\"/a\",\"cmd\":\"sleep 1\"}", "Content-Type", type),
                415,
                "Unsupported Media Type");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v2/apps", "/v2/tasks", "/v2/info", "/v2/leader", "/v2/deployments", "/logging"})
    void an_answer_that_the_client_does_not_take_is_406(String path) {
        assertError(server.get(path, "Accept", "text/html"), 406, "Not Acceptable");
    }

    @Test
    void a_body_that_is_too_long_is_413() {
        String app = "{\"id\":\"/a\",\"cmd\":\"" + "x".repeat(LIMIT) + "\"}";

        assertError(server.post("/v2/apps", app), 413, LIMIT + " bytes");
        assertThat(server.get("/v2/apps/a").status()).isEqualTo(404);
    }

    private static String head(String method, String path, String type, String... headers) {
        return method + " " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: " + type + "\r\n"
                + String.join("\r\n", headers) + "\r\n\r\n";
    }

    /** The connection is closed with the answer; a client that still sends must get it all the same. */
    @ParameterizedTest
    @CsvSource({
        "POST, /v2/apps, application/json, 413",
        "POST, /v2/apps, text/plain, 415",
        "POST, /v2/nope, application/json, 404",
        "DELETE, /v2/apps, application/json, 405",
    })
    void who_sends_all_of_a_long_body_before_it_reads_gets_the_answer(
            String method, String path, String type, int status) {
        String body = "x".repeat(16 << 20);
        String chunk = "100000\r\n" + body.substring(0, 1 << 20) + "\r\n";

        String announced = head(method, path, type, "Content-Length: " + body.length()) + body;
        String chunked = head(method, path, type, "Transfer-Encoding: chunked") + chunk.repeat(16) + "0\r\n\r\n";
        assertThat(Raw.exchange(server.port(), announced)).startsWith("HTTP/1.1 " + status + " ");
        assertThat(Raw.exchange(server.port(), chunked)).startsWith("HTTP/1.1 " + status + " ");
    }

    @Test
    void who_waits_for_permission_to_send_a_body_that_is_too_long_is_refused_at_once() {
        String head = head("POST", "/v2/apps", "application/json", "Content-Length: 9000000", "Expect: 100-continue");

        assertThat(Raw.exchange(server.port(), head)).startsWith("HTTP/1.1 413 ");
    }

    @Test
    void a_query_that_cannot_be_decoded_is_400() {
        assertThat(Raw.exchange(server.port(), "GET /v2/apps?id=%zz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 400 ")
                .contains("application/json")
                .contains("{\"message\":");
    }

    @Test
    void broken_json_is_400_and_changes_nothing() {
        assertError(server.post("/v2/apps", "{\"id\":"), 400, "Invalid JSON");
        assertError(server.post("/v2/apps", ""), 400, "Please specify data in JSON format");
        assertError(server.post("/v2/tasks/delete", "["), 400, "Invalid JSON");
    }

    @Test
    void while_nobody_leads_reads_and_changes_are_503() {
        try (TestServer standby = TestServer.standby(ErrorsTest::impatient)) {
            assertError(standby.get("/v2/apps"), 503, "Could not determine the current leader");
            assertError(standby.delete("/v2/apps/a"), 503, "Could not determine the current leader");
            assertError(
                    standby.get("/v2/events", "Accept", "text/event-stream"),
                    503,
                    "Could not determine the current leader");
            assertError(standby.get("/v2/leader"), 404, "There is no leader");
            assertThat(standby.get("/ping").status()).isEqualTo(200);
            assertThat(standby.get("/v2/info").json().path("elected").asBoolean(true))
                    .isFalse();
            assertThat(standby.get("/ping").headers()).doesNotContainKey("x-marathon-leader");
        }
    }

    @Test
    void a_request_waits_for_a_node_to_lead() throws InterruptedException {
        try (TestServer standby = TestServer.standby(settings -> settings)) {
            Thread soon = new Thread(standby::lead);
            soon.start();

            assertThat(standby.get("/v2/apps").status()).isEqualTo(200);
            soon.join();
        }
    }

    @Test
    void a_scheduler_that_does_not_answer_is_503() {
        try (TestServer silent = TestServer.leading(ErrorsTest::impatient)) {
            silent.scheduler.silent.set(true);

            assertError(silent.post("/v2/apps", "{\"id\":\"/a\",\"cmd\":\"sleep 1\"}"), 503, "did not answer in time");
        }
    }

    @Test
    void what_the_server_does_wrong_is_500_and_says_nothing_of_its_inside() {
        try (TestServer broken = TestServer.leading()) {
            broken.scheduler.view.trees(TreePVector.singleton(new RootGroup(null, null, null, null)));

            Reply reply = broken.get("/v2/apps");
            assertError(reply, 500, "its log tells why");
            assertThat(reply.text()).doesNotContain("Exception");
        }
    }
}
