package stadion.api.deployments;

import java.util.Collection;
import stadion.scheduler.deployment.DeploymentPlan.Change;
import stadion.scheduler.model.Goal;
import stadion.scheduler.model.Instance;

/** How many instances of an app or pod a deployment would start, stop, replace by new ones, and leave alone. */
record InstancePlan(int started, int stopped, int restarted, int unchanged) {

    static final InstancePlan NOTHING = new InstancePlan(0, 0, 0, 0);

    /**
     * Counts those instances that run or are about to, and compares them with what is wanted.
     *
     * @param restart whether the instances are replaced though they may be of the wanted configuration
     */
    static InstancePlan of(Change change, boolean restart, Collection<Instance> instances) {
        int there = 0;
        int current = 0;
        for (Instance instance : instances) {
            if (instance.goal() == Goal.RUNNING && instance.condition().isActive()) {
                there++;
                boolean upToDate = change.to() != null
                        && !instance.configVersion().isBefore(change.to().configVersion());
                current += upToDate && !restart ? 1 : 0;
            }
        }
        int wanted = change.to() == null ? 0 : change.to().instances();
        int unchanged = Math.min(current, wanted);
        int restarted = Math.min(there - current, wanted - unchanged);
        return new InstancePlan(wanted - unchanged - restarted, there - unchanged - restarted, restarted, unchanged);
    }

    InstancePlan plus(InstancePlan other) {
        return new InstancePlan(
                started + other.started,
                stopped + other.stopped,
                restarted + other.restarted,
                unchanged + other.unchanged);
    }
}
