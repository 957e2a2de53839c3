package stadion.api.apps;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import stadion.api.testing.TestServer;
import stadion.api.testing.TestServer.Reply;

class AppChangesTest {

    private final TestServer server = TestServer.leading();

    @AfterEach
    void stop() {
        server.close();
    }

    private Reply create(String id) {
        return server.post("/v2/apps", "{\"id\":\"" + id + "\",\"cmd\":\"sleep 1\",\"instances\":0}");
    }

    @Test
    void a_new_app_is_answered_as_it_was_sent_and_then_has_its_port_and_version_info() {
        Reply reply = create("/a/b");

        assertThat(reply.status()).isEqualTo(201);
        assertThat(reply.headers()).containsEntry("location", server.url() + "/a/b");
        assertThat(reply.json().at("/deployments/0/id").asText())
                .isEqualTo(reply.headers().get("marathon-deployment-id"));
        assertThat(reply.json().at("/portDefinitions/0/port").asInt(-1)).isZero();
        assertThat(reply.json().has("versionInfo")).isFalse();

        JsonNode app = server.get("/v2/apps/a/b").json().path("app");
        assertThat(app.at("/portDefinitions/0/port").asInt()).isEqualTo(10000);
        assertThat(app.path("version")).isEqualTo(reply.json().path("version"));
        assertThat(app.at("/versionInfo/lastConfigChangeAt")).isEqualTo(app.path("version"));
    }

    @Test
    void an_app_cannot_be_created_twice() {
        create("/a");

        Reply again = create("/a");
        assertThat(again.status()).isEqualTo(409);
        assertThat(again.json().path("message").asText()).isEqualTo("An app with id [/a] already exists.");
    }

    @Test
    void an_update_goes_back_to_an_earlier_version() {
        create("/a");
        String first = server.get("/v2/apps/a").json().at("/app/version").asText();
        server.put("/v2/apps/a", "{\"cmd\":\"sleep 2\"}");

        assertThat(server.put("/v2/apps/a", "{\"version\":\"" + first + "\"}").status())
                .isEqualTo(200);
        assertThat(server.get("/v2/apps/a").json().at("/app/cmd").asText()).isEqualTo("sleep 1");
        assertThat(server.get("/v2/apps/a/versions").json().path("versions")).hasSize(3);
        assertThat(server.get("/v2/apps/a/versions/" + first).json().path("cmd").asText())
                .isEqualTo("sleep 1");
    }

    @Test
    void when_one_of_several_changes_is_wrong_none_is_made() {
        create("/a");

        Reply reply =
                server.patch("/v2/apps", "[{\"id\":\"/a\",\"cmd\":\"sleep 2\"},{\"id\":\"/b\",\"cmd\":\"sleep 2\"}]");

        assertThat(reply.status()).isEqualTo(404);
        assertThat(server.scheduler.app("/a").cmd()).isEqualTo("sleep 1");
    }

    @Test
    void several_apps_are_changed_in_one_deployment() {
        create("/a");

        Reply reply =
                server.put("/v2/apps", "[{\"id\":\"/a\",\"cmd\":\"sleep 2\"},{\"id\":\"b\",\"cmd\":\"sleep 2\"}]");

        assertThat(reply.json().path("deploymentId").asText())
                .isEqualTo(reply.headers().get("marathon-deployment-id"));
        assertThat(server.scheduler.app("/a").version())
                .isEqualTo(server.scheduler.app("/b").version());
    }

    @Test
    void a_restart_makes_a_new_version() {
        create("/a");
        var before = server.scheduler.app("/a");

        Reply reply = server.post("/v2/apps/a/restart", "");

        assertThat(reply.status()).isEqualTo(200);
        assertThat(server.scheduler.app("/a").version()).isAfter(before.version());
        assertThat(server.post("/v2/apps/nope/restart", "").status()).isEqualTo(404);
    }

    @Test
    void what_holds_a_deployment_is_locked_unless_forced() {
        server.post("/v2/apps", "{\"id\":\"/a\",\"cmd\":\"sleep 1\"}");

        Reply locked = server.put("/v2/apps/a", "{\"cmd\":\"sleep 2\"}");
        assertThat(locked.status()).isEqualTo(409);
        assertThat(locked.json().path("deployments").findValuesAsText("id"))
                .isEqualTo(server.get("/v2/deployments").json().findValuesAsText("id"));
        assertThat(server.put("/v2/apps/a?force=true", "{\"cmd\":\"sleep 2\"}").status())
                .isEqualTo(200);
    }

    @Test
    void too_many_deployments_are_403() {
        server.scheduler.maxDeployments = 1;
        server.post("/v2/apps", "{\"id\":\"/a\",\"cmd\":\"sleep 1\"}");

        Reply reply = server.post("/v2/apps", "{\"id\":\"/b\",\"cmd\":\"sleep 1\"}");

        assertThat(reply.status()).isEqualTo(403);
        assertThat(reply.json().path("message").asText()).contains("1").contains("--max_running_deployments");
    }

    @Test
    void when_no_service_port_is_left_the_change_is_refused() {
        Reply reply = server.post(
                "/v2/apps",
                "{\"id\":\"/a\",\"cmd\":\"sleep 1\",\"instances\":0,\"ports\":[" + "0,".repeat(10_001) + "0]}");

        assertThat(reply.status()).isEqualTo(422);
        assertThat(reply.json().path("message").asText()).contains("already in use");
    }

    @Test
    void an_app_that_would_depend_on_itself_is_refused() {
        create("/a");

        Reply reply = server.put("/v2/apps/a", "{\"dependencies\":[\"/a\"]}");

        assertThat(reply.status()).isEqualTo(422);
        assertThat(reply.text()).contains("cyclic dependencies");
    }
}
