package stadion.localmesos.agent;

import java.time.Duration;
import java.time.Instant;

/**
 * A kill under way: SIGTERM first, SIGKILL at the deadline. By the rules of Mesos' command executor a later order can only
 * shorten the time that is left, so that a scheduler may repeat itself.
 *
 * @param cause why the task is killed; the first cause counts
 * @param begun when the first order came
 * @param deadline when SIGKILL is sent
 */
record KillOrder(Cause cause, Instant begun, Instant deadline) {

    /** Why a task is killed, which decides how its end is reported. */
    enum Cause {
        /** The scheduler asked for it. */
        SCHEDULER,
        /** Its health check failed too often. */
        HEALTH_CHECK,
        /** It took longer than its maximum completion time. */
        COMPLETION_TIME,
        /** Another task of its group has ended other than successfully. */
        GROUP
    }

    static KillOrder first(Cause cause, Instant now, Duration gracePeriod) {
        return new KillOrder(cause, now, now.plus(gracePeriod));
    }

    /** This order after another one: the grace period counts from the first order on and is never extended. */
    KillOrder again(Duration gracePeriod) {
        var other = begun.plus(gracePeriod);
        return other.isBefore(deadline) ? new KillOrder(cause, begun, other) : this;
    }

    /** How long to wait from now on until SIGKILL; zero if it is due. */
    Duration remaining(Instant now) {
        var left = Duration.between(now, deadline);
        return left.isNegative() ? Duration.ZERO : left;
    }

    String format() {
        return cause + " " + begun.toEpochMilli() + " " + deadline.toEpochMilli() + "\n";
    }

    static KillOrder parse(String text) {
        var words = text.strip().split(" ", -1);
        return new KillOrder(
                Cause.valueOf(words[0]),
                Instant.ofEpochMilli(Long.parseLong(words[1])),
                Instant.ofEpochMilli(Long.parseLong(words[2])));
    }
}
