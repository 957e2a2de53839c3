package stadion.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import stadion.api.testing.Instances;
import stadion.api.testing.TestServer;
import stadion.api.testing.TestServer.Reply;
import stadion.scheduler.model.PathId;

/** Requests in the form in which programs that were written for Marathon send them. */
class ClientsInTheFieldTest {

    private static final String APP = """
            {"id":"/shop/web","cmd":"serve","instances":1,"labels":{"ACTOR_SYSTEM_NAME":"shop","consul":"true","HAPROXY_GROUP":"x"},
            "portDefinitions":[{"port":9000,"name":"http","labels":{"metrics":"/m"}}],
            "healthChecks":[{"protocol":"HTTP","path":"/","portIndex":0}]}""";

    private final TestServer server = TestServer.leading();

    @BeforeEach
    void create() {
        server.post("/v2/apps", APP);
        server.scheduler.instances(PathId.of("/shop/web"), Instances.running("/shop/web", 1, "h1"));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void prometheus_finds_targets() {
        JsonNode app = server.get("/v2/apps/?embed=apps.tasks").json().at("/apps/0");

        assertThat(app.path("id").asText()).isEqualTo("/shop/web");
        assertThat(app.at("/tasks/0/host").asText()).isEqualTo("h1");
        assertThat(app.at("/tasks/0/ports/0").isInt()).isTrue();
        assertThat(app.at("/tasks/0/ipAddresses/0/ipAddress").isTextual()).isTrue();
        assertThat(app.path("tasksRunning").asInt()).isEqualTo(1);
        assertThat(app.path("requirePorts").isBoolean()).isTrue();
        assertThat(app.at("/networks/0/mode").asText()).isEqualTo("host");
        assertThat(app.at("/portDefinitions/0/labels/metrics").asText()).isEqualTo("/m");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v2/apps?embed=apps.tasks&embed=apps.deployments&embed=apps.readiness",
                "/v2/apps?embed=app.tasks&embed=app.deployments&embed=app.readiness",
                "/v2/apps?embed=tasks&embed=readiness",
                "/v2/apps?embed=apps.tasks&embed=apps.deployments&label=ACTOR_SYSTEM_NAME%3D%3Dshop",
                "/v2/apps?embed=apps.tasks&label=consul",
                "/v2/groups?embed=group.groups&embed=group.apps&embed=group.apps.tasks"
            })
    void load_balancers_and_discovery_see_tasks_however_they_ask(String path) {
        JsonNode answer = server.get(path).json();

        assertThat(answer.findValue("tasks")).isNotNull();
        assertThat(answer.findValue("tasks").path(0).path("id").asText()).startsWith("shop_web.");
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /v2/apps//shop/web?embed=app.taskStats&embed=app.readiness, 200",
        "GET, /v2/apps//nope, 404",
        "GET, /v2/apps/shop/web/versions/, 200",
        "GET, /v2/apps//shop/web/tasks, 200",
        "DELETE, /v2/queue//shop/web/delay, 204",
        "DELETE, /v2/queue/shop/web/delay/, 204",
        "GET, /v2/groups//shop/, 200",
        "GET, /v2/groups/, 200",
        "GET, /v2/deployments/, 200",
        "GET, /v2/queue/?embed=lastUnusedOffers, 200",
        "GET, /v2/info/, 200",
        "GET, /v2/leader/, 200",
        "HEAD, /ping, 200",
        "GET, /ping/, 200",
        "GET, /v2/tasks/, 200",
        "GET, /v2/plugins, 200",
        "POST, /v2/apps//shop/web/restart?force=true, 200",
        "DELETE, /v2/apps//shop/web/tasks?host=h1&scale=false, 200",
        "DELETE, /v2/apps//shop/web, 200"
    })
    void slashes_are_put_as_clients_put_them(String method, String path, int status) {
        assertThat(server.send(method, path, null).status()).isEqualTo(status);
    }

    @Test
    void an_app_may_be_posted_with_a_slash_at_the_end() {
        Reply reply = server.post("/v2/apps/", "{\"id\":\"cli\",\"cmd\":\"sleep 1\",\"instances\":0}");

        assertThat(reply.status()).isEqualTo(201);
        assertThat(reply.json().at("/deployments/0/id").isTextual()).isTrue();
    }

    @Test
    void a_client_finds_the_deployment_of_its_change_in_the_bare_list() {
        JsonNode changed = server.put("/v2/apps//shop/web?force=true", "{\"cmd\":\"serve 2\"}")
                .json();

        assertThat(changed.fieldNames()).toIterable().containsExactly("version", "deploymentId");
        JsonNode deployments = server.get("/v2/deployments").json();
        assertThat(deployments.isArray()).isTrue();
        assertThat(deployments.findValuesAsText("id"))
                .contains(changed.path("deploymentId").asText());
    }

    @Test
    void a_409_names_the_deployments_in_the_way() {
        Reply reply = server.put("/v2/apps/shop/web", "{\"cmd\":\"serve 2\"}");

        assertThat(reply.status()).isEqualTo(409);
        assertThat(reply.json().at("/deployments/0/id").isTextual()).isTrue();
    }

    @Test
    void marathon_ui_kills_tasks_by_their_ids() {
        String id = Instances.running("/shop/web", 1, "h1").taskId();

        Reply reply = server.post("/v2/tasks/delete?wipe=true", "{\"ids\":[\"" + id + "\"]}");

        assertThat(reply.json().at("/tasks/0/id").asText()).isEqualTo(id);
    }

    @Test
    void a_new_app_may_have_an_id_with_or_without_a_slash_before_it() {
        for (String id : List.of("rel/a", "/abs/a")) {
            Reply reply = server.put("/v2/apps", "[{\"id\":\"" + id + "\",\"cmd\":\"sleep 1\",\"instances\":0}]");
            assertThat(reply.status()).isEqualTo(200);
        }
        assertThat(server.get("/v2/apps/rel/a").status()).isEqualTo(200);
        assertThat(server.get("/v2/apps//abs/a").status()).isEqualTo(200);
    }
}
