package stadion.scheduler.group;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.pcollections.TreePVector;
import stadion.scheduler.Apps;
import stadion.scheduler.Pods;
import stadion.scheduler.deployment.DeploymentPlan;
import stadion.scheduler.model.PathId;
import stadion.scheduler.model.RunSpec;

class RootEditTest {

    private static final PathId G = PathId.of("/g");

    private GroupHistory history = GroupHistory.of(RootGroup.empty(at(0)));
    private int second;
    private RootEdit last;

    @Test
    void aRestoredGroupHoldsWhatItHeld() {
        Instant then = change(edit -> {
            edit.putApp(Apps.app("/g/a", 1));
            edit.putApp(Apps.app("/g/kept", 1));
            edit.putPod(Pods.pod("/g/sub/p", 1, "c"));
            edit.putGroup(PathId.of("/g/sub"), List.of(PathId.of("/other")), null);
            edit.putApp(Apps.app("/other/x", 1));
        });
        change(edit -> {
            edit.removeApp(PathId.of("/g/a"));
            edit.putPod(Pods.pod("/g/a", 1, "c"));
            edit.removeGroup(PathId.of("/g/sub"));
            edit.putApp(Apps.app("/g/new/b", 1));
            edit.putApp(Apps.app("/other/x", 5));
        });
        change(edit -> edit.restore(G, edit.at(then).orElseThrow()));

        RootGroup now = history.present();
        assertThat(now.runSpecsBelow(G))
                .extracting(RunSpec::id)
                .extracting(PathId::value)
                .containsExactly("/g/a", "/g/kept", "/g/sub/p");
        assertThat(now.groupsBelow(G)).containsExactly(G, PathId.of("/g/sub"));
        assertThat(now.group(PathId.of("/g/sub")).orElseThrow().dependencies()).containsExactly(PathId.of("/other"));
        assertThat(now.app(PathId.of("/g/kept")).orElseThrow().version()).isEqualTo(then);
        assertThat(now.app(PathId.of("/g/a")).orElseThrow().version()).isEqualTo(at(second));
        assertThat(now.app(PathId.of("/other/x")).orElseThrow().instances()).isEqualTo(5);
    }

    @Test
    void takingADeploymentBackRemovesTheGroupsItMade() {
        change(edit -> edit.putApp(Apps.app("/g/a", 1)));
        DeploymentPlan plan = deployed(edit -> {
            edit.putApp(Apps.app("/g/new/deep/b", 1));
            edit.putGroup(G, List.of(PathId.of("/other")), null);
        });
        change(GroupManager.takingBack(plan)::apply);

        assertThat(history.present().groupsBelow(PathId.ROOT)).containsExactly(PathId.ROOT, G);
        assertThat(history.present().group(G).orElseThrow().dependencies()).isEmpty();
        assertThat(history.present().apps()).containsOnlyKeys(PathId.of("/g/a"));
    }

    @Test
    void takingADeploymentBackLeavesGroupsThatHoldSomethingOfOthers() {
        DeploymentPlan plan = deployed(edit -> edit.putApp(Apps.app("/g/a", 1)));
        change(edit -> edit.putApp(Apps.app("/g/others", 1)));
        change(GroupManager.takingBack(plan)::apply);

        assertThat(history.present().apps()).containsOnlyKeys(PathId.of("/g/others"));
    }

    @Test
    void takingADeploymentBackMakesAgainWhatItRemoved() {
        change(edit -> {
            edit.putApp(Apps.app("/g/sub/a", 1));
            edit.putGroup(PathId.of("/g/sub"), List.of(PathId.of("/other")), null);
        });
        DeploymentPlan plan = deployed(edit -> edit.removeGroup(G));
        change(GroupManager.takingBack(plan)::apply);

        assertThat(history.present().apps()).containsOnlyKeys(PathId.of("/g/sub/a"));
        assertThat(history.present().group(PathId.of("/g/sub")).orElseThrow().dependencies())
                .containsExactly(PathId.of("/other"));
    }

    private DeploymentPlan deployed(Consumer<RootEdit> edits) {
        change(edits);
        return PlannedEdit.of(last).plan();
    }

    /** Makes a change and returns its version. */
    private Instant change(Consumer<RootEdit> edits) {
        last = new RootEdit(history, at(++second), new ServicePorts(10000, 20000));
        edits.accept(last);
        history = new GroupHistory(history.trees().plus(last.root().at(last.version())), TreePVector.empty());
        return last.version();
    }

    private static Instant at(int second) {
        return Apps.T0.plusSeconds(second);
    }
}
