package stadion.scheduler.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import stadion.scheduler.Apps;
import stadion.scheduler.app.AppEvent.Decommissioned;
import stadion.scheduler.app.AppEvent.TargetSet;
import stadion.scheduler.model.AppDefinition;
import stadion.scheduler.model.AppDefinition.KillSelection;
import stadion.scheduler.model.AppDefinition.UnreachableStrategy;
import stadion.scheduler.model.AppDefinition.UpgradeStrategy;
import stadion.scheduler.model.Condition;
import stadion.scheduler.model.Instance;
import stadion.scheduler.model.InstanceId;
import stadion.scheduler.task.TaskSettings;

class AppDecisionTest {

    private static final AppDefinition APP = Apps.app("/app", 3);
    private static final AppDefinition CHANGED = Apps.changed(APP, Apps.T0.plusSeconds(10));

    private static final AppDefinition DB = Apps.resident("/db", 2);

    private final Cluster cluster = new Cluster();

    @Test
    void aNewAppGetsAsManyInstancesAsAreWanted() {
        cluster.deploy(APP);
        assertThat(cluster.count(Condition.SCHEDULED)).isEqualTo(3);
        assertThat(cluster.isSatisfied()).isFalse();
    }

    @Test
    void aNumberThatFitsNoClusterIsScheduledInPortions() {
        cluster.deploy(APP.withInstances(Integer.MAX_VALUE));
        assertThat(cluster.count(Condition.SCHEDULED)).isEqualTo(AppDecision.MOST_SCHEDULED);
        cluster.provisionAll();
        assertThat(cluster.count(Condition.PROVISIONED)).isEqualTo(AppDecision.MOST_SCHEDULED);
        assertThat(cluster.count(Condition.SCHEDULED)).isEqualTo(AppDecision.MOST_SCHEDULED);
    }

    @Test
    void itIsSatisfiedWhenAllRun() {
        cluster.deploy(APP).runAll();
        assertThat(cluster.count(Condition.RUNNING)).isEqualTo(3);
        assertThat(cluster.isSatisfied()).isTrue();
    }

    @Test
    void withHealthChecksItIsSatisfiedOnlyWhenAllAreHealthy() {
        cluster.deploy(APP.withHealthChecks(List.of(Apps.httpCheck()))).runAll();
        assertThat(cluster.isSatisfied()).isFalse();
        cluster.with(Condition.RUNNING).forEach(i -> cluster.health.put(i.id(), Health.GOOD));
        assertThat(cluster.isSatisfied()).isTrue();
    }

    @Test
    void decidingAgainChangesNothing() {
        cluster.deploy(APP);
        int events = cluster.history.size();
        cluster.decide().decide();
        assertThat(cluster.history).hasSize(events);
    }

    @Test
    void scalingDownTakesThoseThatWaitBeforeThoseThatRun() {
        cluster.deploy(APP).runAll().deploy(APP.withInstances(5)).deploy(APP.withInstances(4));
        assertThat(cluster.count(Condition.SCHEDULED)).isEqualTo(1);
        assertThat(cluster.leaving()).isEmpty();
    }

    @Test
    void scalingDownTakesTheYoungestFirstUnlessToldOtherwise() {
        cluster.deploy(APP.withInstances(1)).runAll();
        Instance oldest = cluster.any(Condition.RUNNING);
        cluster.passes(Duration.ofMinutes(1)).deploy(APP.withInstances(2)).runAll();
        AppDefinition one = APP.withInstances(1);
        AppState before = cluster.state;
        cluster.deploy(one);
        assertThat(cluster.leaving()).doesNotContain(oldest).hasSize(1);
        cluster.state = before;
        cluster.deploy(one.withKillSelection(KillSelection.OLDEST_FIRST));
        assertThat(cluster.leaving()).extracting(Instance::id).containsExactly(oldest.id());
    }

    @Test
    void scalingDownTakesTheNamedOnesFirst() {
        cluster.deploy(APP).runAll();
        InstanceId named = cluster.any(Condition.RUNNING).id();
        cluster.happen(new TargetSet(Target.of(APP.withInstances(2), List.of(named))));
        assertThat(cluster.leaving()).extracting(Instance::id).containsExactly(named);
    }

    @Test
    void itIsNotSatisfiedWhileInstancesAreStillEnding() {
        cluster.deploy(APP).runAll().deploy(APP.withInstances(1));
        assertThat(cluster.isSatisfied()).isFalse();
        assertThat(cluster.killLeaving().isSatisfied()).isTrue();
    }

