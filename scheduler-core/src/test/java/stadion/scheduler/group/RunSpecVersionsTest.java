package stadion.scheduler.group;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import stadion.scheduler.Pods;
import stadion.scheduler.model.AnApp;
import stadion.scheduler.model.AppDefinition;
import stadion.scheduler.model.AppDefinition.Constraint;
import stadion.scheduler.model.AppDefinition.ExecutorResources;
import stadion.scheduler.model.AppDefinition.HealthCheck;
import stadion.scheduler.model.AppDefinition.KillSelection;
import stadion.scheduler.model.AppDefinition.VersionInfo;
import stadion.scheduler.model.PodDefinition;

class RunSpecVersionsTest {

    private static final Instant T1 = Instant.parse("2026-01-01T00:00:01Z");
    private static final Instant T2 = Instant.parse("2026-01-01T00:00:02Z");
    private static final Instant T3 = Instant.parse("2026-01-01T00:00:03Z");

    private final AppDefinition old = AnApp.called("/a").withVersion(T2).withVersionInfo(new VersionInfo(T2, T1));

    @Test
    void aNewAppWasScaledAndChangedNow() {
        AppDefinition app = RunSpecVersions.stamp(null, AnApp.called("/a"), T3);

        assertThat(app.version()).isEqualTo(T3);
        assertThat(app.versionInfo()).isEqualTo(new VersionInfo(T3, T3));
    }

    @Test
    void anUnchangedAppKeepsItsVersion() {
        assertThat(RunSpecVersions.stamp(old, AnApp.called("/a"), T3)).isEqualTo(old);
    }

    @Test
    void scalingKeepsTheMomentOfTheLastChange() {
        AppDefinition app = RunSpecVersions.stamp(old, old.withInstances(7), T3);

        assertThat(app.version()).isEqualTo(T3);
        assertThat(app.versionInfo()).isEqualTo(new VersionInfo(T3, T1));
    }

    @Test
    void aChangedConfigurationCountsAsScalingToo() {
        AppDefinition app = RunSpecVersions.stamp(old, old.withLabels(Map.of("a", "b")), T3);

        assertThat(app.versionInfo()).isEqualTo(new VersionInfo(T3, T3));
    }

    @Test
    void aRestartIsNoScaling() {
        AppDefinition app = RunSpecVersions.restart(old, T3);

        assertThat(app.version()).isEqualTo(T3);
        assertThat(app.versionInfo()).isEqualTo(new VersionInfo(T2, T3));
    }

    @Test
    void theResourcesOfTheExecutorAreNoReasonToRestart() {
        assertThat(RunSpecVersions.isUpgrade(old, old.withExecutorResources(new ExecutorResources(1, 64, 10))))
                .isFalse();
    }

    @Test
    void theOrderOfConstraintsIsNoReasonToRestart() {
        Constraint unique = new Constraint("hostname", Constraint.Operator.UNIQUE, null);
        Constraint like = new Constraint("rack", Constraint.Operator.LIKE, "r.*");

        assertThat(RunSpecVersions.isUpgrade(
                        old.withConstraints(List.of(unique, like)), old.withConstraints(List.of(like, unique))))
                .isFalse();
        assertThat(RunSpecVersions.isUpgrade(
                        old.withConstraints(List.of(unique, like)), old.withConstraints(List.of(unique))))
                .isTrue();
    }

    @Test
    void namingTheFirstPortWhichWasMeantAnywayIsNoReasonToRestart() {
        HealthCheck check =
                new HealthCheck(HealthCheck.Protocol.HTTP, "/", null, null, null, 300, 60, 20, 3, 15, false, "IPv4");

        assertThat(RunSpecVersions.isUpgrade(
                        old.withHealthChecks(List.of(check)), old.withHealthChecks(List.of(check.withPortIndex(0)))))
                .isFalse();
        assertThat(RunSpecVersions.isUpgrade(
                        old.withHealthChecks(List.of(check)), old.withHealthChecks(List.of(check.withPortIndex(1)))))
                .isTrue();
    }

    @Test
    void aChangedContainerOfAPodIsAReasonToRestart() {
        PodDefinition pod = Pods.pod("/p", 1, "a", "b");
        assertThat(RunSpecVersions.isUpgrade(pod, pod.withContainers(List.of(Pods.container("a")))))
                .isTrue();
        assertThat(RunSpecVersions.stamp(pod, Pods.pod("/p", 1, "a", "c"), T3).versionInfo())
                .isEqualTo(new VersionInfo(T3, T3));
    }

    @Test
    void howPodsAreGivenUpOrKilledIsNoReasonToRestart() {
        PodDefinition pod = Pods.pod("/p", 1, "a");
        PodDefinition next = pod.withUnreachableStrategy(null)
                .withKillSelection(KillSelection.OLDEST_FIRST)
                .withExecutorResources(new ExecutorResources(1, 64, 10))
                .withInstances(7);
        assertThat(RunSpecVersions.isUpgrade(pod, next)).isFalse();
        assertThat(RunSpecVersions.stamp(pod, next, T3).versionInfo())
                .isEqualTo(new VersionInfo(T3, pod.configVersion()));
    }

    @Test
    void anAppThatTakesThePlaceOfAPodIsAnotherConfiguration() {
        assertThat(RunSpecVersions.isUpgrade(Pods.pod("/a", 1, "c"), old)).isTrue();
    }
}
