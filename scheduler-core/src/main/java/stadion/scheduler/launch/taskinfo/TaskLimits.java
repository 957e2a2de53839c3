package stadion.scheduler.launch.taskinfo;

import org.apache.mesos.v1.Protos.DurationInfo;
import org.apache.mesos.v1.Protos.KillPolicy;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.apache.mesos.v1.Protos.Value;
import org.jspecify.annotations.Nullable;
import stadion.scheduler.model.AppDefinition.ResourceLimits;

/** What a task may use at most, and how long it may take to end. */
final class TaskLimits {

    private TaskLimits() {}

    /** {@code seconds}: from the wish that it ends until it is killed; null leaves it to the agent. */
    static void addGracePeriod(TaskInfo.Builder task, @Nullable Number seconds) {
        if (seconds != null) {
            task.setKillPolicy(KillPolicy.newBuilder()
                    .setGracePeriod(DurationInfo.newBuilder().setNanoseconds(Math.round(seconds.doubleValue() * 1e9))));
        }
    }

    static void add(TaskInfo.Builder task, @Nullable ResourceLimits limits) {
        if (limits != null) {
            add(task, "cpus", limits.cpus());
            add(task, "mem", limits.mem());
        }
    }

    private static void add(TaskInfo.Builder task, String resource, @Nullable Double limit) {
        if (limit != null) {
            task.putLimits(resource, Value.Scalar.newBuilder().setValue(limit).build());
        }
    }
}
