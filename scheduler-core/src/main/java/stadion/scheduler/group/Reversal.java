package stadion.scheduler.group;

import org.jspecify.annotations.Nullable;
import stadion.scheduler.deployment.DeploymentPlan;
import stadion.scheduler.deployment.DeploymentPlan.Change;
import stadion.scheduler.model.PathId;
import stadion.scheduler.model.RunSpec;

/** How a deployment that has failed is taken back by itself. */
final class Reversal {

    private Reversal() {}

    /** Whether the app or pod that made a deployment fail asks for it. What is a reversal already is not taken back in turn. */
    static boolean isWanted(DeploymentPlan plan, PathId cause) {
        Change change = plan.changes().get(cause);
        return plan.revert() == null
                && change != null
                && change.to() != null
                && Boolean.TRUE.equals(change.to().upgradeStrategy().autoRevert());
    }

    /**
     * Sets everything that the deployment changed back to the version that was deployed with success last, and makes what it removed again. What has no such version stays as
     * it is, and so does what has been changed again since.
     */
    static RootUpdate of(DeploymentPlan plan, GroupState state) {
        return edit -> plan.changes().forEach((id, change) -> {
            @Nullable RunSpec now = edit.before().runSpec(id).orElse(null);
            if (change.to() == null && now == null) {
                edit.put(change.from());
            } else if (change.to() != null
                    && now != null
                    && now.version().equals(change.to().version())) {
                state.lastGood(id).ifPresent(edit::put);
            }
        });
    }
}
