package stadion.api.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.statistics.Statistics;
import net.jqwik.api.statistics.StatisticsReport;
import net.jqwik.api.statistics.StatisticsReport.StatisticsReportMode;
import stadion.api.ApiException;
import stadion.api.json.Json;
import stadion.scheduler.group.RootGroup;
import stadion.scheduler.group.RunSpecVersions;
import stadion.scheduler.model.AppDefinition;
import stadion.scheduler.model.AppDefinition.HealthCheck;

class AppDefinitionsPropertyTest {

    private static final RootGroup EMPTY = RootGroup.empty(Instant.EPOCH);

    private static final AppSettings SETTINGS =
            new AppSettings("default-net", "mesos-bridge", "*", false, Set.of("secrets"));
    private static final LegacyForms FORMS = new LegacyForms(SETTINGS);

    private final AppDefinitions definitions = new AppDefinitions(SETTINGS);

    @Provide
    Arbitrary<JsonNode> sensible() {
        return AppBodies.sensible();
    }

    @Provide
    Arbitrary<JsonNode> nonsensical() {
        return AppBodies.nonsensical();
    }

    private Optional<AppDefinition> accepted(JsonNode body) {
        try {
            return Optional.of(definitions.create(AppReader.app(body), EMPTY));
        } catch (ApiException e) {
            assertThat(e.status()).isEqualTo(422);
            assertThat(e.body().path("details")).isNotEmpty();
            return Optional.empty();
        }
    }

    @Property
    @StatisticsReport(StatisticsReportMode.OFF)
    void anAcceptedAppWrittenAndReadAgainIsTheSame(@ForAll("sensible") JsonNode body) {
        Optional<AppDefinition> app = accepted(body);
        Statistics.collect(app.isPresent());
        Statistics.coverage(accepted -> accepted.check(true).percentage(p -> p > 50));

        app.map(AppDefinitionsPropertyTest::withPortIndices)
                .ifPresent(
                        a -> assertThat(accepted(Json.parse(AppJson.bytes(a)))).contains(a));
    }

    /** Marathon, and so do we, fills in the first port where a health check names none only if the app names its ports. */
    private static AppDefinition withPortIndices(AppDefinition app) {
        return app.withHealthChecks(app.healthChecks().stream()
                .map(c -> c.protocol() != HealthCheck.Protocol.COMMAND && c.port() == null && c.portIndex() == null
                        ? c.withPortIndex(0)
                        : c)
                .toList());
    }

    @Property
    void olderFormsBroughtIntoTodaysAreNotTouchedAgain(@ForAll("sensible") JsonNode body) {
        accepted(body).ifPresent(a -> {
            AppUpdate once = FORMS.ofApp(AppReader.app(body));

            assertThat(FORMS.ofMerged(once)).isEqualTo(once);
        });
    }

    @Property
    void olderFormsOfAChangeBroughtIntoTodaysAreNotTouchedAgain(@ForAll("sensible") JsonNode body) {
        AppUpdate once = FORMS.ofUpdate(AppReader.update(body));

        assertThat(FORMS.ofUpdate(once)).isEqualTo(once);
    }

    @Property
    void completingACompleteAppChangesNothing(@ForAll("sensible") JsonNode body) {
        accepted(body)
                .map(AppDefinitionsPropertyTest::withPortIndices)
                .ifPresent(a -> assertThat(definitions.create(CanonicalForm.ofDefinition(a), EMPTY))
                        .isEqualTo(a));
    }

    @Property
    void anAppWrittenAndSentAgainIsNoReasonToRestart(@ForAll("sensible") JsonNode body) {
        accepted(body).ifPresent(a -> {
            AppDefinition again = accepted(Json.parse(AppJson.bytes(a))).orElseThrow();

            assertThat(RunSpecVersions.isUpgrade(a, again)).isFalse();
        });
    }

    @Property
    void anUpdateWithTheAppAsItIsChangesNothing(@ForAll("sensible") JsonNode body) {
        accepted(body).map(AppDefinitionsPropertyTest::withPortIndices).ifPresent(a -> {
            AppUpdate same = AppReader.update(Json.parse(AppJson.bytes(a))).withVersion(null);

            assertThat(definitions.change(a, same, EMPTY, false)).isEqualTo(a);
        });
    }

    @Property
    void anUpdateWithNothingLosesOnlyWhatMarathonLoses(@ForAll("sensible") JsonNode body) {
        accepted(body)
                .ifPresent(a -> assertThat(definitions.change(a, AppUpdate.EMPTY, EMPTY, false))
                        .isEqualTo(a.withExecutorResources(null).withResourceLimits(null)));
    }

    @Property
    @StatisticsReport(StatisticsReportMode.OFF)
    void whateverIsSentIsEitherTakenOrRefusedWithReasons(@ForAll("nonsensical") JsonNode body) {
        Statistics.collect(accepted(body).isPresent());
        Statistics.coverage(accepted -> accepted.check(true).percentage(p -> p > 5));
    }

    @Property
    void whateverIsSentAsAChangeIsEitherTakenOrRefusedWithReasons(
            @ForAll("sensible") JsonNode app, @ForAll("nonsensical") JsonNode change) {
        accepted(app).ifPresent(old -> {
            try {
                AppUpdate update = AppReader.update(change);
                assertThat(definitions.change(old, update, EMPTY, false).id()).isEqualTo(old.id());
            } catch (ApiException e) {
                assertThat(e.status()).isEqualTo(422);
            }
        });
    }
}
