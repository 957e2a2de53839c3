package stadion.scheduler.mesos;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class BackoffTest {

    private final Backoff backoff = new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(15));

    @Test
    void doublesWithEachFailureUpToTheLongest() {
        assertThat(backoff.delay(0, 0)).hasSeconds(1);
        assertThat(backoff.delay(1, 0)).hasSeconds(2);
        assertThat(backoff.delay(3, 0)).hasSeconds(8);
        assertThat(backoff.delay(4, 0)).hasSeconds(15);
    }

    @Property
    void staysBetweenHalfOfTheShortestAndTheLongest(
            @ForAll @IntRange(max = Integer.MAX_VALUE) int failures,
            @ForAll @DoubleRange(max = 1, maxIncluded = false) double random) {
        assertThat(backoff.delay(failures, random)).isBetween(Duration.ofMillis(500), Duration.ofSeconds(15));
    }

    @Property
    void cutsOffAtMostHalf(
            @ForAll @IntRange(max = 10) int failures,
            @ForAll @DoubleRange(max = 1, maxIncluded = false) double random) {
        Duration whole = backoff.delay(failures, 0);
        assertThat(backoff.delay(failures, random)).isBetween(whole.dividedBy(2), whole);
    }
}
