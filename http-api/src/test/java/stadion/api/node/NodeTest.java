package stadion.api.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import stadion.api.testing.TestServer;
import stadion.api.testing.TestServer.Reply;
import stadion.scheduler.SchedulerView.Mesos;

class NodeTest {

    private final TestServer server = TestServer.leading();

    @AfterEach
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "*/*                                | 200 | pong   | text/plain",
                "text/plain                         | 200 | pong   | text/plain",
                "application/json                   | 200 | \"pong\" | application/json",
                "text/plain;q=0.1, application/json | 200 | \"pong\" | application/json",
                "application/xml                    | 204 |        |",
            })
    void a_ping_is_answered_in_the_form_that_is_wanted(String accept, int status, String body, String type) {
        Reply reply = server.get("/ping", "Accept", accept);

        assertThat(reply.status()).isEqualTo(status);
        assertThat(reply.text()).isEqualTo(body == null ? "" : body);
        if (type != null) {
            assertThat(reply.headers().get("content-type")).startsWith(type);
        }
    }

    @Test
    void the_info_tells_flags_leader_and_mesos() {
        server.scheduler.view.mesos(new Mesos("f-1", "http://master:5050"));

        JsonNode info = server.get("/v2/info").json();
        assertThat(info.path("name").asText()).isEqualTo("marathon");
        assertThat(info.path("version").asText()).isEqualTo("1.2.3");
        assertThat(info.path("elected").asBoolean()).isTrue();
        assertThat(info.path("leader").asText()).isEqualTo("me.example:8080");
        assertThat(info.path("frameworkId").asText()).isEqualTo("f-1");
        assertThat(info.at("/marathon_config/mesos_leader_ui_url").asText()).isEqualTo("http://master:5050");
        assertThat(info.at("/zookeeper_config/zk").asText()).isEqualTo("zk://user:xxx@host/x");
        assertThat(info.at("/http_config/http_port").asInt()).isEqualTo(8080);
    }

    @Test
    void the_leader_is_named_and_gives_up_when_asked() {
        assertThat(server.get("/v2/leader").json().path("leader").asText()).isEqualTo("me.example:8080");

        Reply reply = server.delete("/v2/leader");

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.json().path("message").asText()).isEqualTo("Leadership abdicated");
        assertThat(server.controls.abdications).hasValue(1);
    }

    @Test
    void who_does_not_lead_cannot_give_up() {
        server.leadership.closed();

        assertThat(server.delete("/v2/leader").status()).isEqualTo(404);
        assertThat(server.controls.abdications).hasValue(0);
    }

    @Test
    void metrics_are_json_by_default() {
        server.metrics.counter("marathon.x.counter", "kind", "good").increment(3);
        server.metrics.timer("marathon.y.timer").record(Duration.ofSeconds(2));
        server.metrics.summary("marathon.z.histogram").record(4);
        server.metrics.gauge("marathon.g.gauge", 5);

        JsonNode metrics = server.get("/metrics").json();
        assertThat(metrics.path("version").asText()).isEqualTo("4.0.0");
        assertThat(metrics.path("counters")
                        .path("marathon.x.counter{kind=good}")
                        .path("count")
                        .asInt())
                .isEqualTo(3);
        assertThat(metrics.path("timers").path("marathon.y.timer").path("mean").asDouble())
                .isEqualTo(2);
        assertThat(metrics.path("histograms")
                        .path("marathon.z.histogram")
                        .path("max")
                        .asDouble())
                .isEqualTo(4);
        assertThat(metrics.path("gauges").path("marathon.g.gauge").path("value").asDouble())
                .isEqualTo(5);
        assertThat(metrics.path("meters").isObject()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/metrics/prometheus | */*                                                                    | text/plain",
                "/metrics/prometheus | application/json                                                       | text/plain",
                "/metrics            | text/plain                                                             | text/plain",
                "/metrics            | application/openmetrics-text;version=1.0.0,text/plain;q=0.5,*/*;q=0.1  | application/openmetrics-text",
            })
    void metrics_are_text_for_prometheus(String path, String accept, String type) {
        server.metrics.counter("marathon.x").increment();

        Reply reply = server.get(path, "Accept", accept);

        assertThat(reply.headers().get("content-type")).startsWith(type);
        assertThat(reply.text()).contains("marathon_x_total 1.0");
    }

    @Test
    void the_level_of_a_logger_is_changed_for_a_while() {
        Reply reply = server.post("/logging", "{\"logger\":\"x.y\",\"level\":\"DEBUG\",\"durationSeconds\":60}");

        assertThat(reply.status()).isEqualTo(200);
        assertThat(server.controls.duration).contains(Duration.ofMinutes(1));
        assertThat(server.get("/logging").json().path("x.y").asText()).isEqualTo("debug");
        assertThat(server.get("/logging").json().path("ROOT").asText()).isEqualTo("info");
    }

    @Test
    void who_opens_the_server_is_told_where_to_go() {
        assertThat(server.get("/").json().path("apps").asText()).isEqualTo(server.url() + "/v2/apps");
    }

    @Test
    void the_settings_in_effect_are_shown_without_secrets() {
        JsonNode config = server.get("/config").json();

        assertThat(config.at("/akka/http/server/parsing").isObject()).isTrue();
        assertThat(config.at("/akka/remote/artery/ssl/config-ssl-engine/key-store-password")
                        .asText("xxxxxxxx"))
                .isEqualTo("xxxxxxxx");
        assertThat(config.fieldNames()).toIterable().containsExactly("akka");
    }

    @Test
    void there_are_no_plugins() {
        assertThat(server.get("/v2/plugins").text()).isEqualTo("{\"plugins\":[]}");
        assertThat(server.get("/v2/plugins/x/main.js").status()).isEqualTo(404);
    }
}
