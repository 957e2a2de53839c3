package stadion.api.apps;

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
import org.pcollections.PMap;
import stadion.api.json.Json;
import stadion.api.testing.Instances;
import stadion.api.testing.TestServer;
import stadion.api.testing.TestServer.Reply;
import stadion.scheduler.app.AppStatus;
import stadion.scheduler.app.AppStatus.Counts;
import stadion.scheduler.app.AppStatus.TaskFailure;
import stadion.scheduler.health.HealthKillBrake;
import stadion.scheduler.health.HealthStatus;
import stadion.scheduler.health.ReadinessResult;
import stadion.scheduler.health.ReadinessResult.Response;
import stadion.scheduler.model.Condition;
import stadion.scheduler.model.Instance;
import stadion.scheduler.model.InstanceId;
import stadion.scheduler.model.PathId;

class AppTasksTest {

    private static final PathId APP = PathId.of("/t/app");
    private static final Instance ONE = Instances.running("/t/app", 1, "h1");
    private static final Instance TWO = Instances.running("/t/app", 2, "h2");

    private final TestServer server = TestServer.leading();

    @BeforeEach
    void create() {
        server.post("/v2/apps", """
                {"id":"/t/app","cmd":"sleep 1","instances":2,"portDefinitions":[{"port":9000,"name":"http"}],
                "readinessChecks":[{"portName":"http"}]}""");
        server.scheduler.instances(APP, ONE, TWO);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private void show(AppStatus status) {
        server.scheduler.view.status(status);
    }

    private static AppStatus status(Instance... instances) {
        PMap<InstanceId, Instance> all = HashTreePMap.empty();
        for (Instance instance : instances) {
            all = all.plus(instance.id(), instance);
        }
        return new AppStatus(APP, 1, all, new Counts(0, 1, 0, 0), HashTreePMap.empty(), HashTreePSet.empty(), null);
    }

    @Test
    void whether_health_kills_are_held_is_shown_to_those_who_ask() {
        show(status(ONE));
        assertThat(server.get("/v2/apps/t/app?embed=app.healthKillBrake").json().at("/app/healthKillBrake"))
                .isEqualTo(Json.MAPPER.createObjectNode().put("holds", false));

        AppStatus status = status(ONE);
        show(new AppStatus(
                APP,
                2,
                status.instances(),
                status.counts(),
                status.health(),
                status.ready(),
                HashTreePMap.empty(),
                null,
                new HealthKillBrake.Hold(Instant.parse("2026-01-01T00:00:00Z"), 3, 4)));
        assertThat(server.get("/v2/apps/t/app").json().path("app").has("healthKillBrake"))
                .isFalse();
        assertThat(server.get("/v2/apps/t/app?embed=app.healthKillBrake").json().at("/app/healthKillBrake"))
                .isEqualTo(Json.MAPPER
                        .createObjectNode()
                        .put("holds", true)
                        .put("since", "2026-01-01T00:00:00.000Z")
                        .put("failing", 3)
                        .put("running", 4));
        assertThat(server.get("/metrics")
                        .json()
                        .at("/gauges/stadion.apps.health-kill-brake.holding.gauge/value")
                        .asInt())
                .isEqualTo(1);
    }

    @Test
    void a_task_is_shown_with_its_place_and_times() throws Exception {
        show(status(ONE));

        assertThat(server.get("/v2/apps/t/app/tasks").json()).isEqualTo(Json.MAPPER.readTree("""
                        {"tasks":[{"id":"t_app.instance-00000000-0000-0000-0000-000000000001._app.1","appId":"/t/app",
                        "state":"TASK_RUNNING","host":"h1","slaveId":"agent-h1",
                        "ipAddresses":[{"ipAddress":"10.0.0.1","protocol":"IPv4"}],"ports":[31001],
                        "stagedAt":"2026-01-01T00:00:01.000Z","startedAt":"2026-01-01T00:00:02.000Z",
                        "version":"2026-01-01T00:00:00.000Z","localVolumes":[],"role":"*","healthCheckResults":[],
                        "servicePorts":[]}]}"""));
    }

    @Test
    void only_the_list_of_all_tasks_has_service_ports() {
        assertThat(server.get("/v2/tasks").json().at("/tasks/0/servicePorts/0").asInt())
                .isEqualTo(9000);
        assertThat(server.get("/v2/apps/t/app").json().at("/app/tasks/0/servicePorts"))
                .isEmpty();
    }

    @Test
    void an_instance_that_was_never_launched_has_no_task() {
        show(status(ONE.withIncarnation(0).withCondition(Condition.SCHEDULED)));

        assertThat(server.get("/v2/apps/t/app/tasks").json().path("tasks")).isEmpty();
    }

    @Test
    void until_it_is_launched_again_an_instance_shows_how_its_last_task_ended() {
        show(status(ONE.withCondition(Condition.SCHEDULED).withEnded(Condition.FAILED)));

        JsonNode task = server.get("/v2/apps/t/app/tasks").json().at("/tasks/0");
        assertThat(task.path("state").asText()).isEqualTo("TASK_FAILED");
        assertThat(task.path("ports")).isEmpty();
        assertThat(task.has("stagedAt")).isFalse();
        assertThat(task.has("version")).isFalse();
    }

    @Test
    void health_is_shown_per_check_and_a_changed_instance_is_rendered_anew() {
        show(status(ONE));
        server.get("/v2/apps/t/app");
        HealthStatus bad = new HealthStatus(false, 2, null, null, Instant.EPOCH, "500 Oops");
        show(new AppStatus(
                APP,
                2,
                HashTreePMap.singleton(ONE.id(), ONE.withCondition(Condition.KILLING)),
                new Counts(0, 0, 0, 1),
                HashTreePMap.singleton(ONE.id(), List.of(bad)),
                HashTreePSet.empty(),
                null));

        JsonNode app = server.get("/v2/apps/t/app").json().path("app");
        assertThat(app.path("tasksUnhealthy").asInt()).isEqualTo(1);
        assertThat(app.at("/tasks/0/state").asText()).isEqualTo("TASK_KILLING");
        assertThat(app.at("/tasks/0/healthCheckResults/0/alive").asBoolean(true))
                .isFalse();
        assertThat(app.at("/tasks/0/healthCheckResults/0/lastFailureCause").asText())
                .isEqualTo("500 Oops");
        assertThat(app.at("/tasks/0/healthCheckResults/0/instanceId").asText())
                .isEqualTo("instance [" + ONE.id() + "]");
    }

    @Test
    void what_a_check_has_found_out_is_shown_by_its_kind() {
        assertThat(checkResult(new Instance.CheckResult(3, null, null))).isEqualTo("{\"command\":{\"exitCode\":3}}");
        assertThat(checkResult(new Instance.CheckResult(null, 204, null))).isEqualTo("{\"http\":{\"statusCode\":204}}");
        assertThat(checkResult(new Instance.CheckResult(null, null, false)))
                .isEqualTo("{\"tcp\":{\"succeeded\":false}}");
        assertThat(checkResult(null)).isEmpty();
    }

    private String checkResult(Instance.@Nullable CheckResult result) {
        show(status(ONE.withCheckResult(result)));
        return server.get("/v2/apps/t/app/tasks")
                .json()
                .at("/tasks/0/checkResult")
                .toString();
    }

    @Test
    void the_last_failure_and_readiness_are_shown() {
        TaskFailure failure =
                new TaskFailure(APP, ONE.taskId(), "TASK_FAILED", "boom", "h1", "s1", Instant.EPOCH, Instant.EPOCH);
        show(new AppStatus(
                APP,
                1,
                HashTreePMap.singleton(ONE.id(), ONE),
                Counts.NONE,
                HashTreePMap.empty(),
                HashTreePSet.singleton(ONE.id()),
                HashTreePMap.singleton(
                        ONE.id(), List.of(new ReadinessResult("readinessCheck", true, new Response(200, "", "ready")))),
                failure,
                null));

        JsonNode app = server.get("/v2/apps/t/app?embed=app.readiness").json().path("app");
        assertThat(app.at("/lastTaskFailure/message").asText()).isEqualTo("boom");
        assertThat(app.at("/lastTaskFailure/slaveId").asText()).isEqualTo("s1");
        assertThat(app.at("/readinessCheckResults/0/taskId").asText()).isEqualTo(ONE.taskId());
        assertThat(app.at("/readinessCheckResults/0/ready").asBoolean()).isTrue();
        assertThat(app.at("/readinessCheckResults/0/lastResponse").toString())
                .isEqualTo("{\"status\":200,\"contentType\":\"\",\"body\":\"ready\"}");
        assertThat(server.get("/v2/apps").json().at("/apps/0").has("lastTaskFailure"))
                .isFalse();
    }

    @Test
    void one_task_is_killed_by_its_id_even_by_that_of_an_older_task() {
        Reply reply = server.delete("/v2/apps/t/app/tasks/" + ONE.id().taskId(7));

        assertThat(reply.json().at("/task/id").asText()).isEqualTo(ONE.taskId());
        assertThat(server.scheduler.view.status(APP).instances()).containsOnlyKeys(TWO.id());
        assertThat(server.delete("/v2/apps/t/app/tasks/" + ONE.taskId()).status())
                .isEqualTo(404);
    }

    @Test
    void the_tasks_of_one_host_are_killed() {
        Reply reply = server.delete("/v2/apps/t/app/tasks?host=h2");

        assertThat(reply.json().at("/tasks/0/id").asText()).isEqualTo(TWO.taskId());
        assertThat(server.scheduler.view.status(APP).instances()).containsOnlyKeys(ONE.id());
    }

    @Test
    void killing_with_scale_makes_the_app_smaller_and_names_who_goes() {
        Reply locked = server.delete("/v2/apps/t/app/tasks/" + TWO.taskId() + "?scale=true");
        assertThat(locked.status()).isEqualTo(409);

        Reply reply = server.delete("/v2/apps/t/app/tasks/" + TWO.taskId() + "?scale=true&force=true");
        String deployment = reply.headers().get("marathon-deployment-id");

        assertThat(reply.json().path("deploymentId").asText()).isEqualTo(deployment);
        assertThat(server.scheduler.app("/t/app").instances()).isEqualTo(1);
        assertThat(server.scheduler
                        .view
                        .deployment(deployment)
                        .orElseThrow()
                        .plan()
                        .kills())
                .containsEntry(APP, List.of(TWO.id()));
    }

    @Test
    void instances_that_are_on_their_way_out_do_not_make_the_app_smaller() {
        server.scheduler.instances(APP, ONE, TWO.withCondition(Condition.KILLING));

        server.delete("/v2/apps/t/app/tasks?scale=true&force=true");

        assertThat(server.scheduler.app("/t/app").instances()).isEqualTo(1);
    }

    @Test
    void tasks_of_several_apps_are_killed_by_their_ids() {
        Reply reply = server.post("/v2/tasks/delete", "{\"ids\":[\"" + ONE.taskId() + "\",\"" + TWO.taskId() + "\"]}");

        assertThat(reply.json().path("tasks")).hasSize(2);
        assertThat(server.scheduler.view.status(APP).instances()).isEmpty();
    }

    @Test
    void tasks_are_listed_by_status() {
        show(status(ONE, TWO.withCondition(Condition.STARTING)));

        assertThat(ids("/v2/tasks?status=running")).containsExactly(ONE.taskId());
        assertThat(ids("/v2/tasks?status[]=staging".replace("[]", "%5B%5D"))).containsExactly(TWO.taskId());
        assertThat(ids("/v2/tasks?status=running&status=staging")).hasSize(2);
        assertThat(ids("/v2/tasks?status=nonsense")).hasSize(2);
    }

    private List<String> ids(String path) {
        return server.get(path).json().path("tasks").findValuesAsText("id");
    }
}
