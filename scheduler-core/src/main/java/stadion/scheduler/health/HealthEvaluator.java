package stadion.scheduler.health;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import stadion.scheduler.model.AppDefinition.HealthCheck;

/** What one more answer to a health check means for an instance (Marathon: {@code HealthCheckActor}). */
public final class HealthEvaluator {

    /** Nothing is known yet. */
    public static final HealthStatus UNKNOWN = new HealthStatus(false, 0, null, null, null, null);

    /**
     * What follows from an answer.
     *
     * @param status how the instance is now
     * @param ignored the failure fell into the grace period and does not count
     * @param kill the instance has failed too often and is to be killed
     */
    public record Verdict(HealthStatus status, boolean ignored, boolean kill) {}

    private HealthEvaluator() {}

    public static Verdict succeeded(HealthStatus before, Instant now) {
        return new Verdict(
                new HealthStatus(
                        true,
                        0,
                        before.firstSuccess() == null ? now : before.firstSuccess(),
                        now,
                        before.lastFailure(),
                        before.lastFailureCause()),
                false,
                false);
    }

    /**
     * What a bad answer, or none, means.
     *
     * @param runningSince when the instance began to run
     * @param cause why the check failed, for people
     */
    public static Verdict failed(
            HealthStatus before, HealthCheck check, @Nullable Instant runningSince, String cause, Instant now) {
        Duration grace = Duration.ofSeconds(check.gracePeriodSeconds());
        boolean inGrace =
                before.firstSuccess() == null && (runningSince == null || now.isBefore(runningSince.plus(grace)));
        // Marathon compares the count before this failure: the kill comes with failure number maxConsecutiveFailures +
        // 1.
        boolean kill = !inGrace
                && check.maxConsecutiveFailures() > 0
                && before.consecutiveFailures() >= check.maxConsecutiveFailures();
        int failures = inGrace ? before.consecutiveFailures() : before.consecutiveFailures() + 1;
        return new Verdict(
                new HealthStatus(false, failures, before.firstSuccess(), before.lastSuccess(), now, cause),
                inGrace,
                kill);
    }
}
