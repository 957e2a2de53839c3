package stadion.scheduler.group;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import stadion.scheduler.Apps;
import stadion.scheduler.model.PathId;

class DependenciesTest {

    private RootGroup root = RootGroup.empty(Apps.T0);

    @Test
    void anAppWithoutDependenciesIsFirst() {
        app("/a");
        assertThat(depth("/a")).isZero();
    }

    @Test
    void theLongestChainCounts() {
        app("/a", "/b", "/c");
        app("/b", "/c");
        app("/c");
        assertThat(depth("/a")).isEqualTo(2);
        assertThat(depth("/b")).isEqualTo(1);
    }

    @Test
    void anAppThatDependsOnAGroupDependsOnAllItsApps() {
        app("/a", "/g");
        app("/g/x", "/y");
        app("/y");
        assertThat(depth("/a")).isEqualTo(2);
    }

    @Test
    void theAppsOfAGroupDependOnWhatTheGroupDependsOn() {
        app("/g/sub/x");
        app("/y");
        root = root.putGroup(PathId.of("/g"), List.of(PathId.of("/y")), null, Apps.T0);
        assertThat(depth("/g/sub/x")).isEqualTo(1);
    }

    @Test
    void whatDoesNotExistIsPassedOver() {
        app("/a", "/nothing");
        assertThat(depth("/a")).isZero();
    }

    @Test
    void aCircleIsRefusedWithItsMembers() {
        app("/a", "/b");
        app("/b", "/c");
        app("/c", "/b");
        assertThatThrownBy(() -> depth("/a"))
                .isInstanceOfSatisfying(
                        Dependencies.Cycle.class,
                        cycle -> assertThat(cycle.members()).containsExactly(PathId.of("/b"), PathId.of("/c")));
    }

    @Test
    void aChainOfThousandsIsFollowedToItsEnd() {
        for (int i = 0; i < 20_000; i++) {
            app("/a" + i, "/a" + (i + 1));
        }
        assertThat(depth("/a0")).isEqualTo(19_999);
    }

    private void app(String id, String... dependencies) {
        root = root.put(
                Apps.app(id, 1)
                        .withDependencies(
                                List.of(dependencies).stream().map(PathId::of).toList()),
                Apps.T0);
    }

    private int depth(String app) {
        return new Dependencies(root).depth(PathId.of(app));
    }
}
