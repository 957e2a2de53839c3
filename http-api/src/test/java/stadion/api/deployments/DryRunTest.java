package stadion.api.deployments;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import stadion.api.json.Json;
import stadion.api.testing.Instances;
import stadion.api.testing.TestServer;
import stadion.api.testing.TestServer.Reply;
import stadion.scheduler.group.RootGroup;
import stadion.scheduler.model.AppDefinition;
import stadion.scheduler.model.Instance;
import stadion.scheduler.model.PathId;

class DryRunTest {

    private final TestServer server = TestServer.leading();

    @BeforeEach
    void create() {
        server.post("/v2/apps", """
                {"id":"/g/a","cmd":"sleep 1","instances":3,"mem":32,"labels":{"x":"1","y":"2"}}""");
        server.get("/v2/deployments")
                .json()
                .forEach(d -> server.delete("/v2/deployments/" + d.path("id").asText() + "?force=true"));
        run("/g/a", 3);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    /** So many instances of the app as it is. */
    private void run(String id, int n) {
        AppDefinition app = server.scheduler.app(id);
        Instance[] instances = IntStream.rangeClosed(1, n)
                .mapToObj(i -> Instances.running(id, i, "h" + i)
                        .withRunSpecVersion(app.version())
                        .withConfigVersion(app.configVersion()))
                .toArray(Instance[]::new);
        server.scheduler.instances(PathId.of(id), instances);
    }

    private static JsonNode json(String text) throws Exception {
        return Json.MAPPER.readTree(text);
    }

    @Test
    void an_update_is_told_field_by_field() throws Exception {
        Reply reply = server.put(
                "/v2/apps/g/a?dryRun=true", "{\"cmd\":\"sleep 2\",\"labels\":{\"x\":\"3\"},\"user\":\"me\"}");

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.headers()).doesNotContainKey("marathon-deployment-id");
        assertThat(reply.json()).isEqualTo(json("""
                {"steps":[{"actions":[{"action":"RestartApplication","app":"/g/a"}]}],
                "instances":{"started":0,"stopped":0,"restarted":3,"unchanged":0},
                "cancelledDeployments":[],
                "apps":[{"id":"/g/a","change":"update",
                  "instances":{"started":0,"stopped":0,"restarted":3,"unchanged":0},
                  "diff":[{"path":"/cmd","before":"sleep 1","after":"sleep 2"},
                    {"path":"/labels/x","before":"1","after":"3"},
                    {"path":"/labels/y","before":"2"},
                    {"path":"/user","after":"me"}]}],
                "pods":[]}"""));
    }

    @ParameterizedTest
    @CsvSource({"5, ScaleApplication, 2, 0, 0, 3", "1, ScaleApplication, 0, 2, 0, 1", "0, ScaleApplication, 0, 3, 0, 0"
    })
    void scaling_tells_how_many_come_go_and_stay(
            int instances, String action, int started, int stopped, int restarted, int unchanged) {
        JsonNode plan = server.patch("/v2/apps/g/a?dryRun=true", "{\"instances\":" + instances + "}")
                .json();

        assertThat(plan.at("/steps/0/actions/0/action").asText()).isEqualTo(action);
        assertThat(plan.at("/instances/started").asInt()).isEqualTo(started);
        assertThat(plan.at("/instances/stopped").asInt()).isEqualTo(stopped);
        assertThat(plan.at("/instances/restarted").asInt()).isEqualTo(restarted);
        assertThat(plan.at("/instances/unchanged").asInt()).isEqualTo(unchanged);
    }

    @Test
    void an_app_that_waits_for_its_instances_starts_those_that_are_missing() {
        run("/g/a", 1);

        JsonNode plan =
                server.put("/v2/apps/g/a?dryRun=true", "{\"instances\":4}").json();

        assertThat(plan.path("instances").toString())
                .isEqualTo("{\"started\":3,\"stopped\":0,\"restarted\":0,\"unchanged\":1}");
    }

