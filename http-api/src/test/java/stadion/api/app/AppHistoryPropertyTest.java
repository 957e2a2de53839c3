package stadion.api.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import stadion.api.ApiException;
import stadion.scheduler.group.Edits;
import stadion.scheduler.group.RootGroup;
import stadion.scheduler.group.RunSpecVersions;
import stadion.scheduler.model.AppDefinition;
import stadion.scheduler.model.PathId;

/** What the kept versions of an app say of its past. */
class AppHistoryPropertyTest {

    private static final RootGroup EMPTY = RootGroup.empty(Instant.EPOCH);
    private static final PathId ID = PathId.of("/group/app");

    private final AppDefinitions definitions = new AppDefinitions(AppSettings.DEFAULTS);

    @Provide
    Arbitrary<List<JsonNode>> bodies() {
        return AppBodies.sensible().list().ofMinSize(1).ofMaxSize(8);
    }

    @Property(tries = 300)
    void replayingTheVersionsGivesTheSameApp(@ForAll("bodies") List<JsonNode> changes) {
        List<RootGroup> past = lived(changes);
        List<AppDefinition> versions = versions(past);

        RootGroup replayed = EMPTY;
        for (AppDefinition version : versions) {
            replayed = put(replayed, version, version.version());
        }

        assertThat(replayed.app(ID)).isEqualTo(past.get(past.size() - 1).app(ID));
        assertThat(replayed.servicePorts()).isEqualTo(past.get(past.size() - 1).servicePorts());
    }

    @Property(tries = 300)
    void everyVersionCanBeGoneBackTo(@ForAll("bodies") List<JsonNode> changes) {
        List<RootGroup> past = lived(changes);
        RootGroup now = past.get(past.size() - 1);

        for (AppDefinition then : versions(past)) {
            now = put(now, then, now.version().plusSeconds(1));
            AppDefinition back = now.app(ID).orElseThrow();

            assertThat(RunSpecVersions.isUpgrade(then, back)).isFalse();
            assertThat(back.withVersion(then.version()).withVersionInfo(then.versionInfo()))
                    .isEqualTo(then);
        }
    }

    /** The tree after each of the changes, the refused ones left out; at the beginning it is empty. */
    private List<RootGroup> lived(List<JsonNode> changes) {
        List<RootGroup> past = new ArrayList<>(List.of(EMPTY));
        for (JsonNode change : changes) {
            RootGroup before = past.get(past.size() - 1);
            try {
                AppDefinition next = before.app(ID).isPresent()
                        ? definitions.change(before.app(ID).get(), AppReader.update(change), before, false)
                        : definitions.create(AppReader.app(change), before);
                past.add(put(before, next, before.version().plusSeconds(1)));
            } catch (ApiException refused) {
                assertThat(refused.status()).isEqualTo(422);
            }
        }
        return past;
    }

    private static RootGroup put(RootGroup root, AppDefinition app, Instant version) {
        return Edits.run(List.of(root), edit -> edit.putApp(app), version).root();
    }

    /** The definitions that are kept: of those with the same version the last. */
    private static List<AppDefinition> versions(List<RootGroup> past) {
        List<AppDefinition> versions = new ArrayList<>();
        for (RootGroup root : past) {
            root.app(ID).ifPresent(app -> {
                int last = versions.size() - 1;
                if (last >= 0 && versions.get(last).version().equals(app.version())) {
                    versions.set(last, app);
                } else {
                    versions.add(app);
                }
            });
        }
        return versions;
    }
}
