package stadion.api.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import stadion.api.app.AppsOnPaper.Answer;
import stadion.api.conformance.Bindings;
import stadion.api.conformance.JsonMatch;
import stadion.api.conformance.JsonMatch.Mismatch;
import stadion.api.conformance.Scenario;
import stadion.api.json.Json;

/** Sends the recorded requests about apps to {@link AppsOnPaper} and compares the answers with Marathon's. */
class RecordedAppsTest {

    /** A scenario in which an error text differs: Marathon shows the inside of its program. */
    private static final Set<String> OTHER_WORDS = Set.of("features/feature-external-bad");

    /** What an answer says about tasks and deployments is not known on paper. */
    private static final List<String> RUN_TIME =
            List.of("deployments", "tasks", "tasksStaged", "tasksRunning", "tasksHealthy", "tasksUnhealthy");

    static Stream<Scenario> aboutDefinitions() {
        return Stream.of("seeds", "apps-create", "apps-validate", "apps-update", "features")
                .flatMap(area -> Scenario.ofArea(area).stream());
    }

    @ParameterizedTest
    @MethodSource("aboutDefinitions")
    void aDefinitionIsTakenChangedShownOrRefusedAsByMarathon(Scenario scenario) {
        List<Mismatch> mismatches = replay(scenario, "POST", "PUT", "PATCH", "GET", "DELETE");

        assertThat(mismatches)
                .filteredOn(m -> !(m.wording() && OTHER_WORDS.contains(scenario.toString())))
                .isEmpty();
    }

    static Stream<Scenario> aboutOtherThings() {
        return Stream.of("queue", "tasks", "deployments", "groups", "apps-read")
                .flatMap(area -> Scenario.ofArea(area).stream());
    }

    @ParameterizedTest
    @MethodSource("aboutOtherThings")
    void theAppsOfOtherScenariosAreTakenAsByMarathon(Scenario scenario) {
        assertThat(replay(scenario, "POST")).isEmpty();
    }

    @Test
    void allRecordedCreationsOfAppsAreAmongTheReplayed() {
        long creations = Stream.concat(aboutDefinitions(), aboutOtherThings())
                .flatMap(scenario -> scenario.steps().stream())
                .map(step -> step.path("request"))
                .filter(request -> request.path("method").asText().equals("POST"))
                .filter(request -> request.path("path").asText().matches("/v2/apps(\\?.*)?"))
                .count();

        assertThat(creations).isEqualTo(485);
    }

    private static List<Mismatch> replay(Scenario scenario, String... methods) {
        AppsOnPaper apps = new AppsOnPaper(new AppSettings(null, "mesos-bridge", "*", false, scenario.features()));
        Bindings bindings = new Bindings();
        List<Mismatch> mismatches = new ArrayList<>();
        for (JsonNode step : scenario.steps()) {
            JsonNode request = step.path("request");
            JsonNode expected = step.path("expect");
            String method = request.path("method").asText("GET");
            if (Set.of(methods).contains(method) && !isDecidedElsewhere(expected)) {
                apps.answer(method, request.path("path").asText(), body(request))
                        .ifPresent(answer -> mismatches.addAll(compare(expected, answer, bindings)));
            }
        }
        return mismatches;
    }

    /** Bodies of other media types are refused by the routes, changes of what is being deployed by the scheduler. */
    private static boolean isDecidedElsewhere(JsonNode expected) {
        return expected.path("status").asInt() == 415
                || expected.path("json").path("message").asText().startsWith("App is locked");
    }

    private static List<Mismatch> compare(JsonNode expected, Answer answer, Bindings bindings) {
        if (expected.isMissingNode()) {
            return List.of();
        }
        if (expected.path("status").asInt() != answer.status()) {
            return List.of(new Mismatch("status", expected.toString(), answer.toString(), false));
        }
        JsonNode app = expected.path("json").path("app");
        Optional.of(app).filter(ObjectNode.class::isInstance).ifPresent(o -> ((ObjectNode) o).remove(RUN_TIME));
        return expected.has("json") ? JsonMatch.compare(expected.get("json"), answer.body(), bindings) : List.of();
    }

    private static byte[] body(JsonNode request) {
        return request.has("json")
                ? Json.bytes(request.get("json"))
                : request.path("text").asText().getBytes(StandardCharsets.UTF_8);
    }
}
