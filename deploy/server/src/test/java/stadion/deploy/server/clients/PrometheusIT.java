package stadion.deploy.server.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import stadion.deploy.server.process.Api;
import stadion.deploy.server.process.ServerProcess;

/** A real Prometheus, which finds its targets with {@code marathon_sd_configs}. */
class PrometheusIT {

    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path dir;

    private ServerProcess server;
    private Process prometheus;

    @AfterEach
    void stop() throws InterruptedException {
        if (prometheus != null) {
            prometheus.destroy();
            prometheus.waitFor();
        }
        if (server != null) {
            server.stop();
        }
    }

    @Test
    void findsTheTasksOfAnAppAndScrapesThem() throws Exception {
        assumeTrue(
                isOnThePath("prometheus"),
                "skipped: there is no 'prometheus' on the PATH; on Debian, 'apt-get install prometheus' brings it");
        server = new ServerProcess(dir);
        server.start();
        assertThat(server.api().send("POST", "/v2/apps", app(1)).status()).isEqualTo(201);
        assertThat(server.api().send("POST", "/v2/apps", unlabelled()).status()).isEqualTo(201);
        Api query = startPrometheus();

        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(scraped(query)).as(output()).hasSize(1).isEqualTo(runningTasks()));

        server.api().send("PUT", "/v2/apps/prom/served", "{\"instances\": 3}");
        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(scraped(query)).as(output()).hasSize(3).isEqualTo(runningTasks()));

        server.api().send("DELETE", "/v2/apps/prom/served", "");
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(
                                query.get("/api/v1/targets?state=active").at("/data/activeTargets"))
                        .as(output())
                        .isEmpty());
    }

    private static String app(int instances) {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String command = "exec %s -Xmx32m -XX:+UseSerialGC -cp '%s' %s $PORT0"
                .formatted(java, Path.of("target/test-classes").toAbsolutePath(), ServedMetrics.class.getName());
        return JSON.createObjectNode()
                .put("id", "/prom/served")
                .put("cmd", command)
                .put("cpus", 0.01)
                .put("mem", 64)
                .put("instances", instances)
                .<com.fasterxml.jackson.databind.node.ObjectNode>set(
                        "labels", JSON.createObjectNode().put("metrics", "yes"))
                .set(
                        "portDefinitions",
                        JSON.createArrayNode().add(JSON.createObjectNode().put("name", "web")))
                .toString();
    }

    private static String unlabelled() {
        return "{\"id\": \"/prom/other\", \"cmd\": \"exec sleep 3600\", \"cpus\": 0.01, \"mem\": 8}";
    }

    private Api startPrometheus() throws IOException {
        int port = freePort();
        Path config = Files.writeString(dir.resolve("prometheus.yml"), """
                global:
                  scrape_interval: 1s
                scrape_configs:
                  - job_name: marathon
                    marathon_sd_configs:
                      - servers: ['%s']
                        refresh_interval: 1s
                    relabel_configs:
                      - source_labels: [__meta_marathon_app_label_metrics]
                        regex: 'yes'
                        action: keep
                      - source_labels: [__meta_marathon_app]
                        target_label: app
                      - source_labels: [__meta_marathon_task]
                        target_label: task
                """.formatted(server.url()));
        prometheus = new ProcessBuilder(
                        "prometheus",
                        "--config.file=" + config,
                        "--storage.tsdb.path=" + dir.resolve("prometheus"),
                        "--web.listen-address=127.0.0.1:" + port)
                .redirectErrorStream(true)
                .redirectOutput(dir.resolve("prometheus.log").toFile())
                .start();
        Api query = new Api(port);
        await().atMost(PATIENCE)
                .ignoreExceptionsInstanceOf(IOException.class)
                .untilAsserted(() -> assertThat(
                                query.get("/api/v1/targets").path("status").asText())
                        .isEqualTo("success"));
        return query;
    }

    /** The tasks whose metric Prometheus has, as it names them. */
    private static Set<String> scraped(Api query) throws IOException, InterruptedException {
        Set<String> tasks = new TreeSet<>();
        for (JsonNode series :
                query.get("/api/v1/query?query=" + ServedMetrics.METRIC).at("/data/result")) {
            assertThat(series.at("/metric/app").asText()).isEqualTo("/prom/served");
            assertThat(series.at("/value/1").asText()).isEqualTo("42");
            tasks.add(series.at("/metric/task").asText());
        }
        return tasks;
    }

    private Set<String> runningTasks() throws IOException, InterruptedException {
        Set<String> tasks = new TreeSet<>();
        server.api()
                .get("/v2/apps/prom/served/tasks")
                .path("tasks")
                .forEach(task -> tasks.add(task.path("id").asText()));
        return tasks;
    }

    private String output() throws IOException {
        return Files.readString(dir.resolve("prometheus.log"));
    }

    private static boolean isOnThePath(String program) {
        return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(":"))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }
}
