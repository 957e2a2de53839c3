package stadion.api.deployments;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import stadion.api.testing.Instances;
import stadion.api.testing.TestServer;
import stadion.api.testing.TestServer.Reply;
import stadion.scheduler.model.PathId;

class DeploymentsTest {

    private final TestServer server = TestServer.leading();

    @AfterEach
    void stop() {
        server.close();
    }

    private String deploy(String id) {
        return server.post(
                        "/v2/apps",
                        "{\"id\":\"" + id + "\",\"cmd\":\"sleep 1\",\"portDefinitions\":[{\"name\":\"http\"}],"
                                + "\"readinessChecks\":[{\"portName\":\"http\"}]}")
                .headers()
                .get("marathon-deployment-id");
    }

    @Test
    void running_deployments_are_a_bare_list_the_newest_first() {
        String first = deploy("/a");
        String second = deploy("/b");

        JsonNode deployments = server.get("/v2/deployments").json();
        assertThat(deployments.get(0).path("id").asText()).isEqualTo(second);
        assertThat(deployments.get(1).path("id").asText()).isEqualTo(first);
        assertThat(deployments.get(0).at("/affectedApps/0").asText()).isEqualTo("/b");
        assertThat(deployments.get(0).path("currentStep").asInt()).isEqualTo(2);
        assertThat(deployments.get(0).path("totalSteps").asInt()).isEqualTo(2);
    }

    @Test
    void the_current_actions_say_who_is_ready() {
        deploy("/a");
        server.scheduler.instances(PathId.of("/a"), Instances.running("/a", 1, "h"));

        JsonNode action = server.get("/v2/deployments").json().at("/0/currentActions/0");
        assertThat(action.path("action").asText()).isEqualTo("ScaleApplication");
        assertThat(action.at("/readinessCheckResults/0/ready").asBoolean(true)).isFalse();
        assertThat(action.at("/readinessCheckResults/0/name").asText()).isEqualTo("readinessCheck");
    }

    @Test
    void a_cancelled_deployment_is_taken_back_by_another_one() {
        String id = deploy("/a");

        Reply reply = server.delete("/v2/deployments/" + id);

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.json().path("deploymentId").asText()).isNotEqualTo(id);
        assertThat(server.get("/v2/apps/a").status()).isEqualTo(404);
    }

    @Test
    void a_deployment_that_is_cancelled_by_force_stops_where_it_is() {
        String id = deploy("/a");

        Reply reply = server.delete("/v2/deployments/" + id + "?force=true");

        assertThat(reply.status()).isEqualTo(202);
        assertThat(reply.text()).isEmpty();
        assertThat(server.get("/v2/apps/a").status()).isEqualTo(200);
        assertThat(server.get("/v2/deployments").json()).isEmpty();
    }

    @Test
    void an_unknown_deployment_is_404() {
        Reply reply = server.delete("/v2/deployments/nope");

        assertThat(reply.status()).isEqualTo(404);
        assertThat(reply.json().path("message").asText()).isEqualTo("DeploymentPlan nope does not exist");
        assertThat(server.delete("/v2/deployments/a/b").status()).isEqualTo(404);
    }
}
