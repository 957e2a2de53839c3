package stadion.scheduler.app;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pcollections.HashTreePMap;
import org.pcollections.HashTreePSet;
import org.pcollections.PMap;
import org.pcollections.PSet;
import stadion.scheduler.health.HealthKillBrake.Hold;
import stadion.scheduler.health.HealthStatus;
import stadion.scheduler.health.ReadinessResult;
import stadion.scheduler.model.Instance;
import stadion.scheduler.model.InstanceId;
import stadion.scheduler.model.PathId;

/**
 * What is there of one app, as readers see it: its instances, counts of them that are kept up to date, and how the last one failed. Immutable; {@code revision}
 * grows with each change, so that what was rendered of it can be kept. {@code health} has one entry per health check of the instance, those by Mesos left out;
 * {@code ready} are those that have passed all readiness checks, and {@code readiness} has one entry per such check of the instance that was made; {@code healthKillHold} is there while no instance is killed for failing its health checks because too many do.
 */
public record AppStatus(
        PathId id,
        long revision,
        PMap<InstanceId, Instance> instances,
        Counts counts,
        PMap<InstanceId, List<HealthStatus>> health,
        PSet<InstanceId> ready,
        PMap<InstanceId, List<ReadinessResult>> readiness,
        @Nullable TaskFailure lastTaskFailure,
        @Nullable Hold healthKillHold) {

    /** A status while health kills are allowed, and without results of readiness checks. */
    public AppStatus(
            PathId id,
            long revision,
            PMap<InstanceId, Instance> instances,
            Counts counts,
            PMap<InstanceId, List<HealthStatus>> health,
            PSet<InstanceId> ready,
            @Nullable TaskFailure lastTaskFailure) {
        this(id, revision, instances, counts, health, ready, HashTreePMap.empty(), lastTaskFailure, null);
    }

    public static AppStatus none(PathId id) {
        return new AppStatus(
                id, 0, HashTreePMap.empty(), Counts.NONE, HashTreePMap.empty(), HashTreePSet.empty(), null);
    }

    /** Counts as Marathon's {@code tasksStaged}, {@code tasksRunning}, {@code tasksHealthy} and {@code tasksUnhealthy}. */
    public record Counts(int staged, int running, int healthy, int unhealthy) {
        public static final Counts NONE = new Counts(0, 0, 0, 0);
    }

    /** The last failure of a task of this app. {@code state} is a Mesos state such as TASK_FAILED. */
    public record TaskFailure(
            PathId appId,
            String taskId,
            String state,
            String message,
            String host,
            @Nullable String agentId,
            Instant version,
            Instant timestamp) {}
}
