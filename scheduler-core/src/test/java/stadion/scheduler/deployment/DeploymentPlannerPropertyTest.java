package stadion.scheduler.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;
import stadion.scheduler.Apps;
import stadion.scheduler.deployment.DeploymentPlan.Action;
import stadion.scheduler.deployment.DeploymentPlan.Change;
import stadion.scheduler.deployment.DeploymentPlan.Kind;
import stadion.scheduler.deployment.DeploymentPlan.Step;
import stadion.scheduler.model.AppDefinition;
import stadion.scheduler.model.PathId;
import stadion.scheduler.model.RunSpec;

/** What holds of the plan for any change of any apps. */
class DeploymentPlannerPropertyTest {

    private static final int APPS = 6;

    /** What a cluster runs: each app's configuration and number of instances. */
    private record Running(String cmd, int instances) {
        static Running of(RunSpec app) {
            return new Running(((AppDefinition) app).cmd(), app.instances());
        }
    }

    private final Map<PathId, Running> cluster = new HashMap<>();
    private final Map<PathId, Running> target = new HashMap<>();
    private final Map<PathId, Integer> depths = new HashMap<>();

    @Property(tries = 500)
    void itsStepsEndAtItsTarget(@ForAll long seed) {
        DeploymentPlan plan = plan(new Random(seed));
        for (Step step : plan.steps()) {
            step.actions().forEach(action -> carryOut(action, plan.changes().get(action.runSpec())));
        }
        assertThat(cluster).isEqualTo(target);
    }

    @Property(tries = 500)
    void whatIsNewIsScaledAfterAllItDependsOn(@ForAll long seed) {
        DeploymentPlan plan = plan(new Random(seed));
        int deepest = -1;
        for (Step step : plan.steps()) {
            Set<Integer> ofStep = new HashSet<>();
            for (Action action : step.actions()) {
                if (action.kind() == Kind.SCALE || action.kind() == Kind.RESTART) {
                    ofStep.add(depths.get(action.runSpec()));
                }
            }
            assertThat(ofStep).hasSizeLessThanOrEqualTo(1);
            for (int depth : ofStep) {
                assertThat(depth).isGreaterThan(deepest);
                deepest = depth;
            }
        }
    }

    private DeploymentPlan plan(Random random) {
        cluster.clear();
        target.clear();
        Map<PathId, Change> changes = new LinkedHashMap<>();
        for (int i = 0; i < APPS; i++) {
            PathId id = PathId.of("/app" + i);
            depths.put(id, random.nextInt(3));
            AppDefinition before = random.nextInt(3) == 0 ? null : Apps.app(id.value(), random.nextInt(4));
            AppDefinition after = random.nextInt(4) == 0 ? null : after(before, id, random);
            if (before != null) {
                cluster.put(id, Running.of(before));
            }
            if (after != null) {
                target.put(id, Running.of(after));
            }
            if (before != null || after != null) {
                changes.put(id, new Change(before, after));
            }
        }
        return DeploymentPlanner.plan("d", Apps.T0, changes, Set.of(), Map.of(), depths::get);
    }

    private static AppDefinition after(@Nullable AppDefinition before, PathId id, Random random) {
        AppDefinition same = before == null ? Apps.app(id.value(), 1) : before;
        return switch (random.nextInt(4)) {
            case 0 -> same;
            case 1 -> same.withInstances(random.nextInt(4));
            case 2 -> Apps.changed(same, Apps.T0.plusSeconds(1));
            default -> Apps.changed(same, Apps.T0.plusSeconds(1)).withInstances(random.nextInt(4));
        };
    }

    /** What a step does: only what is known can be scaled or restarted, and only what is not known be started. */
    private void carryOut(Action action, Change change) {
        assertThat(cluster.containsKey(action.runSpec())).isEqualTo(action.kind() != Kind.START);
        switch (action.kind()) {
            case START -> cluster.put(action.runSpec(), new Running("", 0));
            case STOP -> cluster.remove(action.runSpec());
            case SCALE, RESTART -> cluster.put(action.runSpec(), Running.of(change.to()));
        }
    }
}
