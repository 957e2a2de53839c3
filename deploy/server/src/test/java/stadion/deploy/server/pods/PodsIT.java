package stadion.deploy.server.pods;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import stadion.deploy.server.process.Api.Answer;
import stadion.deploy.server.process.ServerProcess;

/** Pods as processes, on a server of their own. */
class PodsIT {

    private static final Duration PATIENCE = Duration.ofMinutes(3);

    @TempDir
    Path dir;

    private ServerProcess server;

    @BeforeEach
    void start() throws IOException, InterruptedException {
        server = new ServerProcess(dir);
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
