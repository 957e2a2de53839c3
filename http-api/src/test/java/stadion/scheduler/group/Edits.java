package stadion.scheduler.group;

import java.time.Instant;
import java.util.Map;
import java.util.Set;
import stadion.scheduler.deployment.DeploymentPlan;
import stadion.scheduler.deployment.DeploymentPlan.Change;
import stadion.scheduler.model.PathId;

/** Runs updates of the tree in tests, as the group manager does. */
public final class Edits {

    private Edits() {}

    /** What came of an update. */
    public record Outcome(RootGroup root, DeploymentPlan plan, Map<PathId, Change> changes, Set<PathId> touched) {}

    public static Outcome run(RootGroup before, RootUpdate update, Instant version) {
        RootEdit edit = new RootEdit(before, version, new ServicePorts(10000, 20000));
        update.apply(edit);
        return new Outcome(edit.root(), GroupManager.plan(edit), GroupManager.changes(edit), edit.touched());
    }
}
