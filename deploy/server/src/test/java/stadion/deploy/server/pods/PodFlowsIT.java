package stadion.deploy.server.pods;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import stadion.deploy.server.process.Api.Answer;
import stadion.deploy.server.process.ServerProcess;

/** Pods as processes, on a server of their own. */
class PodFlowsIT {

    private static final Duration PATIENCE = Duration.ofMinutes(3);

    @TempDir
    Path dir;

    private ServerProcess server;

    @BeforeEach
    void start() throws IOException, InterruptedException {
        // What Mesos tells when it is asked again would come in between.
        server = new ServerProcess(dir, Map.of("--reconciliation_initial_delay", "3600000"));
        server.start();
    }

    @AfterEach
    void stop() throws IOException, InterruptedException {
        for (JsonNode pod : server.api().get("/v2/pods")) {
            server.api().send("DELETE", "/v2/pods" + pod.path("id").asText() + "?force=true", "");
        }
        await().atMost(PATIENCE).until(() -> server.api().get("/v2/deployments").isEmpty());
        server.stop();
    }

    static List<Flow> flows() throws IOException {
        return Flow.all("pod-").stream().filter(flow -> !hasArgumentsOnly(flow)).toList();
    }

    /** On a real Mesos arguments without an image fail, as Marathon does not say which program they are for. */
    private static boolean hasArgumentsOnly(Flow flow) {
        return flow.timeline().stream()
                .flatMap(item -> item.path("body").path("containers").valueStream())
                .anyMatch(container -> container.at("/exec/command").has("argv") && !container.has("image"));
    }

    @ParameterizedTest
    @MethodSource("flows")
    void whatIsToldIsWhatMarathonTold(Flow flow) throws Exception {
        Story expected = new Story();
        try (EventStream stream = new EventStream(server.url())) {
            for (JsonNode moment : flow.timeline()) {
                switch (moment.path("kind").asText()) {
                    case "event" -> expected.add(moment.path("event").asText(), moment.path("data"));
                    case "request" -> {
                        awaitStory(stream, expected);
                        send(moment, expected, stream.story());
                    }
                    case "snapshot" -> {
                        if (!moment.path("label").asText().startsWith("right after")) {
                            awaitStory(stream, expected);
                            compareStatus(moment);
                        }
                    }
                    default -> {}
                }
            }
            awaitStory(stream, expected);
        }
    }

    private void awaitStory(EventStream stream, Story expected) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(stream.story().toString())
                        .as(server.output())
                        .isEqualTo(expected.toString()));
    }

    /** An instance in the path of a recorded request stands for the one of the same number. */
    private void send(JsonNode request, Story expected, Story told) throws IOException, InterruptedException {
        String path = expected.inWordsOf(told, request.path("path").asText());
        JsonNode body = request.path("body");
        Answer answer = server.api()
                .send(
                        request.path("method").asText(),
                        path,
                        body.isMissingNode() || body.isNull() ? "" : body.toString());
        assertThat(answer.isSuccess()).as("%s %s: %s", request, path, answer).isTrue();
    }

    private void compareStatus(JsonNode snapshot) throws IOException, InterruptedException {
        for (Map.Entry<String, JsonNode> get : snapshot.path("get").properties()) {
            if (get.getKey().endsWith("::status") && get.getValue().has("status")) {
                assertThat(shape(server.api().get(get.getKey()))).isEqualTo(shape(get.getValue()));
            }
        }
    }

    /** How the pod is, with its instances and their containers. */
    private static String shape(JsonNode status) {
        TreeSet<String> instances = new TreeSet<>();
        for (JsonNode instance : status.path("instances")) {
            TreeSet<String> containers = new TreeSet<>();
            instance.path("containers")
                    .forEach(c -> containers.add(
                            c.path("name").asText() + " " + c.path("status").asText()));
            instances.add(instance.path("status").asText() + containers);
        }
        return status.path("status").asText() + instances;
    }

    @Test
    void containersShareAVolumeAndRunTheirArguments() throws Exception {
        create("""
                {"id": "/shared", "volumes": [{"name": "v"}], "containers": [
                  {"name": "writer", "resources": {"cpus": 0.1, "mem": 32},
                   "exec": {"command": {"shell": "echo hello > mine/f; sleep 1000"}},
                   "volumeMounts": [{"name": "v", "mountPath": "mine"}]},
                  {"name": "reader", "resources": {"cpus": 0.1, "mem": 32},
                   "exec": {"command": {"argv": ["/bin/sh", "-c", "until grep -q hello theirs/f; do sleep 0.1; done; sleep 1000"]}},
                   "healthCheck": {"exec": {"command": {"shell": "grep -q hello theirs/f"}}, "delaySeconds": 0, "intervalSeconds": 2, "timeoutSeconds": 1},
                   "volumeMounts": [{"name": "v", "mountPath": "theirs", "readOnly": false}]}]}
                """);
        awaitStatus("/shared", "STABLE");
        assertThat(shape(server.api().get("/v2/pods/shared::status")))
                .isEqualTo("STABLE[STABLE[reader TASK_RUNNING, writer TASK_RUNNING]]");
    }

    @Test
    void podsOutliveTheServerAndTheNextOneKnowsThem() throws Exception {
        create("""
                {"id": "/lives", "scaling": {"kind": "fixed", "instances": 2}, "containers": [
                  {"name": "a", "resources": {"cpus": 0.1, "mem": 32}, "exec": {"command": {"shell": "sleep 1000"}}},
                  {"name": "b", "resources": {"cpus": 0.1, "mem": 32}, "exec": {"command": {"shell": "sleep 1000"}}}]}
                """);
        awaitStatus("/lives", "STABLE");
        Set<String> before = tasks("/lives");
        server.kill();
        server.start();
        awaitStatus("/lives", "STABLE");
        assertThat(before).hasSize(4);
        assertThat(tasks("/lives")).isEqualTo(before);
    }

    private Set<String> tasks(String pod) throws IOException, InterruptedException {
        Set<String> tasks = new TreeSet<>();
        server.api()
                .get("/v2/pods" + pod + "::status")
                .findValues("containerId")
                .forEach(id -> tasks.add(id.asText()));
        return tasks;
    }

    private void create(String pod) throws IOException, InterruptedException {
        Answer answer = server.api().send("POST", "/v2/pods", pod);
        assertThat(answer.status()).as("%s", answer).isEqualTo(201);
    }

    private void awaitStatus(String pod, String status) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(server.api()
                                .get("/v2/pods" + pod + "::status")
                                .path("status")
                                .asText())
                        .as(server.output())
                        .isEqualTo(status));
    }
}
