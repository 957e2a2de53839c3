package stadion.api.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import stadion.api.ApiException;
import stadion.api.json.Json;
import stadion.api.pod.PodDefinitions;
import stadion.api.pod.PodJson;
import stadion.api.pod.PodReader;
import stadion.scheduler.group.RootGroup;
import stadion.scheduler.model.AppDefinition.UpgradeStrategy;

class UpgradeLimitsTest {

    private static final RootGroup EMPTY = RootGroup.empty(Instant.EPOCH);
    private static final String CAPACITIES = "'minimumHealthCapacity': 0.5, 'maximumOverCapacity': 0.25";
    private static final String LIMITS =
            ", 'progressDeadlineSeconds': 600, 'maxFailedInstances': 0, 'autoRevert': true";

    private static JsonNode json(String text) {
        return Json.parse(text.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }

    private static JsonNode app(String limits) {
        JsonNode body = json("{'id': '/a', 'cmd': 'sleep 1', 'upgradeStrategy': {" + CAPACITIES + limits + "}}");
        return Json.parse(AppJson.bytes(new AppDefinitions(AppSettings.DEFAULTS).create(AppReader.app(body), EMPTY)));
    }

    private static JsonNode pod(String limits) throws IOException {
        JsonNode body = json("{'id': '/p', 'containers': [{'name': 'c', 'resources': {'cpus': 0.1, 'mem': 32},"
                + " 'exec': {'command': {'shell': 'sleep 1'}}}], 'scheduling': {'upgrade': {" + CAPACITIES + limits
                + "}}}");
        StringWriter written = new StringWriter();
        try (JsonGenerator out = Json.MAPPER.createGenerator(written)) {
            PodJson.write(out, new PodDefinitions(AppSettings.DEFAULTS).create(PodReader.pod(body), EMPTY));
        }
        return Json.parse(written.toString().getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void anAppShowsTheLimitsThatItWasGiven() {
        JsonNode strategy = app(LIMITS).path("upgradeStrategy");

        assertThat(strategy).isEqualTo(json("{" + CAPACITIES + LIMITS + "}"));
        assertThat(app(", 'maxFailedInstances': 2").path("upgradeStrategy"))
                .isEqualTo(json("{" + CAPACITIES + ", 'maxFailedInstances': 2}"));
    }

    @Test
    void aPodShowsTheLimitsThatItWasGiven() throws IOException {
        assertThat(pod(LIMITS).at("/scheduling/upgrade")).isEqualTo(json("{" + CAPACITIES + LIMITS + "}"));
    }

    @Test
    void nothingIsShownOfLimitsThatWereNotGiven() throws IOException {
        assertThat(app("").path("upgradeStrategy")).isEqualTo(json("{" + CAPACITIES + "}"));
        assertThat(pod("").at("/scheduling/upgrade")).isEqualTo(json("{" + CAPACITIES + "}"));
    }

    @Test
    void aLimitThatIsNullIsNone() {
        assertThat(app(", 'progressDeadlineSeconds': null, 'maxFailedInstances': null, 'autoRevert': null")
                        .path("upgradeStrategy"))
                .isEqualTo(json("{" + CAPACITIES + "}"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'progressDeadlineSeconds': 0 | progressDeadlineSeconds | must be a whole number of seconds, 1 or more",
                "'maxFailedInstances': -1 | maxFailedInstances | must be a whole number of instances, 0 or more",
                "'autoRevert': true | autoRevert | needs progressDeadlineSeconds or maxFailedInstances, without which no deployment fails",
            },
            quoteCharacter = '`')
    void aLimitThatIsNoneIsRefusedByName(String limit, String field, String error) {
        assertThat(errors(() -> app(", " + limit))).containsExactly("/upgradeStrategy/" + field + ": " + error);
        assertThat(errors(() -> pod(", " + limit)))
                .hasSize(1)
                .allSatisfy(message -> assertThat(message).contains(field + ": " + error));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'progressDeadlineSeconds': 1.5 | progressDeadlineSeconds",
                "'progressDeadlineSeconds': '60' | progressDeadlineSeconds",
                "'maxFailedInstances': true | maxFailedInstances",
                "'maxFailedInstances': 1, 'autoRevert': 'yes' | autoRevert",
            },
            quoteCharacter = '`')
    void aLimitOfAnotherTypeIsRefusedByName(String limit, String field) {
        assertThat(errors(() -> app(", " + limit)))
                .hasSize(1)
                .allSatisfy(message -> assertThat(message).startsWith("/upgradeStrategy/" + field));
    }

    @Test
    void withoutLimitsNothingIsGivenUp() {
        assertThat(new UpgradeStrategy(1, 1).hasLimits()).isFalse();
        assertThat(new UpgradeStrategy(1, 1, null, 0, null).hasLimits()).isTrue();
        assertThat(new UpgradeStrategy(1, 1, 1, null, null).hasLimits()).isTrue();
    }

    /** Each as "path: message". */
    private static List<String> errors(ThrowingCallable action) {
        List<String> errors = new ArrayList<>();
        assertThatThrownBy(action)
                .isInstanceOfSatisfying(
                        ApiException.class,
                        e -> e.body()
                                .path("details")
                                .forEach(
                                        detail -> errors.add(detail.path("path").asText() + ": "
                                                + detail.path("errors").path(0).asText())));
        return errors;
    }
}
