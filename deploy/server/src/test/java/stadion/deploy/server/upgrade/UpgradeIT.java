package stadion.deploy.server.upgrade;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import stadion.deploy.server.process.ServerProcess;

class UpgradeIT {

    private static final int INSTANCES = 3;
    private static final int PORTS = 8;

    @TempDir
    Path dir;

    private List<Integer> ports;
    private ServerProcess server;

    @BeforeEach
    void start() throws Exception {
        ports = freePorts();
        server = new ServerProcess(
                dir,
                Map.of(
                        "--local_agent_resources",
                        "cpus:8;mem:8192;disk:8192;ports:[" + ports.get(0) + "-" + ports.get(PORTS - 1) + "]"));
        server.start();
    }

    @AfterEach
    void leaveNothingBehind() throws Exception {
        server.api().send("DELETE", "/v2/apps/web?force=true", "");
        patiently().until(() -> tasks().isEmpty());
        server.kill();
    }

    private static ConditionFactory patiently() {
        return await().atMost(Duration.ofMinutes(3)).pollInterval(Duration.ofMillis(200));
    }

    /** Ports in a row that nobody uses. */
    private static List<Integer> freePorts() {
        for (int first = 46_000; first < 60_000; first += PORTS) {
            List<Integer> row = IntStream.range(first, first + PORTS).boxed().toList();
            if (row.stream().allMatch(UpgradeIT::isFree)) {
                return row;
            }
        }
        throw new IllegalStateException("no free ports");
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException used) {
            return false;
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 1, 3", "0.5, 0, 2"})
    void atNoTimeFewerInstancesAnswerThanItsStrategyPromises(double minimum, double over, int promised)
            throws Exception {
        deploy("POST", "/v2/apps", minimum, over, 1);
        Set<String> before = tasks();
        List<Integer> answers;
        try (PortWatch watch = new PortWatch(ports)) {
            patiently().until(() -> watch.answers().contains(INSTANCES));
            deploy("PUT", "/v2/apps/web", minimum, over, 2);
            answers = watch.answers();
        }
        assertThat(tasks()).hasSize(INSTANCES).doesNotContainAnyElementsOf(before);
        List<Integer> upgrade = answers.subList(answers.indexOf(INSTANCES), answers.size());
        assertThat(upgrade).as("answers per round").hasSizeGreaterThan(10).allMatch(count -> count >= promised);
    }

    /** Makes or changes the app, and waits until that is done and all are healthy. */
    private void deploy(String method, String path, double minimum, double over, int version) throws Exception {
        String app = """
                {"id": "/web", "cmd": "exec python3 -m http.server $PORT0 --bind 127.0.0.1", "cpus": 0.1, "mem": 32,
                 "instances": %d, "env": {"VERSION": "%d"},
                 "upgradeStrategy": {"minimumHealthCapacity": %s, "maximumOverCapacity": %s},
                 "healthChecks": [{"protocol": "HTTP", "path": "/", "portIndex": 0, "gracePeriodSeconds": 300,
                   "intervalSeconds": 1, "timeoutSeconds": 10, "maxConsecutiveFailures": 0}]}
                """.formatted(INSTANCES, version, minimum, over);
        assertThat(server.api().send(method, path, app).isSuccess()).isTrue();
        patiently().until(() -> server.api().get("/v2/deployments").isEmpty());
        assertThat(server.api().get("/v2/apps/web").at("/app/tasksHealthy").asInt())
                .isEqualTo(INSTANCES);
    }

    private Set<String> tasks() throws IOException, InterruptedException {
        Set<String> ids = new HashSet<>();
        for (JsonNode task : server.api().get("/v2/tasks").get("tasks")) {
            ids.add(task.path("id").asText());
        }
        return ids;
    }
}
