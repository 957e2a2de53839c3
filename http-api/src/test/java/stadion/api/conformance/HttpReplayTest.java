package stadion.api.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import stadion.api.testing.TestServer;

class HttpReplayTest {

    /** What needs more than this module: offers, and a server's flags. */
    private static final Set<String> ELSEWHERE = Set.of("queue-count", "queue-stuck", "sys-info");

    /** What is answered otherwise on purpose, as docs/api-compatibility.md says. */
    private static final Set<String> DIFFERENT = Set.of("task-text-plain", "group-dryrun-nothing");

    private static TestServer server;

    @BeforeAll
    static void start() {
        server = TestServer.leading();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    static Stream<Scenario> scenarios() {
        return Stream.of(
                        "seeds",
                        "apps-create",
                        "apps-read",
                        "apps-update",
                        "apps-validate",
                        "deployments",
                        "groups",
                        "pods",
                        "queue",
                        "system",
                        "tasks")
                .flatMap(area -> Scenario.ofArea(area).stream())
                .filter(scenario -> !scenario.needs().contains("tasks")
                        && scenario.features().isEmpty())
                .filter(scenario -> !ELSEWHERE.contains(scenario.name()) && !DIFFERENT.contains(scenario.name()));
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void a_client_is_answered_as_by_marathon(Scenario scenario) {
        assertThat(new HttpReplay(server.url(), Duration.ofSeconds(1)).differences(scenario))
                .isEmpty();
    }
}
