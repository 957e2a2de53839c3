package stadion.api.pod;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import stadion.api.ApiException;
import stadion.api.app.AppSettings;
import stadion.api.conformance.Bindings;
import stadion.api.conformance.JsonMatch;
import stadion.api.conformance.Scenario;
import stadion.api.json.Json;
import stadion.scheduler.group.RootGroup;
import stadion.scheduler.model.PodDefinition;

/** Makes definitions of the recorded pods and compares what becomes of them, or why they are refused, with Marathon's answers. */
class RecordedPodsTest {

    private record Answer(int status, JsonNode body) {}

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    static Stream<Scenario> scenarios() {
        return Stream.of("pods", "features").flatMap(area -> Scenario.ofArea(area).stream());
    }

    private static List<JsonNode> creations(Scenario scenario) {
        return scenario.steps().stream()
                .filter(step -> step.at("/request/method").asText().equals("POST"))
                .filter(step -> step.at("/request/path").asText().startsWith("/v2/pods"))
                .filter(step -> step.at("/expect/status").asInt() != 415)
                .toList();
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void aPodIsTakenShownOrRefusedAsByMarathon(Scenario scenario) {
        Bindings bindings = new Bindings();
        Instant version = NOW;
        for (JsonNode step : creations(scenario)) {
            version = version.plusMillis(1);
            Answer answer = answer(scenario, step.path("request"), version);

            assertThat(answer.status())
                    .as("status of %s", answer)
                    .isEqualTo(step.at("/expect/status").asInt());
            assertThat(JsonMatch.compare(step.at("/expect/json"), answer.body(), bindings))
                    .isEmpty();
        }
    }

    @Test
    void allRecordedCreationsOfPodsAreAmongTheReplayed() {
        assertThat(scenarios().mapToLong(s -> creations(s).size()).sum()).isEqualTo(146);
    }

    private static Answer answer(Scenario scenario, JsonNode request, Instant version) {
        PodDefinitions definitions =
                new PodDefinitions(new AppSettings(null, "mesos-bridge", "*", false, scenario.features()));
        try {
            SentPod sent = PodReader.pod(Json.parse(body(request)));
            return new Answer(
                    201, json(definitions.create(sent, RootGroup.empty(NOW)).withVersion(version)));
        } catch (ApiException e) {
            return new Answer(e.status(), e.body());
        }
    }

    private static byte[] body(JsonNode request) {
        return request.has("json")
                ? Json.bytes(request.get("json"))
                : request.path("text").asText().getBytes(StandardCharsets.UTF_8);
    }

    private static JsonNode json(PodDefinition pod) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = Json.MAPPER.createGenerator(bytes)) {
            PodJson.write(json, pod);
            json.close();
            return Json.MAPPER.readTree(bytes.toByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
