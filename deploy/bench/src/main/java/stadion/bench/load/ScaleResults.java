package stadion.bench.load;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one run of the benchmark of many apps and many instances found; written as JSON. Parts that were not asked for are null.
 *
 * @param apps one group with many apps, in each round
 * @param restarts one app whose instances are all replaced, in each round
 */
record ScaleResults(
        Instant at,
        Results.Machine machine,
        List<String> serverFlags,
        List<String> jvmArguments,
        List<ManyApps> apps,
        List<RollingRestart> restarts,
        @Nullable ManyInstances instances) {

    /**
     * One PUT of a group of new apps. Seconds count from the sending of the PUT.
     *
     * @param answered until the PUT was answered
     * @param running until GET /v2/apps counted all instances as running
     * @param load of the machine over the last minute, at the end; negative where its system does not tell
     */
    record ManyApps(int apps, int instancesPerApp, double answered, double running, double load) {
        @Override
        public String toString() {
            return "%d apps of %d instances: PUT answered in %.2f s, all running in %.2f s, load %.1f"
                    .formatted(apps, instancesPerApp, answered, running, load);
        }
    }

    /**
     * One change of an app's environment, with the default upgradeStrategy.
     *
     * @param seconds from the sending of the PUT until the deployment had ended
     * @param fewestRunning the smallest number of running tasks that was seen in between
     * @param mostTasks the largest number of tasks
     */
    record RollingRestart(int instances, double seconds, int fewestRunning, int mostTasks, double load) {
        @Override
        public String toString() {
            return "%d instances replaced in %.2f s, at least %d running, at most %d there, load %.1f"
                    .formatted(instances, seconds, fewestRunning, mostTasks, load);
        }
    }

    /**
     * One app with very many instances, and a server that is killed and started again.
     *
     * @param running from the POST until GET /v2/apps counted all as running, in seconds
     * @param heapBytesEach what the size of all live objects grew by, over the instances
     * @param recovered from the start of the new process until GET /v2/apps counted all as running, in seconds
     */
    record ManyInstances(int instances, int agents, double running, long heapBytesEach, double recovered, double load) {
        @Override
        public String toString() {
            return "%d instances on %d agents: running in %.1f s, %d bytes of heap each; all there %.1f s after a restart, load %.1f"
                    .formatted(instances, agents, running, heapBytesEach, recovered, load);
        }
    }
}