    @Test
    void aFailedInstanceIsLaunchedAgainUnderItsOwnId() {
        cluster.deploy(APP).runAll();
        Instance failed = cluster.any(Condition.RUNNING);
        cluster.status(failed, Condition.FAILED);
        assertThat(cluster.state.scheduled()).containsExactly(failed.id());
        cluster.runAll();
        assertThat(cluster.state.instances().get(failed.id()).incarnation()).isEqualTo(2);
        assertThat(cluster.state.lastTaskFailure().taskId()).isEqualTo(failed.taskId());
    }

    @Test
    void aTaskThatFinishesIsLaunchedAgainButIsNoFailure() {
        cluster.deploy(APP).runAll();
        cluster.status(cluster.any(Condition.RUNNING), Condition.FINISHED);
        assertThat(cluster.state.scheduled()).hasSize(1);
        assertThat(cluster.state.lastTaskFailure()).isNull();
    }

    @Test
    void aTaskKilledByAUserIsLaunchedAgain() {
        cluster.deploy(APP).runAll();
        Instance victim = cluster.any(Condition.RUNNING);
        cluster.killByUser(victim);
        assertThat(cluster.state.instances().get(victim.id()).killRequested()).isTrue();
        cluster.status(victim, Condition.KILLED).runAll();
        assertThat(cluster.state.instances().get(victim.id()).killRequested()).isFalse();
        assertThat(cluster.isSatisfied()).isTrue();
    }

    @Test
    void anUnreachableInstanceIsReplacedWhenItsTimeIsUp() {
        AppDefinition patient = APP.withUnreachableStrategy(new UnreachableStrategy(60, 120));
        cluster.deploy(patient).runAll();
        Instance lost = cluster.any(Condition.RUNNING);
        cluster.status(lost, Condition.UNREACHABLE).passes(Duration.ofSeconds(59));
        assertThat(cluster.state.scheduled()).isEmpty();
        cluster.passes(Duration.ofSeconds(1));
        assertThat(cluster.state.scheduled()).hasSize(1);
        assertThat(cluster.state.instances().get(lost.id()).condition()).isEqualTo(Condition.UNREACHABLE_INACTIVE);
        cluster.passes(Duration.ofSeconds(60));
        assertThat(cluster.state.instances()).doesNotContainKey(lost.id());
    }

    @Test
    void aDisabledStrategyWaitsForever() {
        cluster.deploy(APP.withUnreachableStrategy(null)).runAll();
        cluster.status(cluster.any(Condition.RUNNING), Condition.UNREACHABLE).passes(Duration.ofDays(365));
        assertThat(cluster.state.scheduled()).isEmpty();
        assertThat(cluster.count(Condition.UNREACHABLE)).isEqualTo(1);
    }

    @Test
    void whatIsOutOfContactAndNoLongerWantedHoldsNothingUpAndIsKeptUntilItIsBack() {
        cluster.deploy(APP.withInstances(1).withUnreachableStrategy(null)).runAll();
        Instance lost = cluster.any(Condition.RUNNING);
        cluster.status(lost, Condition.UNREACHABLE)
                .deploy(APP.withInstances(0).withUnreachableStrategy(null))
                .passes(Duration.ofDays(1));
        assertThat(cluster.isSatisfied()).isTrue();
        assertThat(cluster.state.instances()).containsOnlyKeys(lost.id());
        cluster.status(lost, Condition.RUNNING);
        assertThat(cluster.isSatisfied()).isFalse();
        assertThat(cluster.killLeaving().isSatisfied()).isTrue();
        assertThat(cluster.state.instances()).isEmpty();
    }

    @Test
    void whatIsOutOfContactIsForgottenWithItsApp() {
        cluster.deploy(APP.withInstances(1).withUnreachableStrategy(null)).runAll();
        cluster.status(cluster.any(Condition.RUNNING), Condition.UNREACHABLE).remove();
        assertThat(cluster.isSatisfied()).isTrue();
        assertThat(cluster.state.instances()).isEmpty();
    }

    @Test
    void aWipedInstanceIsReplacedByAnotherOneAndNeverLaunchedAgain() {
        cluster.deploy(APP).runAll();
        Instance wiped = cluster.any(Condition.RUNNING);
        cluster.happen(new Decommissioned(List.of(wiped.id()), cluster.now, true));
        assertThat(cluster.state.instances().get(wiped.id()).isWiped()).isTrue();
        assertThat(cluster.state.scheduled()).hasSize(1).doesNotContain(wiped.id());
        assertThat(cluster.killLeaving().runAll().isSatisfied()).isTrue();
        assertThat(cluster.state.instances()).hasSize(3).doesNotContainKey(wiped.id());
    }

