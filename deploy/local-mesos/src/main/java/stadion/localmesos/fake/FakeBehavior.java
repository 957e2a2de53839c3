package stadion.localmesos.fake;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How simulated tasks behave.
 *
 * @param startTime from launch to TASK_RUNNING; TASK_STARTING comes after two sevenths of it
 * @param killTime from a kill to TASK_KILLED
 * @param shortestLife from TASK_RUNNING to TASK_FINISHED at least; null: tasks run until they are killed
 * @param longestLife at most; each task's life is drawn evenly between the two
 * @param failureRate the part of the tasks, 0 to 1, that end with TASK_FAILED: instead of finishing, or without an end
 *     as soon as they run
 */
public record FakeBehavior(
        Duration startTime,
        Duration killTime,
        @Nullable Duration shortestLife,
        @Nullable Duration longestLife,
        double failureRate) {

    public FakeBehavior {
        if (startTime.isNegative() || killTime.isNegative()) {
            throw new IllegalArgumentException("times of fake tasks can't be negative");
        }
        if (!(failureRate >= 0 && failureRate <= 1)) {
            throw new IllegalArgumentException("failure rate must be between 0 and 1, not " + failureRate);
        }
        if ((shortestLife == null) != (longestLife == null)) {
            throw new IllegalArgumentException("the life of fake tasks needs both bounds or none");
        }
        if (shortestLife != null
                && longestLife != null
                && (shortestLife.isNegative() || longestLife.compareTo(shortestLife) < 0)) {
            throw new IllegalArgumentException(
                    "the life of fake tasks must have ascending bounds, not " + shortestLife + " to " + longestLife);
        }
    }

    /** Tasks that start in 70 ms, run for ever and never fail. */
    public static FakeBehavior steady() {
        return new FakeBehavior(Duration.ofMillis(70), Duration.ofMillis(20), null, null, 0);
    }

    Duration startingTime() {
        return startTime.multipliedBy(2).dividedBy(7);
    }
}
