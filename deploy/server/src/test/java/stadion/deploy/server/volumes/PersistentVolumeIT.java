package stadion.deploy.server.volumes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import stadion.deploy.server.process.Api.Answer;
import stadion.deploy.server.process.ServerProcess;

/** A real task, or container of a pod, appends its id to a file of its volume, and so does each of its successors. */
class PersistentVolumeIT {

    private static final String APP = "/v2/apps/vol/db";
    private static final String DEFINITION = """
            {"id": "/vol/db", "cmd": "echo $MESOS_TASK_ID >> data/log; exec sleep 1000", "cpus": 0.1, "mem": 32,
             "instances": 1, "role": "vol", "backoffSeconds": 0, "container": {"type": "MESOS", "volumes": [
               {"containerPath": "data", "mode": "RW", "persistent": {"size": 16}}]}}
            """;

    private static final String POD = "/v2/pods/vol/pod";
    private static final String POD_DEFINITION = """
            {"id": "/vol/pod", "scaling": {"kind": "fixed", "instances": 1}, "role": "vol",
             "volumes": [{"name": "kept", "persistent": {"size": 16}}],
             "scheduling": {"backoff": {"backoff": 0}}, "containers": [
               {"name": "writer", "resources": {"cpus": 0.1, "mem": 32},
                "exec": {"command": {"shell": "echo $MESOS_TASK_ID >> data/log; exec sleep 1000"}},
                "volumeMounts": [{"name": "kept", "mountPath": "data"}]}]}
            """;

    @TempDir
    Path dir;

    private ServerProcess server;

    @BeforeEach
    void start() throws Exception {
        server = new ServerProcess(dir);
        server.start();
    }

    @AfterEach
    void leaveNothingBehind() throws Exception {
        server.api().send("DELETE", APP + "?force=true", "");
        server.api().send("DELETE", POD + "?force=true", "");
        patiently().until(() -> server.api().get("/v2/tasks").get("tasks").isEmpty());
        server.kill();
    }

    @Test
    void whatAnInstanceWritesIsReadByItsNextIncarnationUntilItIsRemoved() throws Exception {
        assertThat(server.api().send("POST", "/v2/apps", DEFINITION).status()).isEqualTo(201);
        JsonNode first = runningTask(1);
        JsonNode volume = first.get("localVolumes").get(0);
        assertThat(volume.get("runSpecId").asText()).isEqualTo("/vol/db");
        assertThat(volume.get("containerPath").asText()).isEqualTo("data");
        assertThat(volume.get("persistenceId").asText())
                .isEqualTo("vol_db#data#" + volume.get("uuid").asText());

        assertThat(server.api().send("DELETE", APP + "/tasks", "").isSuccess()).isTrue();
        JsonNode second = runningTask(2);
        server.kill();
        server.start();
        assertThat(server.api().send("POST", APP + "/restart", "").isSuccess()).isTrue();
        JsonNode third = runningTask(3);

        assertThat(third.get("localVolumes")).isEqualTo(first.get("localVolumes"));
        patiently().untilAsserted(() -> assertThat(written()).containsExactly(id(first), id(second), id(third)));

        assertThat(server.api().send("DELETE", APP, "").isSuccess()).isTrue();
        patiently().untilAsserted(() -> assertThat(logs()).isEmpty());
    }

    @Test
    void aWipedInstanceLosesItsVolumeAndIsReplaced() throws Exception {
        assertThat(server.api().send("POST", "/v2/apps", DEFINITION).status()).isEqualTo(201);
        JsonNode first = runningTask(1);

        Answer wiped = server.api().send("DELETE", APP + "/tasks?wipe=true", "");

        assertThat(wiped.isSuccess()).isTrue();
        patiently().untilAsserted(() -> {
            JsonNode next = runningTask(1);
            assertThat(id(next)).isNotEqualTo(id(first));
            assertThat(written()).containsExactly(id(next));
        });
    }

    @Test
    void aPodsVolumeOutlivesItsInstancesContainersUntilThePodIsRemoved() throws Exception {
        assertThat(server.api().send("POST", "/v2/pods", POD_DEFINITION).status())
                .isEqualTo(201);
        String first = runningContainer(1);
        String instance =
                server.api().get(POD + "::status").at("/instances/0/id").asText();

        assertThat(server.api()
                        .send("DELETE", POD + "::instances/" + instance, "")
                        .isSuccess())
                .isTrue();
        String second = runningContainer(2);

        patiently().untilAsserted(() -> assertThat(written()).containsExactly(first, second));
        assertThat(server.api().send("DELETE", POD, "").isSuccess()).isTrue();
        patiently().untilAsserted(() -> assertThat(logs()).isEmpty());
    }

    /** Files may vanish while they are looked for. */
    private static ConditionFactory patiently() {
        return await().atMost(Duration.ofMinutes(2)).ignoreExceptions();
    }

    private static String id(JsonNode task) {
        return task.get("id").asText();
    }

    /** The one task of the app, once it runs as this incarnation. */
    private JsonNode runningTask(int incarnation) {
        return patiently()
                .until(
                        () -> server.api().get(APP + "/tasks").get("tasks").path(0),
                        task -> task.path("state").asText().equals("TASK_RUNNING")
                                && id(task).endsWith("._app." + incarnation));
    }

    /** The id of the pod's one container, once it runs in this incarnation of its instance. */
    private String runningContainer(int incarnation) {
        JsonNode running = patiently()
                .until(
                        () -> server.api().get(POD + "::status").at("/instances/0/containers/0"),
                        container -> container.path("status").asText().equals("TASK_RUNNING")
                                && container.path("containerId").asText().endsWith(".writer." + incarnation));
        return running.path("containerId").asText();
    }

    private List<String> written() throws IOException {
        List<Path> logs = logs();
        return logs.size() == 1 ? Files.readAllLines(logs.get(0)) : List.of();
    }

    /** The files in persistent volumes. */
    private List<Path> logs() throws IOException {
        try (Stream<Path> files = Files.walk(dir.resolve("data"))) {
            return files.filter(file -> file.endsWith("log") && file.toString().contains("/volumes/roles/vol/"))
                    .toList();
        }
    }
}
