package stadion.scheduler.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import stadion.scheduler.Apps;
import stadion.scheduler.model.InstanceId;

class HealthKillBrakeTest {

    private static final Duration WINDOW = Duration.ofSeconds(80);

    private final HealthKillBrake brake = new HealthKillBrake(0.5);
    private Instant now = Apps.T0;

    @Example
    void half_of_the_instances_hold_it() {
        fail(4);
        assertThat(brake.allowsKill(10, now)).isTrue();
        assertThat(brake.hold(10, now)).isEmpty();
        fail(5);
        assertThat(brake.allowsKill(10, now)).isFalse();
        assertThat(brake.hold(10, now)).contains(new HealthKillBrake.Hold(now, 5, 10));
    }

    @Example
    void one_instance_alone_never_holds_it() {
        fail(1);
        assertThat(brake.allowsKill(1, now)).isTrue();
        fail(2);
        assertThat(brake.allowsKill(2, now)).isFalse();
    }

    @Example
    void it_lets_go_when_instances_recover() {
        fail(5);
        assertThat(brake.allowsKill(10, now)).isFalse();
        brake.recovered(instance(0));
        assertThat(brake.hold(10, now)).isEmpty();
        assertThat(brake.allowsKill(10, now)).isTrue();
    }

    @Example
    void it_lets_go_when_more_instances_run() {
        fail(5);
        assertThat(brake.allowsKill(10, now)).isFalse();
        assertThat(brake.allowsKill(11, now)).isTrue();
    }

    @Example
    void failures_count_for_one_window() {
        fail(5);
        now = now.plus(WINDOW).minusNanos(1);
        assertThat(brake.allowsKill(10, now)).isFalse();
        now = now.plusNanos(1);
        assertThat(brake.hold(10, now)).isEmpty();
        assertThat(brake.allowsKill(10, now)).isTrue();
    }

    @Example
    void it_tells_since_when_it_holds_in_each_episode_anew() {
        Instant first = now;
        fail(5);
        brake.allowsKill(10, now);
        now = now.plusSeconds(10);
        brake.allowsKill(10, now);
        assertThat(brake.hold(10, now)).map(HealthKillBrake.Hold::since).contains(first);
        brake.recovered(instance(0));
        brake.hold(10, now);
        fail(5);
        brake.allowsKill(10, now);
        assertThat(brake.hold(10, now)).map(HealthKillBrake.Hold::since).contains(now);
    }

    @Property
    void switched_off_it_allows_every_kill(
            @ForAll @IntRange(max = 50) int failing, @ForAll @IntRange(max = 50) int others) {
        HealthKillBrake off = new HealthKillBrake(HealthKillBrake.OFF);
        for (int i = 0; i < failing; i++) {
            off.failed(instance(i), now, WINDOW);
        }
        assertThat(off.allowsKill(failing + others, now)).isTrue();
    }

    /** Whatever happens in whatever order, a kill is allowed exactly while fewer than the share, or fewer than two, have failed within the window and not recovered since. */
    @Property
    void it_holds_exactly_while_a_large_part_fails(
            @ForAll long seed,
            @ForAll @DoubleRange(min = 0.01, max = 1) double share,
            @ForAll @IntRange(min = 1, max = 12) int instances) {
        Random random = new Random(seed);
        HealthKillBrake tried = new HealthKillBrake(share);
        Map<InstanceId, Instant> lastFailure = new HashMap<>();
        boolean postponed = false;
        for (int step = 0; step < 60; step++) {
            InstanceId instance = instance(random.nextInt(instances));
            switch (random.nextInt(4)) {
                case 0 -> now = now.plusSeconds(random.nextInt(60));
                case 1 -> {
                    tried.recovered(instance);
                    lastFailure.remove(instance);
                }
                default -> {
                    tried.failed(instance, now, WINDOW);
                    lastFailure.put(instance, now);
                }
            }
            Set<InstanceId> failing = new HashSet<>();
            lastFailure.forEach((id, time) -> {
                if (now.isBefore(time.plus(WINDOW))) {
                    failing.add(id);
                }
            });
            boolean large = failing.size() >= 2 && failing.size() >= share * instances;
            postponed &= large;
            assertThat(tried.hold(instances, now).isPresent()).isEqualTo(postponed);
            if (random.nextBoolean()) {
                assertThat(tried.allowsKill(instances, now)).isEqualTo(!large);
                postponed = large;
            }
        }
    }

    private void fail(int instances) {
        for (int i = 0; i < instances; i++) {
            brake.failed(instance(i), now, WINDOW);
        }
    }

    private static InstanceId instance(int number) {
        return new InstanceId("app.instance-" + number);
    }
}
