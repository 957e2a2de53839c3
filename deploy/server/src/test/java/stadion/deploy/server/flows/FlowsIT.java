package stadion.deploy.server.flows;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every recorded flow happens here as it was recorded. {@code -Dstadion.flows=name,name} picks some. Flows that disturb nobody share a server and run at the same time; of the
 * others, those with the same flags run one after the other.
 */
class FlowsIT {

    private static final int AT_ONCE = 4;
    private static final int FIRST_PORT = 12_000;
    private static final int PORTS = 3_000;

    @TempDir
    static Path dir;

    private static final ExecutorService THREADS = Executors.newCachedThreadPool();

    @AfterAll
    static void stop() throws InterruptedException {
        THREADS.shutdown();
        assertThat(THREADS.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
    }

    @TestFactory
    Stream<DynamicTest> happensAsRecorded() throws Exception {
        Map<String, List<Flow>> groups = new LinkedHashMap<>();
        for (Flow flow : Flow.all()) {
            if (isPicked(flow)) {
                groups.computeIfAbsent(group(flow), key -> new ArrayList<>()).add(flow);
            }
        }
        Map<String, Future<List<String>>> results = new LinkedHashMap<>();
        CountDownLatch servers = new CountDownLatch(groups.size());
        int ports = FIRST_PORT;
        for (Map.Entry<String, List<Flow>> group : groups.entrySet()) {
            boolean alone = !group.getKey().startsWith("together");
            FlowGroup running = new FlowGroup(
                    Files.createDirectory(dir.resolve("group-" + ports)), ports, group.getValue(), alone ? 1 : AT_ONCE);
            ports += PORTS;
            results.putAll(running.start(THREADS, servers));
        }
        return results.entrySet().stream()
                .map(result -> DynamicTest.dynamicTest(
                        result.getKey(),
                        () -> assertThat(result.getValue().get()).isEmpty()));
    }

    private static boolean isPicked(Flow flow) {
        List<String> picked = List.of(System.getProperty("stadion.flows", "").split(","));
        return picked.contains("") ? KnownDifferences.isReplayed(flow) : picked.contains(flow.name());
    }

    private static String group(Flow flow) {
        if (flow.timeline().stream().anyMatch(item -> item.path("get").has("/slaves"))) {
            // It looks at all agents, and others take some away.
            return "alone with the agents " + flow.flags();
        }
        boolean alone = flow.has("action")
                || flow.has("raw")
                || flow.events().anyMatch(item -> item.has("stream"))
                || flow.events().anyMatch(item -> item.path("event").asText().startsWith("pod_"));
        return (alone ? "alone " : "together ") + flow.flags();
    }
}
