package stadion.localmesos.agent.check;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.apache.mesos.v1.Protos.CheckStatusInfo;
import org.apache.mesos.v1.Protos.HealthCheck;

/**
 * What the results of a health check mean, by the rules of Mesos' {@code checks/health_checker.cpp}. Immutable; {@link
 * #after} gives what is to be said and how things stand then.
 *
 * @param begun when checking began: failures in the grace period after it do not count until there was a success
 * @param initializing whether there was no success yet
 * @param failures in a row
 */
public record HealthEvaluator(
        Duration gracePeriod, int mostFailures, Instant begun, boolean initializing, int failures) {

    /**
     * What to tell of a task.
     *
     * @param kill whether it has failed too often
     */
    public record Verdict(boolean healthy, boolean kill) {}

    /** The next state, and what is to be told of the task, if anything. */
    public record Step(HealthEvaluator next, Optional<Verdict> verdict) {}

    /**
     * Begins to evaluate.
     *
     * @param lastTold what was last told of the task's health before a restart
     */
    public static HealthEvaluator begin(HealthCheck check, Instant begun, Optional<Boolean> lastTold) {
        return new HealthEvaluator(
                Duration.ofNanos((long) (check.getGracePeriodSeconds() * 1e9)),
                check.getConsecutiveFailures(),
                begun,
                lastTold.isEmpty(),
                lastTold.filter(healthy -> !healthy).map(unhealthy -> 1).orElse(0));
    }

    /** Takes a result; empty if the check itself failed, as by a time-out. */
    public Step after(Optional<CheckStatusInfo> result, Instant now) {
        return result.filter(HealthEvaluator::isHealthy).isPresent() ? success() : failure(now);
    }

    private Step success() {
        var next = new HealthEvaluator(gracePeriod, mostFailures, begun, false, 0);
        var news = initializing || failures > 0;
        return new Step(next, news ? Optional.of(new Verdict(true, false)) : Optional.empty());
    }

    private Step failure(Instant now) {
        var inGracePeriod = !gracePeriod.isZero() && !now.isAfter(begun.plus(gracePeriod));
        if (initializing && inGracePeriod) {
            return new Step(this, Optional.empty());
        }
        var next = new HealthEvaluator(gracePeriod, mostFailures, begun, initializing, failures + 1);
        return new Step(next, Optional.of(new Verdict(false, next.failures >= mostFailures)));
    }

    /** Exit status 0, HTTP status 200 to 399, or a connection. */
    static boolean isHealthy(CheckStatusInfo result) {
        return switch (result.getType()) {
            case COMMAND -> result.getCommand().getExitCode() == 0;
            case HTTP ->
                result.getHttp().getStatusCode() >= 200 && result.getHttp().getStatusCode() < 400;
            case TCP -> result.getTcp().getSucceeded();
            case UNKNOWN -> true;
        };
    }
}
