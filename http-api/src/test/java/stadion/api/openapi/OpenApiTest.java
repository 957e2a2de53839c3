package stadion.api.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.pcollections.HashTreePMap;
import org.pcollections.HashTreePSet;
import org.pcollections.PMap;
import stadion.api.conformance.HttpReplay;
import stadion.api.conformance.HttpReplay.Exchange;
import stadion.api.conformance.Scenario;
import stadion.api.openapi.OpenApiDocument.Template;
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
import stadion.scheduler.model.Instance;
import stadion.scheduler.model.InstanceId;
import stadion.scheduler.model.PathId;

class OpenApiTest {

    private static final Map<String, String> SAMPLES = Map.of(
            "{id}", "x",
            "{group}", "g",
            "{version}", "2026-01-01T00:00:00.000Z",
            "{taskId}", "t",
            "{deployment}", "d",
            "{instance}", "i");

    private static TestServer server;
    private static OpenApiDocument document;

    @BeforeAll
    static void start() {
        server = TestServer.leading();
        document = new OpenApiDocument(server.get("/openapi.json").json());
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void the_document_is_openapi_3_1_and_its_references_lead_somewhere() {
        assertThat(document.json().path("openapi").asText()).isEqualTo("3.1.0");
        List<String> ids = document.json().path("paths").findValuesAsText("operationId");
        assertThat(ids).hasSizeGreaterThan(40).doesNotHaveDuplicates();
        assertThat(document.json().findValuesAsText("$ref"))
                .isNotEmpty()
                .allSatisfy(
                        ref -> assertThat(document.json().at(ref.substring(1)).isMissingNode())
                                .as(ref)
                                .isFalse());
    }

    @Test
    void every_address_is_described() {
        assertThat(server.addresses())
                .allSatisfy(address -> assertThat(document.templates())
                        .anyMatch(template -> template.path().equals(address.isEmpty() ? "/" : address)
                                || template.path().startsWith(address + "/")));
    }

    static Stream<Template> templates() {
        return new OpenApiDocument(server.get("/openapi.json").json()).templates().stream();
    }

    @ParameterizedTest
    @MethodSource("templates")
    void what_is_described_is_there_and_nothing_else(Template template) {
        String path = template.path();
        for (Map.Entry<String, String> sample : SAMPLES.entrySet()) {
            path = path.replace(sample.getKey(), sample.getValue());
        }
        Reply reply = server.send("OPTIONS", path + document.requiredQuery(template), null);
        Set<String> allowed = new TreeSet<>(
                Arrays.asList(reply.headers().getOrDefault("allow", "").split(", ")));
        allowed.removeAll(Set.of("HEAD", "OPTIONS"));

        String sample = path;
        Set<String> describedHereOrAsAnId = document.templates().stream()
                .filter(other -> other.matches(sample))
                .flatMap(other -> document.methods(other).stream())
                .collect(Collectors.toSet());
        assertThat(allowed).containsAll(document.methods(template));
        assertThat(describedHereOrAsAnId).containsAll(allowed);
    }

    @ParameterizedTest
    @MethodSource("stadion.api.conformance.HttpReplayTest#scenarios")
    void recorded_requests_are_answered_as_described(Scenario scenario) {
        List<String> problems = new ArrayList<>();
        new HttpReplay(server.url(), Duration.ofSeconds(1), exchange -> problems.addAll(problems(exchange)))
                .differences(scenario);

        assertThat(problems).isEmpty();
    }

    private static List<String> problems(Exchange exchange) {
        String path = URI.create(exchange.path().replace("[", "%5B").replace("]", "%5D"))
                .getPath();
        return document
                .problem(
                        exchange.method(),
                        path,
                        exchange.status(),
                        exchange.headers().getOrDefault("content-type", ""),
                        exchange.body())
                .map(problem -> exchange.method() + " " + exchange.path() + " " + problem)
                .stream()
                .toList();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "GET    | /v2/apps?embed=apps.tasks&embed=apps.taskStats&embed=apps.failures&embed=apps.readiness |",
                "GET    | /v2/apps?limit=1                         |",
                "GET    | /v2/apps//o/a?embed=app.taskStats        |",
                "GET    | /v2/apps/o/*                             |",
                "GET    | /v2/apps/o/a/tasks                       |",
                "GET    | /v2/apps/o/*/tasks                       |",
                "GET    | /v2/groups?embed=group.groups&embed=group.apps&embed=group.apps.tasks |",
                "GET    | /v2/groups/o/apps                        |",
                "GET    | /v2/tasks?limit=1                        |",
                "GET    | /v2/queue?limit=1                        |",
                "GET    | /v2/queue?embed=explanation              |",
                "GET    | /v2/deployments?limit=1                  |",
                "GET    | /v2/apps/o/a?embed=app.healthKillBrake   |",
                "POST   | /v2/apps?dryRun=true                     | {\"id\":\"/o/b\",\"cmd\":\"sleep 1\"}",
                "PUT    | /v2/apps/o/a?dryRun=true&force=true      | {\"cmd\":\"sleep 2\"}",
                "PATCH  | /v2/apps?dryRun=true&force=true          | [{\"id\":\"/o/a\",\"instances\":7}]",
                "DELETE | /v2/apps/o/a?dryRun=true                 |",
                "POST   | /v2/apps/o/a/restart?dryRun=true&force=true |",
                "DELETE | /v2/apps/o/a/tasks?dryRun=true           |",
                "DELETE | /v2/apps/o/a/tasks?dryRun=true&scale=true&force=true |",
                "POST   | /v2/groups?dryRun=true                   | {\"id\":\"/n\"}",
                "PUT    | /v2/groups/o?dryRun=true                 | {\"scaleBy\":2}",
                "PUT    | /v2/groups/o?dryRun=plan&force=true      | {\"scaleBy\":2}",
                "PATCH  | /v2/groups/o?dryRun=true                 | {\"enforceRole\":true}",
                "DELETE | /v2/groups/o?dryRun=true&force=true      |",
                "POST   | /v2/pods?dryRun=true                     | {\"id\":\"/o/q\",\"containers\":[{\"name\":\"c\",\"exec\":{\"command\":{\"shell\":\"x y\"}},\"resources\":{\"cpus\":0.1,\"mem\":32}}]}",
                "DELETE | /v2/pods/o/p?dryRun=true&force=true      |",
                "GET    | /v2/pods/o/p::status                     |",
                "GET    | /v2/pods/::status                        |",
                "GET    | /v2/eventSubscriptions                   |",
                "POST   | /v2/eventSubscriptions?callbackUrl=http://127.0.0.1:9/x |",
                "DELETE | /v2/eventSubscriptions?callbackUrl=http://127.0.0.1:9/x |",
                "GET    | /v2/info                                 |",
                "GET    | /v2/leader                               |",
                "GET    | /metrics                                 |",
                "GET    | /config                                  |",
                "GET    | /v2/plugins                              |",
                "GET    | /logging                                 |",
                "POST   | /logging                                 | {\"logger\":\"x\",\"level\":\"info\"}",
                "GET    | /openapi.json                            |",
                "GET    | /                                        |",
                "GET    | /ping                                    |"
            })
    void what_is_beyond_the_recordings_is_answered_as_described(String method, String path, String body) {
        if (server.scheduler.view.root().app(PathId.of("/o/a")).isEmpty()) {
            createWithTasks();
        }

        Reply reply = server.send(method, path, body, "Content-Type", "application/json");

        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
        assertThat(problems(new Exchange(method, path, reply.status(), reply.headers(), reply.text())))
                .isEmpty();
    }

