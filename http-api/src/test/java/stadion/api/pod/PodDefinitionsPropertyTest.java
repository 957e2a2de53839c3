package stadion.api.pod;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import net.jqwik.api.statistics.Statistics;
import net.jqwik.api.statistics.StatisticsReport;
import net.jqwik.api.statistics.StatisticsReport.StatisticsReportMode;
import stadion.api.ApiException;
import stadion.api.app.AppSettings;
import stadion.api.conformance.Scenario;
import stadion.api.json.Json;
import stadion.api.testing.StoreSerializer;
import stadion.scheduler.Stored;
import stadion.scheduler.group.RootGroup;
import stadion.scheduler.model.PodDefinition;

/** Holds for every pod that is put together of parts of the recorded ones. */
class PodDefinitionsPropertyTest {

    record Kept(PodDefinition pod) implements Stored {}

    private static final List<JsonNode> RECORDED = Scenario.ofArea("pods").stream()
            .flatMap(scenario -> scenario.steps().stream())
            .map(step -> step.path("request"))
            .filter(request -> request.path("method").asText().equals("POST")
                    && request.path("path").asText().startsWith("/v2/pods")
                    && request.path("json").isObject())
            .map(request -> request.get("json"))
            .toList();

    private static StoreSerializer store;

    private final PodDefinitions definitions =
            new PodDefinitions(new AppSettings("default-net", "mesos-bridge", "*", false, Set.of("secrets")));

    @BeforeContainer
    static void start() {
        store = new StoreSerializer();
    }

    @AfterContainer
    static void stop() {
        store.close();
    }

    /** A recorded pod, with some fields of others. */
    @Provide
    Arbitrary<JsonNode> pods() {
        Arbitrary<Map.Entry<String, JsonNode>> fields = Arbitraries.of(
                RECORDED.stream().flatMap(pod -> pod.properties().stream()).toList());
        return Combinators.combine(Arbitraries.of(RECORDED), fields.list().ofMaxSize(3))
                .as((pod, others) -> {
                    ObjectNode body = pod.deepCopy();
                    others.forEach(field -> body.set(field.getKey(), field.getValue()));
                    return body;
                });
    }

    private Optional<PodDefinition> accepted(JsonNode body) {
        try {
            return Optional.of(definitions.create(PodReader.pod(body), RootGroup.empty(Instant.EPOCH)));
        } catch (ApiException e) {
            assertThat(e.status()).isEqualTo(422);
            return Optional.empty();
        }
    }

    @Property
    @StatisticsReport(StatisticsReportMode.OFF)
    void anAcceptedPodWrittenAndReadAgainIsTheSame(@ForAll("pods") JsonNode body) {
        Optional<PodDefinition> pod = accepted(body);
        Statistics.collect(pod.isPresent());
        Statistics.coverage(all -> all.check(true).percentage(part -> part > 20));

        pod.ifPresent(p -> assertThat(accepted(Json.parse(json(p))))
                .map(again -> again.withVersion(p.version()))
                .contains(p));
    }

    @Property
    void anAcceptedPodSurvivesTheStore(@ForAll("pods") JsonNode body) {
        accepted(body).ifPresent(pod -> {
            PodDefinition read = store.writtenAndRead(new Kept(pod)).pod();

            assertThat(read).isEqualTo(pod);
            assertThat(json(read)).isEqualTo(json(pod));
        });
    }

    private static byte[] json(PodDefinition pod) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = Json.MAPPER.createGenerator(bytes)) {
            PodJson.write(json, pod);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
