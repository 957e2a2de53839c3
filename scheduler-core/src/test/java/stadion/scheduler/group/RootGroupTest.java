package stadion.scheduler.group;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import stadion.scheduler.Apps;
import stadion.scheduler.Pods;
import stadion.scheduler.model.AppDefinition;
import stadion.scheduler.model.PathId;
import stadion.scheduler.model.RunSpec;

class RootGroupTest {

    private static final Instant LATER = Apps.T0.plusSeconds(1);
    private static final RootGroup EMPTY = RootGroup.empty(Apps.T0);

    @Test
    void theGroupsAboveAnAppAreMade() {
        RootGroup root = EMPTY.put(Apps.app("/a/b/c", 1), LATER);
        assertThat(root.group(PathId.of("/a")).orElseThrow().groups()).containsExactly(PathId.of("/a/b"));
        assertThat(root.group(PathId.of("/a/b")).orElseThrow().apps()).containsExactly(PathId.of("/a/b/c"));
    }

    @Test
    void onlyTheGroupsAboveAChangeGetItsVersion() {
        RootGroup root = EMPTY.put(Apps.app("/a/x", 1), Apps.T0)
                .put(Apps.app("/b/y", 1), Apps.T0)
                .put(Apps.app("/b/z", 1), LATER);
        assertThat(root.version()).isEqualTo(LATER);
        assertThat(root.group(PathId.of("/b")).orElseThrow().version()).isEqualTo(LATER);
        assertThat(root.group(PathId.of("/a")).orElseThrow().version()).isEqualTo(Apps.T0);
    }

    @Test
    void anAppThatGoesLeavesItsGroup() {
        RootGroup root = EMPTY.put(Apps.app("/a/x", 1), Apps.T0).remove(PathId.of("/a/x"), LATER);
        assertThat(root.apps()).isEmpty();
        assertThat(root.group(PathId.of("/a")).orElseThrow().apps()).isEmpty();
    }

    @Test
    void aGroupGoesWithAllThatIsInIt() {
        RootGroup root = EMPTY.put(Apps.app("/a/x", 1), Apps.T0)
                .put(Apps.app("/a/b/y", 1), Apps.T0)
                .put(Apps.app("/z", 1), Apps.T0)
                .removeGroup(PathId.of("/a"), LATER);
        assertThat(root.apps().keySet()).containsExactly(PathId.of("/z"));
        assertThat(root.groups().keySet()).containsExactly(PathId.ROOT);
    }

    @Test
    void theAppsBelowAGroupAreSortedById() {
        RootGroup root = EMPTY.put(Apps.app("/a/z", 1), Apps.T0)
                .put(Apps.app("/a/b/y", 1), Apps.T0)
                .put(Apps.app("/c", 1), Apps.T0);
        assertThat(root.appsBelow(PathId.of("/a")))
                .extracting(AppDefinition::id)
                .containsExactly(PathId.of("/a/b/y"), PathId.of("/a/z"));
    }

    @Test
    void servicePortsAreGivenOnceAndKept() {
        ServicePorts ports = new ServicePorts(10_000, 10_001);
        AppDefinition first = ports.assign(withPort("/a", 0), null, EMPTY);
        RootGroup root = EMPTY.put(first, Apps.T0);
        AppDefinition second = ports.assign(withPort("/b", 0), null, root);
        assertThat(ServicePorts.of(first)).containsExactly(10_000);
        assertThat(ServicePorts.of(second)).containsExactly(10_001);
        assertThat(ServicePorts.of(ports.assign(withPort("/a", 0), first, root.put(second, Apps.T0))))
                .containsExactly(10_000);
    }

    @Test
    void aServicePortIsFreeAgainWhenItsAppIsGone() {
        AppDefinition app = withPort("/a", 10_000);
        RootGroup root = EMPTY.put(app, Apps.T0).put(app, LATER).remove(app.id(), LATER);
        assertThat(root.servicePorts()).isEmpty();
    }

    @Test
    void whenNoServicePortIsLeftTheChangeIsRefused() {
        ServicePorts ports = new ServicePorts(10_000, 10_000);
        RootGroup root = EMPTY.put(withPort("/a", 10_000), Apps.T0);
        org.assertj.core.api.Assertions.assertThatThrownBy(() -> ports.assign(withPort("/b", 0), null, root))
                .isInstanceOf(ServicePorts.PortRangeExhausted.class)
                .hasMessageContaining("10000-10000");
    }

    private static AppDefinition withPort(String id, int port) {
        return Apps.app(id, 1)
                .withPortDefinitions(List.of(new AppDefinition.PortDefinition(port, null, "tcp", java.util.Map.of())));
    }

    @Test
    void podsLieInGroupsBesideApps() {
        RootGroup root = EMPTY.put(Apps.app("/g/a", 1), Apps.T0).put(Pods.pod("/g/h/p", 1, "c"), LATER);
        assertThat(root.pod(PathId.of("/g/h/p"))).isPresent();
        assertThat(root.group(PathId.of("/g/h")).orElseThrow().pods()).containsExactly(PathId.of("/g/h/p"));
        assertThat(root.runSpecsBelow(PathId.of("/g")))
                .extracting(RunSpec::id)
                .containsExactly(PathId.of("/g/a"), PathId.of("/g/h/p"));
        assertThat(root.appsBelow(PathId.ROOT)).hasSize(1);
    }

    @Test
    void aGroupGoesWithItsPods() {
        RootGroup root = EMPTY.put(Pods.pod("/g/p", 1, "c"), Apps.T0).put(Pods.pod("/p", 1, "c"), Apps.T0);
        assertThat(root.removeGroup(PathId.of("/g"), LATER).pods()).containsOnlyKeys(PathId.of("/p"));
        assertThat(root.remove(PathId.of("/p"), LATER).podsBelow(PathId.ROOT)).hasSize(1);
    }
}
