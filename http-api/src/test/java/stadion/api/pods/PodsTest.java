package stadion.api.pods;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.pcollections.HashTreePMap;
import org.pcollections.HashTreePSet;
import stadion.api.testing.Instances;
import stadion.api.testing.TestServer;
import stadion.api.testing.TestServer.Reply;
import stadion.scheduler.app.AppStatus;
import stadion.scheduler.app.AppStatus.TaskFailure;
import stadion.scheduler.model.Condition;
import stadion.scheduler.model.Instance;
import stadion.scheduler.model.Instance.ContainerState;
import stadion.scheduler.model.PathId;

class PodsTest {

    private static final PathId POD = PathId.of("/t/pod");
    private static final Instance ONE = running(1, "h1", true);
    private static final Instance TWO = running(2, "h2", true);

    private final TestServer server = TestServer.leading();

    private static Instance running(int n, String host, @Nullable Boolean healthy) {
        return Instances.running("/t/pod", n, host)
                .withContainers(List.of(container("one", 31000, null), container("two", 31001, healthy)));
    }

    private static ContainerState container(String name, int port, @Nullable Boolean healthy) {
        return new ContainerState(
                name,
                Condition.RUNNING,
                Instances.STARTED,
                Instances.STAGED,
                Instances.STARTED,
                healthy,
                List.of(port),
                List.of("10.0.0.1"),
                null);
    }

    private static String pod(String id, int instances) {
        return """
                {"id":"%s","containers":[
                {"name":"one","resources":{"cpus":0.5,"mem":64},"endpoints":[{"name":"web","hostPort":0}]},
                {"name":"two","resources":{"cpus":0.25,"mem":32},"endpoints":[{"name":"admin"}],
                "healthCheck":{"tcp":{"endpoint":"admin"}}}],
                "scaling":{"kind":"fixed","instances":%d}}""".formatted(id, instances);
    }

