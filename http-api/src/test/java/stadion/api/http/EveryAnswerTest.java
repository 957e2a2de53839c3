package stadion.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import stadion.api.ApiSettings;
import stadion.api.testing.TestServer;
import stadion.api.testing.TestServer.Reply;

class EveryAnswerTest {

    private TestServer server = TestServer.leading();

    @AfterEach
    void stop() {
        server.close();
    }

    private void restart(ApiSettings settings) {
        server.close();
        server = TestServer.leading(defaults -> settings);
    }

    private static ApiSettings settings(Optional<Credentials> credentials, List<String> origins) {
        return ApiSettings.defaults("127.0.0.1", 0).withCredentials(credentials).withAllowedOrigins(origins);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v2/apps", "/v2/apps/nope", "/nope", "/v2/events", "/ping", "/v2/groups/versions"})
    void nothing_may_be_cached_and_the_leader_is_named(String path) {
        Reply reply = server.get(path);

        assertThat(reply.headers())
                .containsEntry("cache-control", "no-cache, no-store, must-revalidate")
                .containsEntry("pragma", "no-cache")
                .containsEntry("expires", "0")
                .containsEntry("x-frame-options", "DENY")
                .containsEntry("x-xss-protection", "1; mode=block")
                .containsEntry("x-marathon-leader", "http://me.example:8080")
                .doesNotContainKey("server")
                .doesNotContainKey("access-control-allow-origin");
    }

    @Test
    void head_is_get_without_a_body() {
        Reply head = server.send("HEAD", "/v2/info", null);

        assertThat(head.status()).isEqualTo(200);
        assertThat(head.text()).isEmpty();
        assertThat(head.headers()).containsEntry("content-type", "application/json");
        assertThat(server.send("HEAD", "/v2/apps/nope", null).status()).isEqualTo(404);
    }

    @Test
    void options_lists_the_methods_of_an_address() {
        Reply reply = server.send("OPTIONS", "/v2/apps", null);

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.headers().get("allow").split(", "))
                .containsExactlyInAnyOrder("GET", "HEAD", "POST", "PUT", "PATCH", "OPTIONS");
    }

    @Test
    void answers_are_compressed_for_those_who_accept_it() throws IOException {
        Reply plain = server.get("/v2/info");
        Reply zipped = server.get("/v2/info", "Accept-Encoding", "deflate, gzip;q=0.8");

        assertThat(plain.headers()).doesNotContainKey("content-encoding");
        assertThat(zipped.headers()).containsEntry("content-encoding", "gzip");
        byte[] unzipped =
                new GZIPInputStream(new ByteArrayInputStream(zipped.bytes().toArray())).readAllBytes();
        assertThat(new String(unzipped, StandardCharsets.UTF_8)).isEqualTo(plain.text());
    }

    @ParameterizedTest
    @ValueSource(strings = {"identity", "gzip;q=0", "br", "identity;q=0, *;q=0"})
    void answers_are_not_compressed_for_others(String accepted) {
        Reply reply = server.get("/v2/info", "Accept-Encoding", accepted);

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.headers()).doesNotContainKey("content-encoding");
    }

    @Test
    void without_credentials_nothing_is_answered_when_some_are_set() {
        restart(settings(Optional.of(Credentials.parse("me:se:cret")), List.of()));

        Reply none = server.get("/v2/apps");
        assertThat(none.status()).isEqualTo(401);
        assertThat(none.headers().get("www-authenticate")).contains("Basic").contains("Mesosphere");
        assertThat(none.json().path("message").asText()).contains("user and password");
        assertThat(server.get("/v2/apps", "Authorization", basic("me:wrong")).status())
                .isEqualTo(401);
        assertThat(server.get("/v2/apps", "Authorization", basic("you:se:cret")).status())
                .isEqualTo(401);
        assertThat(server.get("/v2/apps", "Authorization", basic("me:se:cret")).status())
                .isEqualTo(200);
    }

    private static String basic(String credentials) {
        return "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void pages_of_allowed_origins_may_read() {
        restart(settings(Optional.empty(), List.of("http://a.example", "http://b.example")));

        Reply reply = server.send(
                "OPTIONS",
                "/v2/apps",
                null,
                "Origin",
                "http://a.example",
                "Access-Control-Request-Headers",
                "X-One, X-Two");
        assertThat(reply.headers())
                .containsEntry("access-control-allow-origin", "http://a.example")
                .containsEntry("access-control-allow-headers", "X-One, X-Two")
                .containsEntry("access-control-allow-methods", "GET, HEAD, OPTIONS")
                .containsEntry("access-control-max-age", "86400");
        assertThat(server.get("/v2/apps", "Origin", "http://evil.example").headers())
                .containsEntry("access-control-allow-origin", "http://b.example");
    }

    @Test
    void answers_are_counted_by_method_resource_and_status() {
        server.get("/v2/apps");
        server.get("/v2/apps/nope");

        assertThat(server.metrics
                        .get("marathon.http.requests")
                        .tags("method", "GET", "resource", "/v2/apps", "status", "404")
                        .timer()
                        .count())
                .isEqualTo(1);
    }
}
