package stadion.api.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import stadion.api.conformance.Bindings;
import stadion.api.conformance.JsonMatch;
import stadion.api.conformance.Scenario;
import stadion.api.json.Json;

class RecordedAppsTest {

    static Stream<Scenario> scenarios() {
        return Stream.of(
                        "seeds",
                        "apps-create",
                        "apps-validate",
                        "apps-update",
                        "features",
                        "queue",
                        "tasks",
                        "deployments",
                        "apps-read")
                .flatMap(area -> Scenario.ofArea(area).stream());
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void an_app_is_taken_or_refused_as_by_marathon(Scenario scenario) {
        assertThat(differences(scenario)).isEmpty();
    }

    private static List<String> differences(Scenario scenario) {
        AppsOnPaper apps = new AppsOnPaper(new AppSettings(null, "mesos-bridge", "*", false, scenario.features()));
        Bindings bindings = new Bindings();
        List<String> differences = new ArrayList<>();
        for (JsonNode step : scenario.steps()) {
            JsonNode request = step.path("request");
            JsonNode expected = step.path("expect");
            if (request.isMissingNode() || expected.path("status").asInt() == 415) {
                continue;
            }
            Optional<AppsOnPaper.Answer> answer = apps.answer(
                    request.path("method").asText("GET"), request.path("path").asText(), body(request));
            if (answer.isEmpty() || expected.isMissingNode()) {
                continue;
            }
            if (answer.get().status() != expected.path("status").asInt()) {
                differences.add(request + " -> " + answer.get() + " instead of " + expected);
            } else if (expected.has("json")) {
                JsonMatch.compare(expected.get("json"), answer.get().body(), bindings)
                        .forEach(m -> differences.add((m.wording() ? "[text] " : "") + request + " -> " + m));
            }
        }
        return differences;
    }

    private static byte[] body(JsonNode request) {
        return request.has("json")
                ? Json.bytes(request.get("json"))
                : request.path("text").asText().getBytes(StandardCharsets.UTF_8);
    }
}
