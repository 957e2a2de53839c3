package stadion.api.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import stadion.api.ApiException;
import stadion.api.json.Json;
import stadion.scheduler.group.RootGroup;
import stadion.scheduler.model.AppDefinition;
import stadion.scheduler.model.PathId;

class TreeRulesTest {

    private static final String PERSISTENT =
            "'role': 'g', 'container': {'type': 'MESOS', 'volumes': [{'containerPath': 'data', 'mode': 'RW',"
                    + " 'persistent': {'size': 10}}]}";

    private final AppDefinitions definitions =
            new AppDefinitions(new AppSettings(null, "mesos-bridge", "*", false, Set.of(AppSettings.EXTERNAL_VOLUMES)));

    private RootGroup root = RootGroup.empty(Instant.EPOCH);

    private RootGroup with(String id, String fields) {
        String text = "{'id': '" + id + "', 'cmd': 'sleep 1'" + (fields.isEmpty() ? "" : ", " + fields) + "}";
        JsonNode json = Json.parse(text.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
        AppDefinition app = definitions.create(AppReader.app(json), root);
        return root.put(app, Instant.EPOCH);
    }

    private JsonNode refused(RootGroup after, String... changed) {
        ApiException refusal = catchThrowableOfType(ApiException.class, () -> check(after, changed));
        assertThat(refusal.status()).isEqualTo(422);
        return refusal.body().path("details");
    }

    private void check(RootGroup after, String... changed) {
        TreeRules.check(root, after, List.of(changed).stream().map(PathId::of).toList());
    }

    @Test
    void anAppMayDependOnWhatIsNotThere() {
        assertThatCode(() -> check(with("/g/a", "'dependencies': ['/nothing']"), "/g/a"))
                .doesNotThrowAnyException();
    }

    @Test
    void dependenciesMayNotGoInACircle() {
        root = with("/g/a", "'dependencies': ['/g/b']");

        assertThat(refused(with("/g/b", "'dependencies': ['../g/a']"), "/g/b").toString())
                .isEqualTo("[{\"path\":\"/\",\"errors\":[\"Dependency graph has cyclic dependencies.\"]}]");
    }

    @Test
    void anAppThatDependsOnItsGroupDependsOnItself() {
        assertThat(refused(with("/g/a", "'dependencies': ['/g']"), "/g/a")).hasSize(1);
    }

    @Test
    void anAppMayNotHaveTheIdOfAGroup() {
        root = with("/g/sub/a", "");

        assertThat(refused(with("/g/sub", ""), "/g/sub").path(0).path("path").asText())
                .isEqualTo("/groups(0)");
        assertThat(refused(with("/g", ""), "/g").path(0).path("path").asText()).isEqualTo("/");
    }

    @Test
    void anAppMayNotLieBelowAnApp() {
        root = with("/g/a", "");

        assertThat(refused(with("/g/a/b", ""), "/g/a/b").path(0).path("path").asText())
                .isEqualTo("/groups(0)");
    }

    @Test
    void whatAResidentAppHasReservedMayNotChange() {
        root = with("/g/a", PERSISTENT);

        assertThat(refused(with("/g/a", PERSISTENT + ", 'cpus': 2"), "/g/x", "/g/a")
                        .toString())
                .contains("\"/app(0)/cpus\"")
                .doesNotContain("/mem");
        assertThat(refused(with("/g/a", ""), "/g/a").toString()).contains("Persistent volumes can not be changed!");
    }

    @Test
    void anExternalVolumeBelongsToOneAppUnlessItIsShared() {
        String volume = "'container': {'type': 'MESOS', 'volumes': [{'containerPath': '/x', 'mode': 'RW',"
                + " 'external': {'name': 'v', 'provider': 'dvdi', 'options': {'dvdi/driver': 'd'}}}]}";
        String shared = volume.replace("'provider'", "'shared': true, 'provider'");
        root = with("/g/a", shared);

        assertThatCode(() -> check(with("/g/b", shared), "/g/b")).doesNotThrowAnyException();

        root = with("/g/a", volume);
        assertThat(refused(with("/g/sub/b", volume), "/g/sub/b"))
                .extracting(detail -> detail.path("path").asText())
                .containsExactly("/groups(0)/apps(0)/container", "/groups(0)/groups(0)/apps(0)/container");
    }
}
