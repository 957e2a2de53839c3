package stadion.scheduler.deployment;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import stadion.scheduler.model.AppDefinition;
import stadion.scheduler.model.InstanceId;
import stadion.scheduler.model.PathId;

/**
 * How the cluster is carried from one version of the definitions to the next: steps that run one after the other, the actions of a step side by side.
 *
 * <p>{@code changes} holds each affected app as it was and as it is to become; {@code kills} names the instances that a scale-down must take first.
 */
public record DeploymentPlan(
        String id,
        Instant version,
        List<Step> steps,
        Map<PathId, Change> changes,
        Map<PathId, List<InstanceId>> kills) {

    /** The ids of all apps that the steps touch: no two running deployments share one. */
    @JsonIgnore
    public Set<PathId> affected() {
        return changes.keySet();
    }

    public record Step(List<Action> actions) {}

    public record Action(Kind kind, PathId app) {}

    /** {@code from} is null for a new app, {@code to} for one that goes away. */
    public record Change(
            @Nullable AppDefinition from, @Nullable AppDefinition to) {}

    public enum Kind {
        START("StartApplication"),
        STOP("StopApplication"),
        SCALE("ScaleApplication"),
        RESTART("RestartApplication");

        private final String text;

        Kind(String text) {
            this.text = text;
        }

        /** The word that stands in answers and events. */
        public String text() {
            return text;
        }
    }
}
