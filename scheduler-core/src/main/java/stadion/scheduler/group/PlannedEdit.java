package stadion.scheduler.group;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import stadion.scheduler.deployment.DeploymentPlan;
import stadion.scheduler.deployment.DeploymentPlan.Change;
import stadion.scheduler.deployment.DeploymentPlanner;
import stadion.scheduler.event.SchedulerEvent;
import stadion.scheduler.group.GroupEvent.GroupChange;
import stadion.scheduler.group.GroupEvent.Updated;
import stadion.scheduler.model.PathId;
import stadion.scheduler.model.RunSpec;

/**
 * A change of the tree, and the deployment that would carry the cluster there.
 *
 * @param changes the apps and pods that the edit makes different
 */
public record PlannedEdit(RootEdit edit, Map<PathId, Change> changes, DeploymentPlan plan) {

    public static PlannedEdit of(RootEdit edit) {
        Map<PathId, Change> changes = changes(edit);
        Dependencies dependencies = new Dependencies(edit.root());
        DeploymentPlan plan = DeploymentPlanner.plan(
                UUID.randomUUID().toString(),
                edit.version(),
                changes,
                edit.restarted(),
                edit.kills(),
                dependencies::depth);
        return new PlannedEdit(edit, changes, plan);
    }

    private static Map<PathId, Change> changes(RootEdit edit) {
        Map<PathId, Change> changes = new LinkedHashMap<>();
        for (PathId id : edit.touched()) {
            @Nullable RunSpec from = edit.before().runSpec(id).orElse(null);
            @Nullable RunSpec to = edit.root().runSpec(id).orElse(null);
            if (!Objects.equals(from, to)) {
                changes.put(id, new Change(from, to));
            }
        }
        return changes;
    }

    /** The same as the answer to a deployment that has failed. */
    PlannedEdit reverting(DeploymentPlan failed, String reason) {
        return new PlannedEdit(edit, changes, plan.reverting(failed.id(), reason));
    }

    /** That it was made, and these deployments cancelled for it. */
    Updated updated(Set<String> cancelled) {
        List<RunSpec> put = new ArrayList<>();
        List<PathId> removed = new ArrayList<>();
        for (PathId id : edit.touched()) {
            edit.root().runSpec(id).ifPresentOrElse(put::add, () -> removed.add(id));
        }
        List<GroupChange> groups = new ArrayList<>();
        for (PathId id : edit.touchedGroups()) {
            edit.root().group(id).ifPresent(g -> groups.add(new GroupChange(id, g.dependencies(), g.enforceRole())));
        }
        return new Updated(
                edit.version(),
                put,
                removed,
                groups,
                List.copyOf(edit.removedGroups()),
                plan.steps().isEmpty() ? null : plan,
                List.copyOf(cancelled));
    }

    /** What subscribers are told when the deployment has begun, as in Marathon; one without steps has ended then. */
    List<SchedulerEvent> newsOfBegin(Instant now) {
        SchedulerEvent change = new SchedulerEvent.GroupChangeSuccess(group(), edit.version(), now);
        return plan.steps().isEmpty()
                ? List.of(new SchedulerEvent.DeploymentSuccess(plan.id(), plan, now), change)
                : List.of(change);
    }

    /** What subscribers are told when it is not made. */
    List<SchedulerEvent> newsOfRefusal(String reason, Instant now) {
        return List.of(
                new SchedulerEvent.DeploymentFailed(plan.id(), plan, reason, now),
                new SchedulerEvent.GroupChangeFailed(group(), edit.version(), reason, now));
    }

    /** The group that subscribers are told has changed: where the one app or pod lies, else the root. */
    private PathId group() {
        boolean one = edit.touched().size() == 1 && edit.touchedGroups().isEmpty();
        return one ? edit.touched().iterator().next().parent() : PathId.ROOT;
    }
}
