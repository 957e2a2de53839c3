package stadion.scheduler.task;

import java.time.Duration;

/**
 * The flags that bound a task's life.
 *
 * @param launchConfirmTimeout a launch that Mesos has not confirmed after this time is given up
 * @param launchTimeout a task that has not begun to run after this time is killed
 * @param reservationTimeout an instance whose reservation is not offered after this time is replaced by another one
 * @param killRetry how often a kill is repeated until the task has ended
 * @param healthKillBrake when at least this share (above 0 to 1) of an app's running instances fail their health checks, none is killed for that; see {@link
 *     stadion.scheduler.health.HealthKillBrake}
 */
public record TaskSettings(
        Duration launchConfirmTimeout,
        Duration launchTimeout,
        Duration reservationTimeout,
        Duration killRetry,
        double healthKillBrake) {

    /** The values that hold when no flag is given. */
    public static final TaskSettings DEFAULTS = new TaskSettings(
            Duration.ofMinutes(5), Duration.ofMinutes(5), Duration.ofSeconds(20), Duration.ofSeconds(30), 0.5);
}
