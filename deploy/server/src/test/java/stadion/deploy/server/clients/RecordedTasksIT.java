package stadion.deploy.server.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import stadion.api.conformance.HttpReplay;
import stadion.api.conformance.Scenario;
import stadion.deploy.server.process.ServerProcess;

/** Sends the recorded requests that need running tasks, or offers, to the whole server, on a Mesos like the one they were recorded on, and compares its answers with Marathon's. */
class RecordedTasksIT {

    private static final Path RECORDINGS = Path.of("../../http-api/src/test/resources/conformance");

    /** What is answered otherwise on purpose, as docs/api-compatibility.md says. */
    private static final String DIFFERENT = "task-text-plain";

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    static Path dir;

    private static ServerProcess server;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        Map<String, String> flags = Map.of(
                "--local_agents", "3",
                "--local_agent_resources", "cpus:4;mem:8192;disk:40000;ports:[31000-31999]",
                "--local_agent_attributes", "rack:r{i}",
                "--min_revive_offers_interval", "100",
                "--decline_offer_duration", "1000");
        server = new ServerProcess(dir, flags);
        server.start();
    }

    @AfterAll
    static void stop() throws InterruptedException {
        server.stop();
    }

    static Stream<Scenario> scenarios() {
        return Stream.of("seeds", "queue", "tasks", "pods")
                .flatMap(area -> Scenario.in(RECORDINGS.resolve(area)).stream())
                .filter(scenario -> scenario.needs().contains("tasks")
                        || Set.of("seeds", "queue").contains(scenario.area()))
                .filter(scenario -> !scenario.name().equals(DIFFERENT));
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void tasksAreShownAsByMarathon(Scenario scenario) {
        assertThat(new HttpReplay(server.url(), PATIENCE).differences(scenario))
                .as("%s, the server said:%n%s", scenario, server.output())
                .isEmpty();
    }
}
