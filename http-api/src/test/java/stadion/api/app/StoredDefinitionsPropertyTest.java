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
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import net.jqwik.api.statistics.Statistics;
import net.jqwik.api.statistics.StatisticsReport;
import net.jqwik.api.statistics.StatisticsReport.StatisticsReportMode;
import stadion.api.ApiException;
import stadion.api.testing.StoreSerializer;
import stadion.scheduler.Stored;
import stadion.scheduler.group.RootGroup;
import stadion.scheduler.model.AppDefinition;

/** What a client sends, taken by the API, written by the store's serializer and read again, is shown as if it had never been stored. */
class StoredDefinitionsPropertyTest {

    record Kept(AppDefinition app) implements Stored {}

    private static StoreSerializer store;

    private final AppDefinitions definitions =
            new AppDefinitions(new AppSettings("default-net", "mesos-bridge", "*", false, Set.of("secrets")));

    @BeforeContainer
    static void start() {
        store = new StoreSerializer();
    }

    @AfterContainer
    static void stop() {
        store.close();
    }

    @Provide
    Arbitrary<JsonNode> apps() {
        return AppBodies.sensible();
    }

    @Property
    @StatisticsReport(StatisticsReportMode.OFF)
    void anAcceptedAppSurvivesTheStore(@ForAll("apps") JsonNode body) {
        Optional<AppDefinition> accepted = accepted(body);
        Statistics.collect(accepted.isPresent());
        Statistics.coverage(all -> all.check(true).percentage(part -> part > 50));

        accepted.ifPresent(app -> {
            AppDefinition read = store.writtenAndRead(new Kept(app)).app();

            assertThat(read).isEqualTo(app);
            assertThat(AppJson.bytes(read)).isEqualTo(AppJson.bytes(app));
        });
    }

    private Optional<AppDefinition> accepted(JsonNode body) {
        try {
            AppDefinition app = definitions.create(AppReader.app(body), RootGroup.empty(Instant.EPOCH));
            Instant version = Instant.parse("2026-02-03T04:05:06.789Z");
            return Optional.of(app.withVersion(version)
                    .withVersionInfo(new AppDefinition.VersionInfo(version, version.minusMillis(1))));
        } catch (ApiException refused) {
            return Optional.empty();
        }
    }
}
