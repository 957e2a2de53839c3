package stadion.scheduler.deployment;

import com.fasterxml.jackson.annotation.JsonAlias;
import com.fasterxml.jackson.annotation.JsonIgnore;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import stadion.scheduler.model.InstanceId;
import stadion.scheduler.model.PathId;
import stadion.scheduler.model.PodDefinition;
import stadion.scheduler.model.RunSpec;

/**
 * How the cluster is carried from one version of the definitions to the next: steps that run one after the other, the actions of a step side by side.
 *
 * <p>{@code changes} holds each affected app or pod as it was and as it is to become; {@code kills} names the instances that a scale-down must take first;
 * {@code revert} is there if it was made because another one failed.
 */
public record DeploymentPlan(
        String id,
        Instant version,
        List<Step> steps,
        Map<PathId, Change> changes,
        Map<PathId, List<InstanceId>> kills,
        @Nullable Revert revert) {

    /** A plan that somebody asked for. */
    public DeploymentPlan(
            String id,
            Instant version,
            List<Step> steps,
            Map<PathId, Change> changes,
            Map<PathId, List<InstanceId>> kills) {
        this(id, version, steps, changes, kills, null);
    }

    /** The same as the answer to a failed deployment. */
    public DeploymentPlan reverting(String deployment, String reason) {
        return new DeploymentPlan(id, version, steps, changes, kills, new Revert(deployment, reason));
    }

    /** Which deployment is taken back because it has failed, and why it has. */
    public record Revert(String deployment, String reason) {}

    /** The ids of all apps and pods that the steps touch: no two running deployments share one. */
    @JsonIgnore
    public Set<PathId> affected() {
        return changes.keySet();
    }

    public record Step(List<Action> actions) {}

    /** What is done to one app, or ({@code pod}) to one pod. */
    public record Action(Kind kind, @JsonAlias("app") PathId runSpec, boolean pod) {

        /** The word that stands in answers and events, such as {@code StartApplication} or {@code StartPod}. */
        public String text() {
            return kind.verb + (pod ? "Pod" : "Application");
        }
    }

    /** {@code from} is null for a new app or pod, {@code to} for one that goes away. */
    public record Change(@Nullable RunSpec from, @Nullable RunSpec to) {

        @JsonIgnore
        public boolean isPod() {
            return (to == null ? from : to) instanceof PodDefinition;
        }
    }

    public enum Kind {
        START("Start"),
        STOP("Stop"),
        SCALE("Scale"),
        RESTART("Restart");

        private final String verb;

        Kind(String verb) {
            this.verb = verb;
        }
    }
}