    @BeforeEach
    void create() {
        assertThat(server.post("/v2/pods", pod("/t/pod", 1)).status()).isEqualTo(201);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void a_running_instance_shows_its_containers_with_their_ports_and_resources() {
        server.scheduler.instances(POD, ONE);

        JsonNode status = server.get("/v2/pods/t/pod::status").json();

        assertThat(status.path("status").asText()).isEqualTo("STABLE");
        JsonNode instance = status.at("/instances/0");
        assertThat(instance.path("id").asText()).isEqualTo(ONE.id().value());
        assertThat(instance.path("agentHostname").asText()).isEqualTo("h1");
        assertThat(instance.at("/resources/cpus").asDouble()).isEqualTo(0.85);
        assertThat(instance.at("/resources/mem").asDouble()).isEqualTo(128);
        assertThat(instance.at("/containers/0/endpoints").toString())
                .isEqualTo("[{\"name\":\"web\",\"allocatedHostPort\":31000}]");
        assertThat(instance.at("/containers/1/endpoints").toString())
                .isEqualTo("[{\"name\":\"admin\",\"allocatedHostPort\":31001,\"healthy\":true}]");
        assertThat(instance.at("/containers/1/conditions/0/reason").asText()).isEqualTo("health-reported-by-mesos");
        assertThat(instance.path("specReference").asText()).startsWith("/v2/pods/t/pod::versions/");
    }

    @Test
    void an_instance_is_degraded_while_a_check_has_not_passed_and_while_it_is_out_of_reach() {
        server.scheduler.instances(POD, running(1, "h1", null), TWO.withCondition(Condition.UNREACHABLE));

        JsonNode status = server.get("/v2/pods/t/pod::status").json();

        assertThat(status.path("status").asText()).isEqualTo("DEGRADED");
        assertThat(status.path("instances").findValuesAsText("message"))
                .containsExactly("at least one container is not healthy", "pod instance has become unreachable");
    }

    @Test
    void what_has_failed_has_no_address_and_ran_from_its_start_to_the_end_of_the_instance() {
        ContainerState container = new ContainerState(
                "one",
                Condition.FAILED,
                Instant.EPOCH,
                null,
                Instances.STARTED,
                null,
                List.of(),
                List.of("10.0.0.1"),
                "boom");
        Instance ended = ONE.withCondition(Condition.SCHEDULED)
                .withContainers(List.of(container))
                .withSince(Instances.STARTED.plusSeconds(7));
        String task = ended.taskId(container);
        server.scheduler.view.status(new AppStatus(
                POD,
                1,
                HashTreePMap.singleton(ended.id(), ended),
                AppStatus.Counts.NONE,
                HashTreePMap.empty(),
                HashTreePSet.empty(),
                new TaskFailure(POD, task, "TASK_FAILED", "boom", "h1", "s1", Instant.EPOCH, Instant.EPOCH)));

        JsonNode status = server.get("/v2/pods/t/pod::status").json();

        assertThat(status.at("/instances/0/networks")).isEmpty();
        assertThat(status.at("/terminationHistory/0/containers/0/containerId").asText())
                .isEqualTo(task);
        assertThat(Instant.parse(status.at("/terminationHistory/0/startedAt").asText()))
                .isEqualTo(Instances.STARTED);
        assertThat(Instant.parse(status.at("/terminationHistory/0/terminatedAt").asText()))
                .isEqualTo(ended.since());
    }

    @Test
    void the_status_of_all_pods_is_a_list() {
        server.post("/v2/pods", pod("/t/other", 0));

        assertThat(server.get("/v2/pods/::status").json().findValuesAsText("status"))
                .containsExactly("STABLE", "DEGRADED");
    }

    @Test
    void a_killed_instance_is_shown_as_it_was() {
        server.scheduler.instances(POD, ONE, TWO);

        Reply one = server.delete("/v2/pods/t/pod::instances/" + ONE.id());

        assertThat(one.status()).isEqualTo(200);
        assertThat(one.json().path("instanceId").asText()).isEqualTo(ONE.id().value());
        assertThat(one.json().at("/state/condition").asText()).isEqualTo("Running");
        assertThat(one.json().at("/unreachableStrategy/expungeAfterSeconds").asInt(-1))
                .isZero();
        assertThat(server.delete("/v2/pods/t/pod::instances/" + ONE.id()).status())
                .isEqualTo(404);
        assertThat(server.delete("/v2/pods/t/pod::instances/nonsense").status()).isEqualTo(422);
    }

    @Test
    void of_listed_instances_those_that_are_there_are_killed() {
        server.scheduler.instances(POD, ONE, TWO);

        Reply killed = kill("/v2/pods/t/pod::instances", "[\"" + TWO.id() + "\",\"t_pod.instance-none\"]");

        assertThat(killed.status()).as(killed.text()).isEqualTo(200);
        assertThat(killed.json().findValuesAsText("instanceId"))
                .containsExactly(TWO.id().value());
        assertThat(kill("/v2/pods/t/none::instances", "[]").status()).isEqualTo(404);
    }

    private Reply kill(String path, String ids) {
        return server.send("DELETE", path, ids, "Content-Type", "application/json");
    }

    @Test
    void an_id_belongs_to_an_app_or_a_pod_or_a_group() {
        String app = "{\"id\":\"/t/pod\",\"cmd\":\"sleep 1\"}";

        assertThat(server.post("/v2/apps", app).json().path("details").toString())
                .contains("Applications and Pods may not share the same id");
        assertThat(server.post("/v2/pods", pod("/t/pod/below", 0))
                        .json()
                        .path("details")
                        .toString())
                .contains("Groups and Pods may not have the same identifier.");
        assertThat(server.post("/v2/pods", pod("/t/pod", 0)).status()).isEqualTo(409);
    }

    @Test
    void the_containers_of_a_pod_are_no_tasks_of_apps() {
        server.scheduler.instances(POD, ONE);

        assertThat(server.get("/v2/tasks").json().path("tasks")).isEmpty();
    }

    @Test
    void a_pod_has_a_tag_by_which_a_change_can_be_made_to_depend_on_it() {
        String tag = server.get("/v2/pods/t/pod").headers().get("etag");

        assertThat(server.get("/v2/pods/t/pod", "If-None-Match", tag).status()).isEqualTo(304);
        Reply late = server.send(
                "PUT", "/v2/pods/t/pod", pod("/t/pod", 0), "Content-Type", "application/json", "If-Match", "\"x\"");
        assertThat(late.status()).isEqualTo(412);
    }

    @Test
    void a_dry_run_changes_nothing() {
        Reply plan = server.put("/v2/pods/t/pod?force=true&dryRun=true", pod("/t/pod", 3));

        assertThat(plan.json().at("/steps/0/actions/0/pod").asText()).isEqualTo("/t/pod");
        assertThat(server.get("/v2/pods/t/pod").json().at("/scaling/instances").asInt())
                .isEqualTo(1);
    }

    @Test
    void a_waiting_pod_is_in_the_queue_as_a_pod() {
        assertThat(server.get("/v2/queue").json().at("/queue/0/pod/id").asText())
                .isEqualTo("/t/pod");
    }
}
