package stadion.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import stadion.api.testing.TestServer;

/** What clients write that is unusual, or no HTTP: either it works, or the answer has the usual form. */
class OddRequestsTest {

    private static TestServer server;

    @BeforeAll
    static void start() {
        server = TestServer.leading();
        server.post("/v2/apps", "{\"id\":\"/odd/one\",\"cmd\":\"sleep 1\",\"instances\":0}");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static String send(String line, String headers, String body) {
        return Raw.exchange(server.port(), line + "\r\nHost: x:1\r\nConnection: close\r\n" + headers + "\r\n" + body);
    }

    @ParameterizedTest
    @CsvSource({
        "/v2/apps/odd/one",
        "/v2/apps//odd/one",
        "/v2/apps/odd/one/",
        "/v2/apps/odd//one//",
        "/v2/apps/odd%2Fone",
        "/v2/apps/%2Fodd%2Fone",
        "http://x:1/v2/apps/odd/one",
    })
    void an_id_is_found_however_its_slashes_are_written(String path) {
        assertThat(send("GET " + path + " HTTP/1.1", "", ""))
                .startsWith("HTTP/1.1 200 ")
                .contains("\"id\":\"/odd/one\"");
    }

    @Test
    void brackets_and_braces_need_no_escapes() {
        assertThat(send("GET /v2/tasks?status[]=running HTTP/1.1", "", "")).startsWith("HTTP/1.1 200 ");
        assertThat(send("GET /v2/apps/a|{b} HTTP/1.1", "", ""))
                .startsWith("HTTP/1.1 404 ")
                .contains("App '/a|{b}' does not exist");
    }

    @Test
    void a_plus_in_a_path_is_a_plus() {
        assertThat(send("GET /v2/apps/a+b HTTP/1.1", "", "")).contains("App '/a+b' does not exist");
    }

    @Test
    void http_1_0_needs_no_host() {
        assertThat(Raw.exchange(server.port(), "GET /ping HTTP/1.0\r\n\r\n"))
                .startsWith("HTTP/1.1 200 ")
                .endsWith("pong");
    }

    @Test
    void the_address_of_what_was_made_is_named_as_the_client_names_the_server() {
        String body = "{\"id\":\"odd/two\",\"cmd\":\"sleep 1\",\"instances\":0}";

        assertThat(send(
                        "POST /v2/apps HTTP/1.1",
                        "Content-Type: application/json\r\nContent-Length: " + body.length() + "\r\n",
                        body))
                .startsWith("HTTP/1.1 201 ")
                .contains("Location: http://x:1/odd/two\r\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "GET /v2/apps/%zz HTTP/1.1           | ''                                        | 400",
                "GET /v2/apps?label=a in (1) HTTP/1.1| ''                                        | 400",
                "GET /ping HTTP/1.1                  | Foo Bar: x                                | 400",
                "GET /ping HTTP/1.1                  | Host: y                                   | 400",
                "FOO /ping HTTP/1.1                  | ''                                        | 405",
                "POST /v2/apps HTTP/1.1              | Content-Length: x                         | 400",
                "POST /v2/apps HTTP/1.1              | Content-Length: 999999999                 | 415",
            })
    void what_cannot_be_understood_is_answered_in_json(String line, String header, int status) {
        String answer = send(line.trim(), header.trim().isEmpty() ? "" : header.trim() + "\r\n", "{}");

        assertThat(answer)
                .startsWith("HTTP/1.1 " + status + " ")
                .contains("Content-Type: application/json\r\n")
                .contains("Cache-Control: no-cache, no-store, must-revalidate\r\n")
                .contains("{\"message\":\"");
    }

    @Test
    void a_body_that_is_announced_as_too_long_is_not_waited_for() {
        assertThat(send(
                        "POST /v2/apps HTTP/1.1",
                        "Content-Type: application/json\r\nContent-Length: 999999999\r\n",
                        "{}"))
                .startsWith("HTTP/1.1 413 ")
                .contains("{\"message\":\"");
    }

    @Test
    void a_broken_chunk_is_400() {
        assertThat(send(
                        "POST /v2/apps HTTP/1.1",
                        "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n",
                        "zz\r\n"))
                .startsWith("HTTP/1.1 400 ")
                .contains("{\"message\":\"");
    }

    @Test
    void a_long_address_is_414() {
        assertThat(send("GET /v2/apps?id=" + "a".repeat(20_000) + " HTTP/1.1", "", ""))
                .startsWith("HTTP/1.1 414 ")
                .contains("{\"message\":\"");
    }

    @Test
    void json_that_is_nested_too_deeply_is_400() {
        String body = "[".repeat(100_000);

        assertThat(server.post("/v2/apps", body).status()).isEqualTo(400);
    }
}