    @Test
    void a_new_app_has_everything_in_its_diff() {
        JsonNode plan = server.post("/v2/apps?dryRun=true", "{\"id\":\"/g/new\",\"cmd\":\"sleep 1\",\"instances\":2}")
                .json();

        assertThat(plan.at("/apps/0/change").asText()).isEqualTo("create");
        assertThat(plan.at("/apps/0/instances/started").asInt()).isEqualTo(2);
        assertThat(plan.at("/apps/0/diff").findValuesAsText("path")).contains("/id", "/cmd", "/portDefinitions");
        assertThat(plan.at("/steps")).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "DELETE | /v2/apps/g/a?dryRun=true              |",
                "DELETE | /v2/groups/g?dryRun=true              |",
                "PUT    | /v2/groups/g?dryRun=plan              | {\"apps\":[]}",
            })
    void what_goes_away_is_told_with_its_instances(String method, String path, String body) {
        JsonNode plan = server.send(method, path, body, "Content-Type", "application/json")
                .json();

        assertThat(plan.at("/steps/0/actions/0/action").asText()).isEqualTo("StopApplication");
        assertThat(plan.at("/apps/0/change").asText()).isEqualTo("delete");
        assertThat(plan.at("/apps/0/instances/stopped").asInt()).isEqualTo(3);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "POST   | /v2/apps?dryRun=true                   | {\"id\":\"/n\",\"cmd\":\"sleep 9\"}",
                "PUT    | /v2/apps?dryRun=true                   | [{\"id\":\"/g/a\",\"cmd\":\"sleep 9\"}]",
                "PATCH  | /v2/apps?dryRun=true                   | [{\"id\":\"/g/a\",\"cmd\":\"sleep 9\"}]",
                "PUT    | /v2/apps/g/a?dryRun=true               | {\"cmd\":\"sleep 9\"}",
                "PUT    | /v2/apps/g/a?dryRun=plan               | {\"cmd\":\"sleep 9\"}",
                "PATCH  | /v2/apps/g/a?dryRun=true               | {\"cmd\":\"sleep 9\"}",
                "DELETE | /v2/apps/g/a?dryRun=true               |",
                "POST   | /v2/apps/g/a/restart?dryRun=true       |",
                "DELETE | /v2/apps/g/a/tasks?dryRun=true         |",
                "DELETE | /v2/apps/g/a/tasks?scale=true&dryRun=true |",
                "POST   | /v2/tasks/delete?dryRun=true           | {\"ids\":[\"g_a.instance-00000000-0000-0000-0000-000000000001._app.1\"]}",
                "POST   | /v2/groups?dryRun=true                 | {\"id\":\"/n\"}",
                "PUT    | /v2/groups/g?dryRun=true               | {\"scaleBy\":2}",
                "PUT    | /v2/groups/g?dryRun=plan               | {\"scaleBy\":2}",
                "PATCH  | /v2/groups/g?dryRun=true               | {\"enforceRole\":true}",
                "DELETE | /v2/groups/g?dryRun=true               |"
            })
    void nothing_is_changed(String method, String path, String body) {
        RootGroup before = server.scheduler.view.root();

        Reply reply = server.send(method, path, body, "Content-Type", "application/json");

        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
        assertThat(server.scheduler.view.root()).isSameAs(before);
        assertThat(server.scheduler.view.deployments()).isEmpty();
        assertThat(server.scheduler.view.status(PathId.of("/g/a")).instances()).hasSize(3);
    }

    @Test
    void what_would_be_refused_is_refused() {
        assertThat(server.post("/v2/apps?dryRun=true", "{\"id\":\"/g/a\",\"cmd\":\"sleep 9\"}")
                        .status())
                .isEqualTo(409);
        assertThat(server.put("/v2/apps/g/a?dryRun=true", "{\"mem\":-1}").status())
                .isEqualTo(422);
        assertThat(server.delete("/v2/apps/nope?dryRun=true").status()).isEqualTo(404);
    }

    @Test
    void a_deployment_in_the_way_is_told_like_it_would_be() {
        server.put("/v2/apps/g/a", "{\"cmd\":\"sleep 5\"}");
        String running = server.get("/v2/deployments").json().at("/0/id").asText();

        Reply locked = server.put("/v2/apps/g/a?dryRun=true", "{\"cmd\":\"sleep 6\"}");
        Reply forced = server.put("/v2/apps/g/a?dryRun=true&force=true", "{\"cmd\":\"sleep 6\"}");

        assertThat(locked.status()).isEqualTo(409);
        assertThat(locked.json().at("/deployments/0/id").asText()).isEqualTo(running);
        assertThat(forced.json().at("/cancelledDeployments/0").asText()).isEqualTo(running);
        assertThat(server.get("/v2/deployments").json()).hasSize(1);
    }

    @Test
    void it_is_told_what_taking_a_deployment_back_would_do() {
        server.put("/v2/apps/g/a", "{\"cmd\":\"sleep 5\"}");
        String running = server.get("/v2/deployments").json().at("/0/id").asText();

        JsonNode plan =
                server.delete("/v2/deployments/" + running + "?dryRun=true").json();

        assertThat(plan.at("/apps/0/diff").toString())
                .isEqualTo("[{\"path\":\"/cmd\",\"before\":\"sleep 5\",\"after\":\"sleep 1\"}]");
        assertThat(server.get("/v2/deployments").json()).hasSize(1);
        assertThat(server.delete("/v2/deployments/nope?dryRun=true").status()).isEqualTo(404);
    }

    @Test
    void pods_are_told_like_apps() {
        String pod = """
                {"id":"/g/p","containers":[{"name":"c","exec":{"command":{"shell":"sleep %d"}},
                "resources":{"cpus":0.1,"mem":32}}],"scaling":{"kind":"fixed","instances":0}}""";
        server.post("/v2/pods", String.format(pod, 1));

        JsonNode plan =
                server.put("/v2/pods/g/p?dryRun=true", String.format(pod, 2)).json();

        assertThat(plan.path("apps")).isEmpty();
        assertThat(plan.at("/pods/0/diff").toString())
                .isEqualTo("[{\"path\":\"/containers/0/exec/command/shell\",\"before\":\"sleep 1\","
                        + "\"after\":\"sleep 2\"}]");
        assertThat(server.get("/v2/pods/g/p").text()).contains("sleep 1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"true", "TRUE"})
    void a_group_answers_as_marathon_does_unless_the_plan_is_asked_for(String value) {
        assertThat(server.put("/v2/groups/g?dryRun=" + value, "{\"scaleBy\":2}").text())
                .isEqualTo("{\"steps\":[{\"actions\":[{\"action\":\"ScaleApplication\",\"app\":\"/g/a\"}]}]}");
        assertThat(server.put("/v2/groups/g?dryRun=plan", "{\"scaleBy\":2}")
                        .json()
                        .at("/instances/started")
                        .asInt())
                .isEqualTo(3);
    }
}
