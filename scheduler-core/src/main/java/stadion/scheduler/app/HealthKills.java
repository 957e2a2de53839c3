package stadion.scheduler.app;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import stadion.scheduler.health.HealthKillBrake;
import stadion.scheduler.health.HealthKillBrake.Hold;
import stadion.scheduler.model.InstanceId;
import stadion.scheduler.model.PathId;
import stadion.scheduler.task.TaskActor;

/** Which instances of one app are killed because they fail their health checks, and why. The log is told when none is because too many fail. */
final class HealthKills {

    private static final Logger LOG = LoggerFactory.getLogger(HealthKills.class);

    private final PathId id;
    private final HealthKillBrake brake;
    private final Map<InstanceId, String> reasons = new HashMap<>();

    HealthKills(PathId id, HealthKillBrake brake) {
        this.id = id;
        this.brake = brake;
    }

    void note(TaskActor.HealthReport report, Instant now) {
        if (report.failed() != null) {
            brake.failed(report.instance(), now, report.failed().longestSilence());
        }
        if (report.alive()) {
            brake.recovered(report.instance());
        }
    }

    /** Whether an instance that has failed its checks too often may be killed; if it may not, the next failure asks again. */
    boolean allow(InstanceId instance, String reason, int running, Instant now) {
        boolean held = hold(running, now).isPresent();
        if (brake.allowsKill(running, now)) {
            reasons.put(instance, "Task was killed since health check failed. Reason: " + reason);
            return true;
        }
        if (!held) {
            hold(running, now).ifPresent(hold -> warn(hold, reason));
        }
        return false;
    }

    private void warn(Hold hold, String reason) {
        LOG.warn(
                "{} of {} running instances of {} fail their health checks, the latest with \"{}\"; none is killed for"
                        + " that until fewer fail (--health_kill_brake)",
                hold.failing(),
                hold.running(),
                id,
                reason);
    }

    /** How the brake stands; tells when it has let go. */
    Optional<Hold> hold(int running, Instant now) {
        boolean held = brake.isHolding();
        Optional<Hold> hold = brake.hold(running, now);
        if (held && hold.isEmpty()) {
            LOG.info("Fewer instances of {} fail their health checks; they are killed for that again", id);
        }
        return hold;
    }

    /** Why an instance is being killed, for people; null if it is not, for its health. */
    @Nullable
    String reason(InstanceId instance) {
        return reasons.get(instance);
    }

    void forget(InstanceId instance) {
        brake.recovered(instance);
        reasons.remove(instance);
    }
}
