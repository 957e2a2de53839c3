package stadion.api.events;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import stadion.scheduler.event.Told;

/**
 * What is to be posted to one address: one event at a time, the next when the one before was answered. After a failure nothing is posted for a while, each time twice as
 * long, and the events of that time are left out.
 */
final class Callback {

    static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);

    private final int capacity;
    private final Deque<Told> waiting = new ArrayDeque<>();
    private boolean sending;
    private int failures;
    private Instant pausedUntil = Instant.MIN;

    /** {@code capacity} events may wait; more are left out. */
    Callback(int capacity) {
        this.capacity = capacity;
    }

    boolean isSending() {
        return sending;
    }

    /** How often it has failed in a row. */
    int failures() {
        return failures;
    }

    /** An event happened; returns whether it will be posted. */
    boolean offer(Told event, Instant now) {
        return !now.isBefore(pausedUntil) && waiting.size() < capacity && waiting.add(event);
    }

    /** The event that is to be posted now, if any: it is taken to be under way then. */
    Optional<Told> next() {
        if (sending || waiting.isEmpty()) {
            return Optional.empty();
        }
        sending = true;
        return Optional.of(waiting.remove());
    }

    void delivered() {
        sending = false;
        failures = 0;
    }

    /** The last event was not taken; returns for how long nothing is posted. */
    Duration failed(Instant now) {
        sending = false;
        waiting.clear();
        Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(failures, 20));
        failures++;
        Duration bounded = pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE;
        pausedUntil = now.plus(bounded);
        return bounded;
    }
}
