package stadion.scheduler.launch;

import java.time.Duration;
import java.time.Instant;
import stadion.scheduler.model.RunSpec;

/**
 * How long an app or pod whose tasks keep ending has to wait before its next launches (Marathon: {@code RateLimiter}). The delay belongs to one configuration of the app; it
 * grows with each failure, and is forgotten when nothing has failed for as long as it may grow at most.
 *
 * @param delay what the last failure led to; zero without any
 * @param notBefore when the next launch may be
 */
record Backoff(RunSpec runSpec, Duration delay, Instant notBefore) {

    static Backoff none(RunSpec runSpec) {
        return new Backoff(runSpec, Duration.ZERO, Instant.EPOCH);
    }

    /** The same delay for the same configuration, none for another one. */
    Backoff of(RunSpec next) {
        return isOf(next) ? new Backoff(next, delay, notBefore) : none(next);
    }

    boolean isOf(RunSpec other) {
        return runSpec.configVersion().equals(other.configVersion());
    }

    Backoff failed(Instant now) {
        Duration longest = seconds(runSpec.maxLaunchDelaySeconds());
        boolean forgotten = delay.isZero() || now.isAfter(notBefore.plus(longest));
        Duration next = forgotten ? seconds(runSpec.backoffSeconds()) : times(delay, runSpec.backoffFactor(), longest);
        Duration bounded = next.compareTo(longest) > 0 ? longest : next;
        return new Backoff(runSpec, bounded, now.plus(bounded));
    }

    private static Duration seconds(double seconds) {
        return Duration.ofMillis(Math.round(seconds * 1000));
    }

    private static Duration times(Duration delay, double factor, Duration longest) {
        double millis = Math.min(delay.toMillis() * factor, (double) longest.toMillis());
        return Duration.ofMillis(Math.round(millis));
    }
}