    /** An app with a healthy task, one that never was checked, and a failure. */
    private static void createWithTasks() {
        server.post("/v2/apps", """
                {"id":"/o/a","cmd":"sleep 1","instances":3,"portDefinitions":[{"port":0,"name":"http"}],
                "env":{"A":"b"},"labels":{"x":"y"},"healthChecks":[{"protocol":"HTTP","path":"/","portIndex":0}],
                "readinessChecks":[{"portName":"http"}],"constraints":[["hostname","UNIQUE"]],
                "upgradeStrategy":{"minimumHealthCapacity":1,"maximumOverCapacity":1,
                "progressDeadlineSeconds":60,"maxFailedInstances":3,"autoRevert":true}}""");
        server.post("/v2/pods", """
                {"id":"/o/p","containers":[{"name":"c","exec":{"command":{"shell":"sleep 1"}},
                "resources":{"cpus":0.1,"mem":32}}]}""");
        PathId id = PathId.of("/o/a");
        Instant now = Instant.parse("2026-01-01T00:00:00Z");
        Instance one = Instances.running("/o/a", 1, "h1").withCheckResult(new Instance.CheckResult(1, null, null));
        Instance two = Instances.running("/o/a", 2, "h2");
        PMap<InstanceId, Instance> instances = HashTreePMap.singleton(one.id(), one);
        PMap<InstanceId, List<HealthStatus>> health =
                HashTreePMap.singleton(one.id(), List.of(new HealthStatus(true, 1, now, now, now, "refused")));
        server.scheduler.view.status(new AppStatus(
                id,
                1,
                instances.plus(two.id(), two),
                new Counts(0, 2, 1, 0),
                health,
                HashTreePSet.empty(),
                HashTreePMap.singleton(
                        one.id(), List.of(new ReadinessResult("readinessCheck", false, new Response(503, "", "wait")))),
                new TaskFailure(id, "t", "TASK_FAILED", "exited", "h1", "agent-1", now, now),
                new HealthKillBrake.Hold(now, 2, 2)));
    }

    @Test
    void a_wrong_answer_would_be_noticed() {
        JsonNode task = server.get("/v2/info").json();

        assertThat(document.problem("GET", "/v2/apps", 200, "application/json", task.toString()))
                .isPresent();
        assertThat(document.problem("GET", "/v2/none", 200, "application/json", "{}"))
                .isPresent();
        assertThat(document.problem("GET", "/v2/apps", 418, "application/json", "{}"))
                .isPresent();
        assertThat(document.problem("GET", "/v2/apps", 201, "application/json", "{}"))
                .isPresent();
    }
}
