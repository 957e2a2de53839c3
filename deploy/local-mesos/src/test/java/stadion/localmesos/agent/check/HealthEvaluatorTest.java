package stadion.localmesos.agent.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.mesos.v1.Protos.CheckInfo;
import org.apache.mesos.v1.Protos.CheckStatusInfo;
import org.apache.mesos.v1.Protos.HealthCheck;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HealthEvaluatorTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final HealthCheck CHECK = HealthCheck.newBuilder()
            .setGracePeriodSeconds(10)
            .setConsecutiveFailures(2)
            .build();

    @Test
    void theFirstSuccessIsToldAndFurtherOnesAreNot() {
        assertThat(verdicts(Optional.empty(), "+0 +1 +2")).containsExactly("healthy", "", "");
    }

    @Test
    void failuresInTheGracePeriodDoNotCount() {
        assertThat(verdicts(Optional.empty(), "-1 -10 -11 -12")).containsExactly("", "", "unhealthy", "kill");
    }

    @Test
    void theGracePeriodEndsWithTheFirstSuccess() {
        assertThat(verdicts(Optional.empty(), "+1 -2 -3")).containsExactly("healthy", "unhealthy", "kill");
    }

    @Test
    void aSuccessAfterFailuresIsTold() {
        assertThat(verdicts(Optional.empty(), "+1 -2 +3 +4 -5 -6"))
                .containsExactly("healthy", "unhealthy", "healthy", "", "unhealthy", "kill");
    }

    @Test
    void afterARestartAHealthyTaskHasNoGracePeriodAndIsNotToldAgain() {
        assertThat(verdicts(Optional.of(true), "+1 -2")).containsExactly("", "unhealthy");
    }

    @Test
    void afterARestartAnUnhealthyTaskIsToldToBeHealthyAgain() {
        assertThat(verdicts(Optional.of(false), "+1 +2")).containsExactly("healthy", "");
    }

    @Test
    void withoutAGracePeriodTheFirstFailureCounts() {
        var evaluator = HealthEvaluator.begin(
                HealthCheck.newBuilder()
                        .setGracePeriodSeconds(0)
                        .setConsecutiveFailures(1)
                        .build(),
                START,
                Optional.empty());

        assertThat(evaluator.after(Optional.empty(), START).verdict())
                .contains(new HealthEvaluator.Verdict(false, true));
    }

    @ParameterizedTest
    @CsvSource({"199,false", "200,true", "302,true", "399,true", "400,false", "500,false"})
    void httpStatusesBelow400AreHealthy(int status, boolean healthy) {
        assertThat(HealthEvaluator.isHealthy(CheckStatusInfo.newBuilder()
                        .setType(CheckInfo.Type.HTTP)
                        .setHttp(CheckStatusInfo.Http.newBuilder().setStatusCode(status))
                        .build()))
                .isEqualTo(healthy);
    }

    @ParameterizedTest
    @CsvSource({"0,true", "1,false", "255,false"})
    void exitStatusZeroIsHealthy(int status, boolean healthy) {
        assertThat(HealthEvaluator.isHealthy(command(status))).isEqualTo(healthy);
    }

    /** Results as "+3": a success three seconds after the start. */
    private static List<String> verdicts(Optional<Boolean> lastTold, String results) {
        var evaluator = HealthEvaluator.begin(CHECK, START, lastTold);
        var verdicts = new ArrayList<String>();
        for (var result : results.split(" ")) {
            var at = START.plusSeconds(Long.parseLong(result.substring(1)));
            var step = evaluator.after(Optional.of(command(result.startsWith("+") ? 0 : 1)), at);
            evaluator = step.next();
            verdicts.add(step.verdict()
                    .map(verdict -> verdict.kill() ? "kill" : verdict.healthy() ? "healthy" : "unhealthy")
                    .orElse(""));
        }
        return verdicts;
    }

    private static CheckStatusInfo command(int status) {
        return CheckStatusInfo.newBuilder()
                .setType(CheckInfo.Type.COMMAND)
                .setCommand(CheckStatusInfo.Command.newBuilder().setExitCode(status))
                .build();
    }
}
