package stadion.api.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import stadion.api.ApiException;
import stadion.api.json.Json;
import stadion.scheduler.group.RootGroup;
import stadion.scheduler.model.AppDefinition;
import stadion.scheduler.model.AppDefinition.HealthCheck;
import stadion.scheduler.model.AppDefinition.PortDefinition;
import stadion.scheduler.model.AppDefinition.PortMapping;
import stadion.scheduler.model.PathId;

/** What the recordings do not show. */
class AppDefinitionsTest {

    private static final PathId APP = PathId.of("/g/app");
    private static final Instant NOW = Instant.EPOCH;

    private AppSettings settings = AppSettings.DEFAULTS;
    private RootGroup root = RootGroup.empty(NOW);

    private static JsonNode json(String text) {
        return Json.parse(text.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }

    private AppDefinition create(String fields) {
        return new AppDefinitions(settings).create(AppReader.app(json("{'id': '/g/app', " + fields + "}")), root);
    }

    private AppDefinition change(AppDefinition old, String change) {
        return new AppDefinitions(settings).change(old, AppReader.update(json(change)), root, false);
    }

    private static Map<String, String> errors(Runnable action) {
        Map<String, String> errors = new TreeMap<>();
        assertThatThrownBy(action::run)
                .isInstanceOfSatisfying(
                        ApiException.class,
                        e -> e.body()
                                .path("details")
                                .forEach(detail -> errors.put(
                                        detail.path("path").asText(),
                                        detail.path("errors").path(0).asText())));
        return errors;
    }

    @Test
    void portsBeyondTheMappingsOfABridgeAreMappedToo() {
        AppDefinition app = create("'networks': [{'mode': 'container/bridge'}], 'portDefinitions': [{}, {}, {}],"
                + " 'container': {'docker': {'image': 'x'}, 'portMappings': [{'containerPort': 80}]}");

        assertThat(app.portMappings()).extracting(PortMapping::containerPort).containsExactly(80, 0, 0);
        assertThat(app.portMappings()).extracting(PortMapping::hostPort).containsOnly(0);
        assertThat(app.portDefinitions()).isEmpty();
    }

    @Test
    void anAppOffTheHostNetworkAlwaysHasAContainer() {
        AppDefinition app = create("'cmd': 'sleep 1', 'networks': [{'name': 'n'}]");

        assertThat(app.container().type()).isEqualTo(AppDefinition.Container.Type.MESOS);
        assertThat(app.portMappings()).extracting(PortMapping::name).containsExactly("default");
    }

    @Test
    void aContainerNetworkWithoutANameIsTheDefaultOne() {
        settings = new AppSettings("dcos", "mesos-bridge", "*", false, Set.of());

        assertThat(create("'cmd': 'sleep 1', 'networks': [{}]").networks())
                .extracting(AppDefinition.Network::name)
                .containsExactly("dcos");
    }

    @Test
    void backFromTheBridgeAnAppHasItsDefaultPortAgain() {
        AppDefinition bridged =
                create("'networks': [{'mode': 'container/bridge'}], 'container': {'docker': {'image': 'x'}}");

        AppDefinition app = change(bridged, "{'networks': [{'mode': 'host'}]}");

        assertThat(app.portMappings()).isEmpty();
        assertThat(app.portDefinitions()).extracting(PortDefinition::name).containsExactly("default");
    }

    @Test
    void scalingLeavesHealthChecksAlone() {
        AppDefinition app = create("'cmd': 'sleep 1', 'healthChecks': [{}]");

        assertThat(change(app, "{'instances': 3}")).isEqualTo(app.withInstances(3));
    }

    @Test
    void aHealthCheckThatIsSentWithAPortMeansTheFirst() {
        AppDefinition app = create("'cmd': 'sleep 1', 'healthChecks': [{}], 'portDefinitions': [{}, {}]");

        assertThat(app.healthChecks()).extracting(HealthCheck::portIndex).containsExactly(0);
    }

    @Test
    void anAppMadeByABulkChangeHasNoPortUnlessItAsksForOne() {
        AppDefinitions definitions = new AppDefinitions(settings);
        AppUpdate update = AppReader.update(json("{'cmd': 'sleep 1'}"));

        assertThat(definitions.createByChange(APP, update, root, false).portDefinitions())
                .isEmpty();
        assertThat(definitions
                        .createByChange(APP, update.withPorts(List.of(0)), root, false)
                        .portDefinitions())
                .hasSize(1);
    }

    @Test
    void aChangeLosesWhatMarathonLoses() {
        AppDefinition app =
                create("'cmd': 'sleep 1', 'executorResources': {}, 'resourceLimits': {'cpus': 'unlimited'}");

        assertThat(app.resourceLimits().cpus()).isInfinite();
        assertThat(change(app, "{'cpus': 2}").resourceLimits()).isNull();
        assertThat(change(app, "{'cpus': 2}").executorResources()).isNull();
    }

    @Test
    void nothingMayBeSaidInTwoWaysAtOnce() {
        AppDefinition app = create("'cmd': 'sleep 1'");

        assertThat(errors(() -> change(app, "{'uris': ['a'], 'fetch': [{'uri': 'b'}]}")))
                .containsOnlyKeys("/uris");
        assertThat(errors(() -> change(app, "{'networks': [{'mode': 'host'}], 'ipAddress': {}}")))
                .containsOnlyKeys("/");
        assertThat(errors(() -> create("'container': {'docker': {'image': 'x', 'network': 'BRIDGE',"
                        + " 'portMappings': [{}]}, 'portMappings': []}")))
                .containsOnlyKeys("/container/docker/portMappings");
    }

    @Test
    void aVersionStandsAlone() {
        AppDefinition app = create("'cmd': 'sleep 1'");

        assertThat(AppReader.update(json("{'version': '2026-01-01T00:00:00.000Z'}"))
                        .isRollback())
                .isTrue();
        assertThat(errors(() -> change(app, "{'version': '2026-01-01T00:00:00.000Z', 'instances': 1}")))
                .containsEntry("/", "The 'version' field may only be combined with the 'id' field.");
    }

    @Test
    void aSingleInstanceAppNeedsAStrategyOfItsOwn() {
        String label = "'cmd': 'sleep 1', 'labels': {'MARATHON_SINGLE_INSTANCE_APP': 'true'}";

        assertThat(errors(() -> create(label)))
                .containsOnlyKeys(
                        "/isSingleInstance",
                        "/upgradeStrategy/maximumOverCapacity",
                        "/upgradeStrategy/minimumHealthCapacity");
        assertThat(create(label + ", 'upgradeStrategy': {'minimumHealthCapacity': 0, 'maximumOverCapacity': 0}")
                        .instances())
                .isEqualTo(1);
    }

    @Test
    void aGroupThatEnforcesItsRoleLeavesNoOther() {
        root = root.putGroup(PathId.of("/g"), List.of(), true, NOW);

        assertThat(create("'cmd': 'sleep 1'").role()).isEqualTo("g");
        assertThat(errors(() -> create("'cmd': 'sleep 1', 'role': '*'")))
                .containsEntry("/role", "got *, expected one of: [g]");
    }

    @Test
    void newGroupsEnforceTheirRoleIfTheServerSaysSo() {
        settings = new AppSettings(null, "mesos-bridge", "*", true, Set.of());

        assertThat(create("'cmd': 'sleep 1'").role()).isEqualTo("g");

        root = root.putGroup(PathId.of("/g"), List.of(), null, NOW);
        assertThat(create("'cmd': 'sleep 1'").role())
                .describedAs("the group is there already")
                .isEqualTo("*");
    }

    @Test
    void aRoleNameHasItsGrammar() {
        assertThat(errors(() -> create("'cmd': 'sleep 1', 'acceptedResourceRoles': ['-a b']")))
                .containsEntry("/acceptedResourceRoles", "A role name must not start with a '-'.");
    }

    @Test
    void allErrorsOfABodyAreReportedAtOnce() {
        assertThat(errors(() -> create("'cmd': 'x', 'constraints': [['a', 'B']], 'fetch': [{'uri': ':'}],"
                        + " 'readinessChecks': [{}, {'portName': 'default', 'timeoutSeconds': 40}],"
                        + " 'networks': [{'mode': 'host', 'name': 'x'}]")))
                .containsOnlyKeys(
                        "/",
                        "/constraints",
                        "/fetch(0)/uri",
                        "/networks",
                        "/readinessChecks/size",
                        "/readinessChecks(0)/portName",
                        "/readinessChecks(1)/timeoutSeconds");
    }

    @Test
    void aPatternNestedThousandsDeepIsRefused() {
        String nested = "(".repeat(50_000) + ")".repeat(50_000);

        assertThat(errors(() -> create("'cmd': 'sleep 1', 'constraints': [['a', 'LIKE', '" + nested + "']]")))
                .containsEntry("/constraints", "is not a valid regular expression");
    }

    @Test
    void aPathOfThousandsOfSegmentsIsRead() {
        String id = "/a".repeat(50_000);

        assertThat(AppReader.app(json("{'id': '" + id + "', 'executor': '" + id + "'}"))
                        .executor())
                .isEqualTo(id);
    }

    @Test
    void anInfiniteNumberIsWrittenAsText() {
        AppDefinition app = create("'cmd': 'sleep 1', 'cpus': 1e400");

        assertThat(Json.parse(AppJson.bytes(app)).path("cpus").asText()).isEqualTo("Infinity");
    }
}
