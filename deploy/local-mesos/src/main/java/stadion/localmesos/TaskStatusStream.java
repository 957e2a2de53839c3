package stadion.localmesos;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Optional;
import org.apache.mesos.protobuf.ByteString;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.Protos.TaskStatus;

/**
 * The status updates of one task on their way to the framework, as in Mesos' task status update manager: in order, one at
 * a time, sent again after 10 seconds, then after twice as long each time up to 10 minutes, until acknowledged. Not
 * thread-safe; knows no clock.
 */
public final class TaskStatusStream {

    static final Duration FIRST_RETRY = Duration.ofSeconds(10);
    static final Duration LONGEST_RETRY = Duration.ofMinutes(10);

    private final ArrayDeque<TaskStatus> unacknowledged = new ArrayDeque<>(2);
    private long retryNanos;
    private long retryAt;
    private boolean ended;

    /** A stream without updates. */
    public TaskStatusStream() {}

    /** A stream as it was before a restart: what was stored and not acknowledged, oldest first. */
    public TaskStatusStream(Collection<TaskStatus> unacknowledged) {
        this.unacknowledged.addAll(unacknowledged);
    }

    /** Adds an update and returns it if it is the one to send now, which it is if none waits for its acknowledgement. */
    public Optional<TaskStatus> add(TaskStatus update) {
        unacknowledged.add(update);
        return unacknowledged.size() == 1 ? Optional.of(update) : Optional.empty();
    }

    /**
     * Notes an acknowledgement.
     *
     * @return false if no update with this uuid waits, which is ignored: it was acknowledged before
     */
    public boolean acknowledge(ByteString uuid) {
        var sent = unacknowledged.peek();
        if (sent == null || !sent.getUuid().equals(uuid)) {
            return false;
        }
        unacknowledged.remove();
        retryNanos = 0;
        ended = isTerminal(sent.getState());
        return true;
    }

    /** The update that waits for its acknowledgement. */
    public Optional<TaskStatus> pending() {
        return Optional.ofNullable(unacknowledged.peek());
    }

    /** Whether the task's end has been acknowledged; nothing is to be sent after that. */
    public boolean ended() {
        return ended;
    }

    /** Notes that the pending update is being sent, and returns when to send it again, in nanoseconds of the same clock. */
    long sent(long now) {
        retryNanos = retryNanos == 0 ? FIRST_RETRY.toNanos() : Math.min(2 * retryNanos, LONGEST_RETRY.toNanos());
        retryAt = now + retryNanos;
        return retryAt;
    }

    /** Whether the pending update is to be sent again at this very time, and not at another one set since. */
    boolean retriesAt(long at) {
        return !unacknowledged.isEmpty() && retryAt == at;
    }

    /** Waiting starts anew with the shortest time: the framework has just connected. */
    void resetRetry() {
        retryNanos = 0;
    }

    /** Whether a task in this state has ended for good, by Mesos' rules; TASK_UNREACHABLE and TASK_UNKNOWN are not. */
    public static boolean isTerminal(TaskState state) {
        return switch (state) {
            case TASK_FINISHED,
                    TASK_FAILED,
                    TASK_KILLED,
                    TASK_LOST,
                    TASK_ERROR,
                    TASK_DROPPED,
                    TASK_GONE,
                    TASK_GONE_BY_OPERATOR -> true;
            case TASK_STAGING, TASK_STARTING, TASK_RUNNING, TASK_KILLING, TASK_UNREACHABLE, TASK_UNKNOWN -> false;
        };
    }
}
