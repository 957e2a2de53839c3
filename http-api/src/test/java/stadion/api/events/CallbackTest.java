package stadion.api.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import stadion.scheduler.event.SchedulerEvent.AppTerminated;
import stadion.scheduler.event.Told;
import stadion.scheduler.model.PathId;

class CallbackTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private final Callback callback = new Callback(2);

    private static Told event() {
        return EventJson.told(new AppTerminated(PathId.of("/a"), NOW));
    }

    @Test
    void events_are_posted_one_after_the_other() {
        Told first = event();
        Told second = event();
        callback.offer(first, NOW);
        callback.offer(second, NOW);

        assertThat(callback.next()).containsSame(first);
        assertThat(callback.next()).isEmpty();
        callback.delivered();
        assertThat(callback.next()).containsSame(second);
    }

    @Test
    void no_more_than_the_capacity_wait() {
        assertThat(callback.offer(event(), NOW)).isTrue();
        assertThat(callback.offer(event(), NOW)).isTrue();
        assertThat(callback.offer(event(), NOW)).isFalse();
    }

    @Test
    void after_a_failure_what_waits_and_what_comes_is_left_out_for_a_while() {
        callback.offer(event(), NOW);
        callback.next();
        callback.offer(event(), NOW);

        Duration pause = callback.failed(NOW);

        assertThat(callback.next()).isEmpty();
        assertThat(callback.offer(event(), NOW.plus(pause).minusMillis(1))).isFalse();
        assertThat(callback.offer(event(), NOW.plus(pause))).isTrue();
        assertThat(callback.next()).isPresent();
    }

    @Test
    void pauses_grow_up_to_a_limit_until_an_event_is_taken() {
        assertThat(callback.failed(NOW)).isEqualTo(Duration.ofSeconds(1));
        assertThat(callback.failed(NOW)).isEqualTo(Duration.ofSeconds(2));
        assertThat(callback.failed(NOW)).isEqualTo(Duration.ofSeconds(4));
        for (int i = 0; i < 100; i++) {
            callback.failed(NOW);
        }
        assertThat(callback.failed(NOW)).isEqualTo(Callback.LONGEST_PAUSE);
        callback.delivered();
        assertThat(callback.failed(NOW)).isEqualTo(Duration.ofSeconds(1));
    }
}
