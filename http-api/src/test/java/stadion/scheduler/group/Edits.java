package stadion.scheduler.group;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import stadion.scheduler.deployment.DeploymentPlan.Change;
import stadion.scheduler.model.PathId;

/** Runs updates of the tree in tests, as the group manager does. */
public final class Edits {

    private Edits() {}

    /** What came of an update. */
    public record Outcome(RootGroup root, Map<PathId, Change> changes, RootEdit edit) {}

    public static Outcome run(RootGroup before, RootUpdate update, Instant version) {
        RootEdit edit = new RootEdit(before, version, new ServicePorts(10000, 20000));
        update.apply(edit);
        Map<PathId, Change> changes = new LinkedHashMap<>();
        for (PathId id : edit.touchedApps()) {
            Change change =
                    new Change(before.app(id).orElse(null), edit.root().app(id).orElse(null));
            boolean unchanged = change.from() != null
                    && change.to() != null
                    && change.from().version().equals(change.to().version());
            if (!unchanged) {
                changes.put(id, change);
            }
        }
        return new Outcome(edit.root(), changes, edit);
    }
}
