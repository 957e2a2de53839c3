package stadion.scheduler.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import stadion.scheduler.Apps;
import stadion.scheduler.model.AppDefinition;

class BackoffTest {

    private static final Instant NOW = Apps.T0;
    private static final AppDefinition APP =
            Apps.app("/app", 1).withBackoffSeconds(1).withBackoffFactor(2).withMaxLaunchDelaySeconds(10);

    @Test
    void withoutAFailureNothingWaits() {
        assertThat(Backoff.none(APP).notBefore()).isBefore(NOW);
    }

    @Test
    void theFirstFailureCostsTheInitialDelayAndEachFurtherOneMultipliesIt() {
        Backoff first = Backoff.none(APP).failed(NOW);
        assertThat(first.notBefore()).isEqualTo(NOW.plusSeconds(1));
        Backoff third = first.failed(NOW.plusSeconds(2)).failed(NOW.plusSeconds(5));
        assertThat(third.delay()).isEqualTo(Duration.ofSeconds(4));
    }

    @Test
    void theDelayNeverExceedsItsLimit() {
        Backoff backoff = Backoff.none(APP);
        for (int i = 0; i < 1000; i++) {
            backoff = backoff.failed(NOW);
        }
        assertThat(backoff.delay()).isEqualTo(Duration.ofSeconds(10));
    }

    @Test
    void whenNothingFailedForLongTheDelayBeginsAnew() {
        Backoff backoff = Backoff.none(APP).failed(NOW).failed(NOW.plusSeconds(2));
        assertThat(backoff.failed(NOW.plusSeconds(60)).delay()).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void anotherConfigurationStartsWithoutDelay() {
        Backoff failed = Backoff.none(APP).failed(NOW);
        assertThat(failed.of(APP.withInstances(7)).delay()).isEqualTo(Duration.ofSeconds(1));
        assertThat(failed.of(Apps.changed(APP, NOW.plusSeconds(3))).delay()).isZero();
    }
}
