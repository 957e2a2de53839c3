package stadion.scheduler.group;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.pcollections.TreePVector;
import stadion.scheduler.deployment.DeploymentPlan;
import stadion.scheduler.deployment.DeploymentPlan.Change;
import stadion.scheduler.model.PathId;

/** Runs updates of the tree in tests, as the group manager does. */
public final class Edits {

    private Edits() {}

    /** What came of an update. */
    public record Outcome(RootGroup root, DeploymentPlan plan, Map<PathId, Change> changes, Set<PathId> touched) {}

    /** Runs an update on the last of these trees. */
    public static Outcome run(List<RootGroup> trees, RootUpdate update, Instant version) {
        GroupHistory history = new GroupHistory(TreePVector.from(trees), TreePVector.empty());
        RootEdit edit = new RootEdit(history, version, new ServicePorts(10000, 20000));
        update.apply(edit);
        PlannedEdit planned = PlannedEdit.of(edit);
        return new Outcome(edit.root(), planned.plan(), planned.changes(), edit.touched());
    }
}
