package stadion.scheduler.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import stadion.scheduler.Apps;
import stadion.scheduler.Pods;
import stadion.scheduler.deployment.DeploymentPlan.Change;
import stadion.scheduler.model.AppDefinition;
import stadion.scheduler.model.PathId;
import stadion.scheduler.model.PodDefinition;
import stadion.scheduler.model.RunSpec;

class DeploymentPlannerTest {

    private static final AppDefinition A = Apps.app("/a", 2);
    private static final AppDefinition B = Apps.app("/b", 2);
    private static final AppDefinition C = Apps.app("/c", 2);

    private final Map<PathId, Change> changes = new LinkedHashMap<>();
    private Set<PathId> restarted = Set.of();

    @Test
    void aNewAppIsStartedAndThenScaled() {
        change(null, A);
        assertThat(steps(Map.of())).containsExactly("[StartApplication /a]", "[ScaleApplication /a]");
    }

    @Test
    void aRemovedAppIsStopped() {
        change(A, null);
        assertThat(steps(Map.of())).containsExactly("[StopApplication /a]");
    }

    @Test
    void anotherNumberOfInstancesIsAScaling() {
        change(A, A.withInstances(5));
        assertThat(steps(Map.of())).containsExactly("[ScaleApplication /a]");
    }

    @Test
    void anotherConfigurationIsARestart() {
        change(A, Apps.changed(A, Apps.T0.plusSeconds(1)).withInstances(5));
        assertThat(steps(Map.of())).containsExactly("[RestartApplication /a]");
    }

    @Test
    void anotherConfigurationOfNoInstancesIsAScaling() {
        change(A, Apps.changed(A, Apps.T0.plusSeconds(1)).withInstances(0));
        assertThat(steps(Map.of())).containsExactly("[ScaleApplication /a]");
    }

    @Test
    void aRestartOfTheSameConfigurationIsARestart() {
        change(A, A.withVersion(Apps.T0.plusSeconds(1)));
        restarted = Set.of(A.id());
        assertThat(steps(Map.of())).containsExactly("[RestartApplication /a]");
    }

    @Test
    void whatOthersDependOnComesFirstAndEqualsGoTogether() {
        change(null, A);
        change(B, B.withInstances(3));
        change(C, null);
        assertThat(steps(Map.of(A.id(), 1, B.id(), 0)))
                .containsExactly(
                        "[StopApplication /c]",
                        "[StartApplication /a]",
                        "[ScaleApplication /b]",
                        "[ScaleApplication /a]");
    }

    @Test
    void aChangeThatTouchesNoInstanceNeedsNoStep() {
        change(A, A.withExecutorResources(new AppDefinition.ExecutorResources(1, 64, 10)));
        assertThat(steps(Map.of())).isEmpty();
    }

    @Test
    void podsHaveStepsOfTheSameKinds() {
        PodDefinition pod = Pods.pod("/p", 1, "c");
        change(null, pod);
        assertThat(steps(Map.of())).containsExactly("[StartPod /p]", "[ScalePod /p]");
        change(pod, Pods.changed(pod, Apps.T0.plusSeconds(1)));
        assertThat(steps(Map.of())).containsExactly("[RestartPod /p]");
        change(pod, null);
        assertThat(steps(Map.of())).containsExactly("[StopPod /p]");
    }

    private void change(RunSpec from, RunSpec to) {
        changes.put((from == null ? to : from).id(), new Change(from, to));
    }

    private List<String> steps(Map<PathId, Integer> depths) {
        DeploymentPlan plan =
                DeploymentPlanner.plan("id", Apps.T0, changes, restarted, Map.of(), app -> depths.getOrDefault(app, 0));
        return plan.steps().stream()
                .map(step -> step.actions().stream()
                        .map(action -> action.text() + " " + action.runSpec())
                        .toList()
                        .toString())
                .toList();
    }
}
