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
import stadion.api.ApiException;
import stadion.api.json.Json;
import stadion.scheduler.group.AppVersions;
import stadion.scheduler.group.RootGroup;
import stadion.scheduler.model.AppDefinition;
import stadion.scheduler.model.AppDefinition.HealthCheck;

class AppDefinitionsProperties {

    private static final RootGroup EMPTY = RootGroup.empty(Instant.EPOCH);

    private final AppDefinitions definitions =
            new AppDefinitions(new AppSettings("default-net", "mesos-bridge", "*", false, Set.of("secrets")));

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
    void an_accepted_app_written_and_read_again_is_the_same(@ForAll("sensible") JsonNode body) {
        Optional<AppDefinition> app = accepted(body);
        Statistics.label("accepted").collect(app.isPresent());

        app.map(AppDefinitionsProperties::withPortIndices)
                .ifPresent(a -> assertThat(accepted(Json.parse(AppJson.bytes(a)))).contains(a));
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
    void completing_a_complete_app_changes_nothing(@ForAll("sensible") JsonNode body) {
        accepted(body)
                .map(AppDefinitionsProperties::withPortIndices)
                .ifPresent(a -> assertThat(definitions.create(CanonicalForm.ofDefinition(a), EMPTY))
                        .isEqualTo(a));
    }

    @Property
    void an_app_written_and_sent_again_is_no_reason_to_restart(@ForAll("sensible") JsonNode body) {
        accepted(body).ifPresent(a -> {
            AppDefinition again = accepted(Json.parse(AppJson.bytes(a))).orElseThrow();

            assertThat(AppVersions.isUpgrade(a, again)).isFalse();
        });
    }

    @Property
    void an_update_with_the_app_as_it_is_changes_nothing(@ForAll("sensible") JsonNode body) {
        accepted(body).map(AppDefinitionsProperties::withPortIndices).ifPresent(a -> {
            AppUpdate same = AppReader.update(Json.parse(AppJson.bytes(a))).withVersion(null);

            assertThat(definitions.change(a, same, EMPTY, false)).isEqualTo(a);
        });
    }

    @Property
    void an_update_with_nothing_loses_only_what_marathon_loses(@ForAll("sensible") JsonNode body) {
        accepted(body)
                .ifPresent(a -> assertThat(definitions.change(a, AppUpdate.EMPTY, EMPTY, false))
                        .isEqualTo(a.withExecutorResources(null).withResourceLimits(null)));
    }

    @Property
    void whatever_is_sent_is_either_taken_or_refused_with_reasons(@ForAll("nonsensical") JsonNode body) {
        Statistics.label("accepted").collect(accepted(body).isPresent());
    }

    @Property
    void whatever_is_sent_as_a_change_is_either_taken_or_refused_with_reasons(
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