    @Test
    void anInstanceToBeKilledAndThenNotWantedIsNotWiped() {
        cluster.deploy(APP).runAll();
        cluster.with(Condition.RUNNING).toList().forEach(cluster::killByUser);
        cluster.deploy(APP.withInstances(0));
        assertThat(cluster.leaving()).hasSize(3).noneMatch(Instance::isWiped);
    }

    @Test
    void whenALostInstanceComesBackAfterItsReplacementOneGoes() {
        cluster.deploy(APP.withUnreachableStrategy(new UnreachableStrategy(0, 600)))
                .runAll();
        Instance lost = cluster.any(Condition.RUNNING);
        cluster.status(lost, Condition.UNREACHABLE_INACTIVE).runAll();
        assertThat(cluster.count(Condition.RUNNING)).isEqualTo(3);
        cluster.status(lost, Condition.RUNNING);
        assertThat(cluster.leaving()).hasSize(1);
        assertThat(cluster.killLeaving().isSatisfied()).isTrue();
    }

    @Test
    void aRemovedAppIsSatisfiedWhenNothingIsLeft() {
        cluster.deploy(APP).runAll().remove();
        assertThat(cluster.leaving()).hasSize(3);
        assertThat(cluster.isSatisfied()).isFalse();
        assertThat(cluster.killLeaving().isSatisfied()).isTrue();
        assertThat(cluster.state.instances()).isEmpty();
    }

    @Test
    void whatOnlyWaitsIsGoneAsSoonAsTheAppIsRemoved() {
        cluster.deploy(APP).remove();
        assertThat(cluster.state.instances()).isEmpty();
    }

    @Test
    void aChangedAppIsReplacedWithinItsBounds() {
        cluster.deploy(APP).runAll().deploy(CHANGED);
        assertThat(cluster.state.old()).hasSize(3);
        assertThat(cluster.state.scheduled()).hasSize(3);
        cluster.provisionAll().status(cluster.any(Condition.PROVISIONED), Condition.RUNNING);
        assertThat(cluster.leaving()).hasSize(1);
        cluster.runAll().killLeaving();
        assertThat(cluster.isSatisfied()).isTrue();
        assertThat(cluster.state.instances()).hasSize(3);
    }

    @Test
    void anOldInstanceThatEndsDuringTheReplacementIsNotLaunchedAgain() {
        cluster.deploy(APP).runAll();
        Instance old = cluster.any(Condition.RUNNING);
        cluster.deploy(CHANGED).status(old, Condition.FAILED);
        assertThat(cluster.state.instances()).doesNotContainKey(old.id());
    }

    @Test
    void oldInstancesOfUnknownHealthAreNotKilledForIt() {
        AppDefinition checked =
                APP.withHealthChecks(List.of(Apps.httpCheck())).withUpgradeStrategy(new UpgradeStrategy(0.5, 0.5));
        cluster.deploy(checked).runAll().deploy(Apps.changed(checked, Apps.T0.plusSeconds(10)));
        assertThat(cluster.leaving()).isEmpty();
    }

    @Test
    void unhealthyOldInstancesGoFirst() {
        AppDefinition checked = APP.withHealthChecks(List.of(Apps.httpCheck()));
        cluster.deploy(checked).runAll();
        cluster.with(Condition.RUNNING).forEach(i -> cluster.health.put(i.id(), Health.GOOD));
        InstanceId sick = cluster.any(Condition.RUNNING).id();
        cluster.health.put(sick, Health.BAD);
        cluster.deploy(Apps.changed(checked, Apps.T0.plusSeconds(10)));
        assertThat(cluster.leaving()).extracting(Instance::id).containsExactly(sick);
    }

    @Test
    void anInstanceWithAVolumeFirstHasItReservedThenIsLaunchedOnIt() {
        cluster.deploy(DB).reserveAll();
        assertThat(cluster.state.scheduled()).isEmpty();
        assertThat(cluster.state.reserved()).hasSize(2);
        assertThat(cluster.isSatisfied()).isFalse();
        assertThat(cluster.runAll().isSatisfied()).isTrue();
    }

    @Test
    void aReservationThatNobodyOffersIsGivenUpForANewInstance() {
        cluster.deploy(DB.withInstances(1)).reserveAll();
        Instance reserved = cluster.any(Condition.SCHEDULED);
        cluster.passes(TaskSettings.DEFAULTS.reservationTimeout().minusSeconds(1));
        assertThat(cluster.state.reserved()).containsExactly(reserved.id());
        cluster.passes(Duration.ofSeconds(1));
        assertThat(cluster.state.instances()).doesNotContainKey(reserved.id());
        assertThat(cluster.state.scheduled()).hasSize(1);
    }

