package stadion.scheduler.mesos;

import java.time.Duration;

/** How long to wait before the next attempt: twice as long after each failure, from {@code min} to {@code max}, of which a random half is cut off. */
record Backoff(Duration min, Duration max) {

    /**
     * Between half of and the whole backed-off delay.
     *
     * @param failures attempts that failed in a row, 0 or more
     * @param random in [0, 1); spreads schedulers that lost their master at the same moment
     */
    Duration delay(int failures, double random) {
        long whole = Math.min(max.toMillis(), min.toMillis() << Math.min(failures, 20));
        return Duration.ofMillis(Math.round(whole * (1 - random / 2)));
    }
}
