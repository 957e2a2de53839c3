package stadion.scheduler.group;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import stadion.scheduler.Apps;
import stadion.scheduler.Pods;
import stadion.scheduler.deployment.DeploymentPlan;
import stadion.scheduler.deployment.DeploymentPlan.Change;
import stadion.scheduler.group.GroupEvent.DeploymentEnded;
import stadion.scheduler.group.GroupEvent.GroupChange;
import stadion.scheduler.group.GroupEvent.Updated;
import stadion.scheduler.model.AppDefinition;
import stadion.scheduler.model.PathId;
import stadion.scheduler.model.PodDefinition;
import stadion.scheduler.model.RunSpec;

class GroupStateTest {

    private static final AppDefinition APP = Apps.app("/g/app", 1);

    private GroupState state = GroupState.EMPTY;

    @Test
    void aStoredChangeIsInTheTreeWithItsHistory() {
        put(APP.withVersion(at(1)), at(1), null);
        put(APP.withVersion(at(2)), at(2), null);
        assertThat(state.root().app(APP.id()).orElseThrow().version()).isEqualTo(at(2));
        assertThat(state.versions().get(APP.id())).extracting(RunSpec::version).containsExactly(at(1), at(2));
        assertThat(state.root().version()).isEqualTo(at(2));
    }

    @Test
    void onlyTheLastVersionsAreKept() {
        for (int i = 1; i <= 5; i++) {
            state = state.apply(updated(APP.withVersion(at(i)), at(i), null, List.of()), 3);
        }
        assertThat(state.versions().get(APP.id())).extracting(RunSpec::version).containsExactly(at(3), at(4), at(5));
    }

    @Test
    void aDeploymentHoldsItsAppsUntilItEnds() {
        put(APP, at(1), plan("d1"));
        assertThat(state.conflicts(Set.of(APP.id()))).containsExactly("d1");
        assertThat(state.conflicts(Set.of(PathId.of("/other")))).isEmpty();
        state = state.apply(new DeploymentEnded("d1", false), 50);
        assertThat(state.conflicts(Set.of(APP.id()))).isEmpty();
    }

    @Test
    void aDeploymentThatTakesAnothersPlaceHoldsItsApps() {
        put(APP, at(1), plan("d1"));
        state = state.apply(updated(APP, at(2), plan("d2"), List.of("d1")), 50);
        assertThat(state.deployments().keySet()).containsExactly("d2");
        assertThat(state.conflicts(Set.of(APP.id()))).containsExactly("d2");
        state = state.apply(new DeploymentEnded("d1", false), 50);
        assertThat(state.conflicts(Set.of(APP.id()))).containsExactly("d2");
    }

    @Test
    void aRemovedAppLeavesNoHistory() {
        put(APP, at(1), null);
        state = state.apply(
                new Updated(at(2), List.of(), List.of(APP.id()), List.of(), List.of(), null, List.of()), 50);
        assertThat(state.versions()).isEmpty();
        assertThat(state.root().apps()).isEmpty();
    }

    @Test
    void aSnapshotGivesTheSameState() {
        put(APP, at(1), plan("d1"));
        GroupChange settings = new GroupChange(PathId.of("/g"), List.of(PathId.of("/x")), true);
        state = state.apply(
                new Updated(at(2), List.of(), List.of(), List.of(settings), List.of(), null, List.of()), 50);
        assertThat(GroupState.of(state.snapshot(List.of()))).isEqualTo(state);
    }

    @Test
    void theLatestTreesAreKeptAlsoInASnapshot() {
        for (int i = 1; i <= 5; i++) {
            state = state.apply(updated(APP.withInstances(i), at(i), null, List.of()), 3);
        }
        assertThat(state.history().at(at(2))).isEmpty();
        assertThat(state.history().before(at(4))).isEqualTo(state.history().at(at(3)));
        GroupHistory read = GroupState.of(state.snapshot(List.of())).history();
        assertThat(read).isEqualTo(state.history());
        assertThat(read.at(at(3)).orElseThrow().app(APP.id()).orElseThrow().instances())
                .isEqualTo(3);
    }

    @Test
    void podsAreKeptWithTheirHistory() {
        PodDefinition pod = Pods.pod("/g/p", 1, "c");
        put(pod.withVersion(at(1)), at(1), null);
        put(pod.withVersion(at(2)), at(2), null);
        assertThat(state.versions().get(pod.id())).extracting(RunSpec::version).containsExactly(at(1), at(2));
        assertThat(GroupState.of(state.snapshot(List.of()))).isEqualTo(state);
        state = state.apply(
                new Updated(at(3), List.of(), List.of(pod.id()), List.of(), List.of(), null, List.of()), 50);
        assertThat(state.root().pods()).isEmpty();
        assertThat(state.versions()).isEmpty();
    }

    private void put(RunSpec app, Instant version, DeploymentPlan plan) {
        state = state.apply(updated(app, version, plan, List.of()), 50);
    }

    private static Updated updated(RunSpec app, Instant version, DeploymentPlan plan, List<String> cancelled) {
        return new Updated(version, List.of(app), List.of(), List.of(), List.of(), plan, cancelled);
    }

    private static DeploymentPlan plan(String id) {
        return new DeploymentPlan(id, at(1), List.of(), Map.of(APP.id(), new Change(null, APP)), Map.of());
    }

    private static Instant at(int second) {
        return Apps.T0.plusSeconds(second);
    }
}