    @Test
    void anInstanceThatHasRunOnItsVolumeWaitsForItForever() {
        cluster.deploy(DB).runAll();
        Instance failed = cluster.any(Condition.RUNNING);
        cluster.status(failed, Condition.FAILED).passes(Duration.ofDays(365));
        assertThat(cluster.state.reserved()).containsExactly(failed.id());
        cluster.runAll();
        Instance again = cluster.state.instances().get(failed.id());
        assertThat(again.incarnation()).isEqualTo(2);
        assertThat(again.localVolumes()).isEqualTo(failed.localVolumes());
    }

    @Test
    void aChangedAppGoesOnWithTheSameInstancesAndVolumesWithinItsBounds() {
        cluster.deploy(DB).runAll();
        Set<InstanceId> instances = Set.copyOf(cluster.state.instances().keySet());
        cluster.deploy(Apps.changed(DB, Apps.T0.plusSeconds(10)));
        assertThat(cluster.state.stopping()).hasSize(1);
        assertThat(cluster.state.old()).hasSize(1);
        assertThat(cluster.state.scheduled()).isEmpty();
        cluster.endStopping();
        assertThat(cluster.state.reserved()).hasSize(1);
        assertThat(cluster.state.stopping()).isEmpty();
        cluster.runAll().endStopping().runAll();
        assertThat(cluster.isSatisfied()).isTrue();
        assertThat(cluster.state.instances().keySet()).isEqualTo(instances);
        assertThat(cluster.state.instances().values()).allMatch(i -> i.incarnation() == 2);
    }

    @Test
    void theOnlyInstanceWithAVolumeStopsForItsUpgrade() {
        cluster.deploy(DB.withInstances(1)).runAll();
        cluster.deploy(Apps.changed(DB.withInstances(1), Apps.T0.plusSeconds(10)));
        assertThat(cluster.state.stopping()).hasSize(1);
        assertThat(cluster.endStopping().runAll().isSatisfied()).isTrue();
    }

    @Test
    void aChangeToFewerInstancesStopsSomeAndRemovesTheOthers() {
        cluster.deploy(DB.withInstances(3)).runAll();
        cluster.deploy(Apps.changed(DB.withInstances(1), Apps.T0.plusSeconds(10)));
        for (int i = 0; i < 3; i++) {
            cluster.endStopping().killLeaving().runAll();
        }
        assertThat(cluster.isSatisfied()).isTrue();
        assertThat(cluster.state.instances().values())
                .singleElement()
                .satisfies(last -> assertThat(last.incarnation()).isEqualTo(2));
    }

    @Test
    void aChangeToMoreInstancesAddsNewOnesToThoseWithVolumes() {
        cluster.deploy(DB).runAll();
        Set<InstanceId> instances = Set.copyOf(cluster.state.instances().keySet());
        cluster.deploy(Apps.changed(DB.withInstances(3), Apps.T0.plusSeconds(10)));
        for (int i = 0; i < 3; i++) {
            cluster.endStopping().runAll();
        }
        assertThat(cluster.isSatisfied()).isTrue();
        assertThat(cluster.state.instances().keySet()).hasSize(3).containsAll(instances);
    }

    @Test
    void anInstanceOutOfContactIsUpgradedWhenItComesBack() {
        cluster.deploy(DB.withInstances(1)).runAll();
        Instance lost = cluster.any(Condition.RUNNING);
        cluster.status(lost, Condition.UNREACHABLE);
        cluster.deploy(Apps.changed(DB.withInstances(1), Apps.T0.plusSeconds(10)))
                .passes(Duration.ofDays(1));
        assertThat(cluster.state.stopping()).containsExactly(lost.id());
        assertThat(cluster.endStopping().runAll().isSatisfied()).isTrue();
        assertThat(cluster.state.instances()).containsOnlyKeys(lost.id());
    }

    @Test
    void anAppThatIsRemovedDuringItsUpgradeLeavesNothing() {
        cluster.deploy(DB).runAll().deploy(Apps.changed(DB, Apps.T0.plusSeconds(10)));
        assertThat(cluster.state.stopping()).isNotEmpty();
        cluster.remove().killLeaving();
        assertThat(cluster.isSatisfied()).isTrue();
    }

    @Test
    void anInstanceWhoseAgentIsGoneForGoodIsReplaced() {
        cluster.deploy(DB).runAll();
        Instance lost = cluster.any(Condition.RUNNING);
        cluster.goneByOperator(lost);
        assertThat(cluster.state.instances()).doesNotContainKey(lost.id());
        assertThat(cluster.state.scheduled()).hasSize(1);
    }
}
