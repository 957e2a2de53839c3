package stadion.api.tasks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import stadion.api.testing.Instances;
import stadion.api.testing.TestServer;
import stadion.api.testing.TestServer.Reply;
import stadion.scheduler.model.Condition;
import stadion.scheduler.model.Instance;
import stadion.scheduler.model.PathId;

class TaskTextTest {

    private static final String[] TEXT = {"Accept", "text/plain"};

    private final TestServer server = TestServer.leading();

    @BeforeEach
    void create() {
        server.post("/v2/apps", """
                {"id":"/t/two","cmd":"sleep 1","instances":2,"portDefinitions":[{"port":9000},{"port":9001}]}""");
        server.post("/v2/apps", """
                {"id":"/t/none","cmd":"sleep 1","instances":2,"portDefinitions":[]}""");
        server.post("/v2/apps", """
                {"id":"/net","instances":1,"container":{"type":"DOCKER","docker":{"image":"x"},"portMappings":[
                {"containerPort":80,"servicePort":9100},{"containerPort":81,"hostPort":0,"servicePort":9101}]},
                "networks":[{"mode":"container","name":"dc"}]}""");
        run("/t/two", Arrays.asList(31001, 31002));
        run("/t/none", List.of());
        run("/net", Arrays.asList(null, 31004));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    /** Two running tasks with these ports, and one that is not up yet. */
    private void run(String app, List<Integer> ports) {
        Instance[] instances = {
            Instances.running(app, 1, "h1").withHostPorts(ports),
            Instances.running(app, 2, "h2").withHostPorts(ports),
            Instances.running(app, 3, "h3").withCondition(Condition.STAGING)
        };
        server.scheduler.instances(PathId.of(app), instances);
    }

    @Test
    void each_port_has_a_line_with_the_running_tasks() {
        Reply reply = server.get("/v2/tasks", TEXT);

        assertThat(reply.headers().get("content-type")).startsWith("text/plain");
        assertThat(reply.text()).isEqualTo("""
                net\t9100\t
                net\t9101\th1:31004\th2:31004\t
                t_none\t \th1\th2\t
                t_two\t9000\th1:31001\th2:31001\t
                t_two\t9001\th1:31002\th2:31002\t
                """);
    }

    @ParameterizedTest
    @ValueSource(strings = {"dc", "*", "other,dc"})
    void tasks_in_chosen_container_networks_are_listed_with_their_own_addresses(String networks) {
        assertThat(server.get("/v2/tasks?containerNetworks=" + networks, TEXT).text())
                .startsWith("net\t9100\t10.0.0.1:80\t10.0.0.1:80\t\nnet\t9101\t10.0.0.1:81\t10.0.0.1:81\t\n");
    }

    @Test
    void one_app_or_the_apps_of_a_group_can_be_asked_for() {
        assertThat(server.get("/v2/apps/t/none/tasks", TEXT).text()).isEqualTo("t_none\t \th1\th2\t\n");
        assertThat(server.get("/v2/apps/t/*/tasks", TEXT).text().lines()).hasSize(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"*/*", "text/plain, application/json;q=0.5", "application/json"})
    void who_takes_json_gets_json(String accept) {
        assertThat(server.get("/v2/tasks", "Accept", accept).headers())
                .containsEntry("content-type", "application/json");
    }

    @Test
    void errors_are_json_all_the_same() {
        Reply reply = server.get("/v2/apps/nope/tasks", TEXT);

        assertThat(reply.status()).isEqualTo(404);
        assertThat(reply.json().path("message").asText()).isEqualTo("App '/nope' does not exist");
    }
}
