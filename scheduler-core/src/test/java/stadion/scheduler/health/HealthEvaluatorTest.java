package stadion.scheduler.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import stadion.scheduler.Apps;
import stadion.scheduler.health.HealthEvaluator.Verdict;
import stadion.scheduler.model.AppDefinition.HealthCheck;

class HealthEvaluatorTest {

    private static final Instant RUNNING_SINCE = Apps.T0;
    private static final HealthCheck CHECK = Apps.httpCheck();
    private static final Instant IN_GRACE = RUNNING_SINCE.plusSeconds(299);
    private static final Instant LATER = RUNNING_SINCE.plusSeconds(300);

    @Test
    void aGoodAnswerMakesItAlive() {
        HealthStatus status =
                HealthEvaluator.succeeded(HealthEvaluator.UNKNOWN, LATER).status();
        assertThat(status.alive()).isTrue();
        assertThat(status.firstSuccess()).isEqualTo(LATER);
    }

    @Test
    void failuresInTheGracePeriodDoNotCount() {
        Verdict verdict = failed(HealthEvaluator.UNKNOWN, IN_GRACE);
        assertThat(verdict.ignored()).isTrue();
        assertThat(verdict.status().consecutiveFailures()).isZero();
        assertThat(verdict.status().alive()).isFalse();
    }

    @Test
    void theGracePeriodEndsWithTheFirstSuccess() {
        HealthStatus alive =
                HealthEvaluator.succeeded(HealthEvaluator.UNKNOWN, IN_GRACE).status();
        assertThat(failed(alive, IN_GRACE).ignored()).isFalse();
    }

    @Test
    void itIsKilledWithOneFailureMoreThanAllowed() {
        HealthStatus status = HealthEvaluator.UNKNOWN;
        for (int failure = 1; failure <= CHECK.maxConsecutiveFailures(); failure++) {
            Verdict verdict = failed(status, LATER);
            assertThat(verdict.kill()).as("failure %d", failure).isFalse();
            status = verdict.status();
        }
        assertThat(failed(status, LATER).kill()).isTrue();
    }

    @Test
    void aSuccessStartsTheCountAnew() {
        HealthStatus status =
                failed(failed(HealthEvaluator.UNKNOWN, LATER).status(), LATER).status();
        assertThat(HealthEvaluator.succeeded(status, LATER).status().consecutiveFailures())
                .isZero();
    }

    @Test
    void withNoLimitItIsNeverKilled() {
        HealthCheck patient =
                new HealthCheck(HealthCheck.Protocol.HTTP, "/", null, 0, null, 0, 1, 1, 0, 15, false, "IPv4");
        HealthStatus status = HealthEvaluator.UNKNOWN;
        for (int i = 0; i < 100; i++) {
            Verdict verdict = HealthEvaluator.failed(status, patient, RUNNING_SINCE, "500", LATER);
            assertThat(verdict.kill()).isFalse();
            status = verdict.status();
        }
    }

    private static Verdict failed(HealthStatus before, Instant now) {
        return HealthEvaluator.failed(before, CHECK, RUNNING_SINCE, "500", now);
    }
}
