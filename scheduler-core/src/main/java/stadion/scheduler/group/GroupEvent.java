package stadion.scheduler.group;

import com.fasterxml.jackson.annotation.JsonAlias;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import stadion.scheduler.Stored;
import stadion.scheduler.deployment.DeploymentPlan;
import stadion.scheduler.event.NewsSource;
import stadion.scheduler.event.Outbox;
import stadion.scheduler.event.Told;
import stadion.scheduler.model.PathId;
import stadion.scheduler.model.RunSpec;

/** What happened to the tree and its deployments, as it is stored. */
sealed interface GroupEvent extends Stored {

    /**
     * The tree was changed.
     *
     * @param runSpecs the apps and pods that were added or changed
     * @param removed the ids of apps and pods
     * @param groups the groups whose settings were changed; their children are not told here
     * @param deployment what carries the cluster there, null when nothing has to be done
     * @param cancelled the deployments that this one took the place of
     */
    record Updated(
            Instant version,
            @JsonAlias("apps") List<RunSpec> runSpecs,
            @JsonAlias("removedApps") List<PathId> removed,
            List<GroupChange> groups,
            List<PathId> removedGroups,
            @Nullable DeploymentPlan deployment,
            List<String> cancelled)
            implements GroupEvent {

        /** What happened to the tree alone. */
        Updated withoutDeployment() {
            return new Updated(version, runSpecs, removed, groups, removedGroups, null, List.of());
        }
    }

    /** The settings of one group. */
    record GroupChange(
            PathId id, List<PathId> dependencies, @Nullable Boolean enforceRole) {}

    /** A deployment is over: {@code done}, or cancelled or failed. */
    record DeploymentEnded(String id, boolean done) implements GroupEvent {}

    /** What subscribers are to be told of the event before this one, {@code whenBegun} when its deployment has begun. */
    record Announced(List<Told> atOnce, List<Told> whenBegun) implements GroupEvent {}

    /**
     * The whole state, as a snapshot keeps it.
     *
     * @param runSpecs the apps and pods of the oldest tree that is kept
     * @param groups the groups of that tree
     * @param changes what led from it to the present one, oldest first
     * @param untold what subscribers have yet to be told
     */
    record Snapshot(
            @JsonAlias("apps") List<RunSpec> runSpecs,
            List<Group> groups,
            Map<PathId, List<RunSpec>> versions,
            List<DeploymentPlan> deployments,
            Map<PathId, Instant> good,
            List<Updated> changes,
            List<Outbox.Unstored> untold)
            implements NewsSource.Kept<GroupState> {

        @Override
        public GroupState state() {
            return GroupState.of(this);
        }
    }
}
