package stadion.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.apache.mesos.v1.Protos.Resource;
import org.apache.mesos.v1.Protos.TaskState;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import stadion.scheduler.deployment.DeploymentPlan;
import stadion.scheduler.event.SchedulerEvent;
import stadion.scheduler.model.AppDefinition;
import stadion.scheduler.model.AppDefinition.HealthCheck;
import stadion.scheduler.model.AppDefinition.UpgradeStrategy;
import stadion.scheduler.model.InstanceId;
import stadion.scheduler.model.PathId;
import stadion.scheduler.model.PodDefinition;

/** The whole scheduler, with a pretended Mesos. */
class SchedulerScenarioTest {

    private static final AppDefinition APP = Apps.app("/app", 3);
    private static final PodDefinition POD = Pods.pod("/pod", 2, "a", "b");

    private static final AppDefinition DB = Apps.resident("/db", 2);

    private final SchedulerBench scheduler = new SchedulerBench();

    @AfterEach
    void stop() {
        scheduler.close();
    }

    @Test
    void anAppIsLaunchedAndItsDeploymentEnds() {
        scheduler.put(APP);
        assertThat(scheduler.view.root().app(APP.id())).isPresent();
        settle(3);
        assertThat(types())
                .containsSubsequence(
                        "deployment_info",
                        "deployment_step_success",
                        "deployment_info",
                        "instance_changed_event",
                        "status_update_event",
                        "deployment_step_success",
                        "deployment_success");
    }

    @Test
    void statusUpdatesAreAcknowledged() {
        scheduler.put(APP);
        settle(3);
        eventually().untilAsserted(() -> {
            scheduler.obey();
            assertThat(scheduler.acknowledged()).contains("update-1", "update-2", "update-3");
        });
    }

    @Test
    void aTaskThatEndsIsLaunchedAgain() {
        scheduler.put(APP.withBackoffSeconds(0));
        settle(3);
        String task = scheduler.tasks().iterator().next();
        scheduler.end(task, TaskState.TASK_FAILED);
        eventually().until(() -> scheduler.view.status(APP.id()).lastTaskFailure() != null);
        settle(3);
        assertThat(scheduler.tasks()).doesNotContain(task);
    }

    @Test
    void anUpdateReplacesAllTasks() {
        scheduler.put(APP);
        settle(3);
        Set<String> before = scheduler.tasks();
        scheduler.put(APP.withCmd("sleep 2000"));
        settle(3);
        assertThat(scheduler.tasks()).doesNotContainAnyElementsOf(before);
    }

    @Test
    void aRemovedAppLeavesNothing() {
        scheduler.put(APP);
        settle(3);
        scheduler.remove("/app");
        settle(0);
        assertThat(scheduler.view.queue()).isEmpty();
        assertThat(types()).contains("app_terminated_event");
    }

    @Test
    void anAppThatIsMadeAgainAtOnceRuns() {
        scheduler.put(APP);
        settle(3);
        scheduler.remove("/app");
        scheduler.put(APP.withInstances(2));
        settle(2);
    }

    @Test
    void tasksThatNobodyExpectsAreKilled() {
        scheduler.put(APP);
        settle(3);
        scheduler.tell("app.instance-unknown._app.1", TaskState.TASK_RUNNING);
        scheduler.tell("other.instance-unknown._app.1", TaskState.TASK_RUNNING);
        eventually().untilAsserted(() -> {
            scheduler.obey();
            assertThat(scheduler.tasks()).hasSize(3);
            assertThat(types()).contains("unknown_instance_terminated_event");
        });
    }

    @Test
    void aTaskThatFailsItsHealthChecksAloneIsKilled() {
        scheduler.put(unhealthy(1));
        eventually().until(() -> {
            scheduler.offer();
            scheduler.obey();
            return types().contains("unhealthy_instance_kill_event");
        });
        assertThat(scheduler.view.status(APP.id()).healthKillHold()).isNull();
    }

    @Test
    void whenMostTasksFailTheirHealthChecksNoneIsKilledUntilFewerDo() {
        scheduler.put(unhealthy(3));
        eventually().until(() -> {
            scheduler.offer();
            scheduler.obey();
            return scheduler.view.status(APP.id()).healthKillHold() != null;
        });
        assertThat(scheduler.view.status(APP.id()).healthKillHold().failing()).isGreaterThanOrEqualTo(2);
        scheduler.obey();
        assertThat(types()).doesNotContain("unhealthy_instance_kill_event");
        assertThat(scheduler.tasks()).hasSize(3);

        scheduler.tasks().stream().skip(1).forEach(task -> scheduler.end(task, TaskState.TASK_FAILED));
        eventually().until(() -> {
            scheduler.obey();
            return types().contains("unhealthy_instance_kill_event");
        });
        assertThat(scheduler.view.status(APP.id()).healthKillHold()).isNull();
    }

    /** An app of which each check fails, for there is no port to ask. */
    private static AppDefinition unhealthy(int instances) {
        HealthCheck check =
                new HealthCheck(HealthCheck.Protocol.HTTP, "/", null, 0, null, 0, 1, 1, 2, 15, false, "IPv4");
        return APP.withInstances(instances).withHealthChecks(List.of(check));
    }

    @Test
    void aDeploymentWithoutProgressFailsAtItsDeadline() {
        scheduler.put(limited(1, null, null).withCmd("sleep 2000"));
        eventually().untilAsserted(() -> {
            scheduler.obey();
            assertThat(failures())
                    .containsExactly(
                            "/app has made no progress for the 1 seconds of progressDeadlineSeconds: 0 of 3 instances"
                                    + " of the new version are up");
        });
        assertThat(scheduler.view.deployments()).isEmpty();
        assertThat(types()).contains("deployment_step_failure");
        settle(3);
    }

    @Test
    void aDeploymentOfWhichTooManyInstancesFailEndsAndIsTakenBack() {
        scheduler.put(APP);
        settle(3);
        AppDefinition good = scheduler.view.root().app(APP.id()).orElseThrow();
        scheduler.put(limited(null, 1, true));
        launchUntil(() -> !failures().isEmpty());
        assertThat(failures().get(0))
                .contains("instances of /app have failed, more than the 1 of maxFailedInstances")
                .endsWith("going back to the last good version");
        settle(3);
        AppDefinition now = scheduler.view.root().app(APP.id()).orElseThrow();
        assertThat(now.cmd()).isEqualTo(good.cmd());
        assertThat(now.version()).isAfter(good.version());
        assertThat(plans())
                .last()
                .satisfies(plan -> assertThat(plan.revert().reason()).contains("maxFailedInstances"));
    }

    @Test
    void anAppThatWasNeverGoodStaysAsItIs() {
        scheduler.put(limited(1, null, true).withCmd("sleep 2000"));
        eventually().untilAsserted(() -> {
            scheduler.obey();
            assertThat(failures()).hasSize(1);
        });
        assertThat(failures().get(0)).endsWith("there is no good version to go back to");
        assertThat(scheduler.view.root().app(APP.id())).isPresent();
        settle(3);
    }

    /** Wherever the process dies while a deployment fails, the last good version is what runs in the end. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4})
    void aCrashAtAnyStepOfAFailingDeploymentEndsAtTheGoodVersion(int crashAt) {
        Runnable[] steps = {
            () -> scheduler.put(APP),
            () -> settle(3),
            () -> scheduler.put(limited(null, 1, true)),
            () -> launchUntil(() -> failures().size() == 1),
            scheduler::obey
        };
        for (int i = 0; i < steps.length; i++) {
            steps[i].run();
            if (i == crashAt) {
                scheduler.crash();
            }
        }
        settle(3);
        assertThat(scheduler.view.root().app(APP.id()).orElseThrow().cmd()).isEqualTo(APP.cmd());
        assertThat(failures()).hasSize(1);
    }

    /** A new version that fails to run, with these limits. */
    private static AppDefinition limited(Integer deadline, Integer failures, Boolean revert) {
        return APP.withCmd("false")
                .withBackoffSeconds(0)
                .withUpgradeStrategy(new UpgradeStrategy(0.5, 1, deadline, failures, revert));
    }

    private void launchUntil(Callable<Boolean> done) {
        eventually().until(() -> {
            scheduler.offer();
            scheduler.obey();
            return done.call();
        });
    }

    private List<String> failures() {
        synchronized (scheduler.events) {
            return scheduler.events.stream()
                    .filter(SchedulerEvent.DeploymentFailed.class::isInstance)
                    .map(event -> ((SchedulerEvent.DeploymentFailed) event).reason())
                    .toList();
        }
    }

    private List<DeploymentPlan> plans() {
        synchronized (scheduler.events) {
            return scheduler.events.stream()
                    .filter(SchedulerEvent.DeploymentInfo.class::isInstance)
                    .map(event -> ((SchedulerEvent.DeploymentInfo) event).plan())
                    .toList();
        }
    }

    /** Wherever the process dies in the life of an app, the next one brings it to its end. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7})
    void aCrashAtAnyStepLosesAndDoublesNothing(int crashAt) {
        Runnable[] steps = {
            () -> scheduler.put(APP),
            scheduler::offer,
            scheduler::obey,
            () -> scheduler.put(APP.withCmd("sleep 2000")),
            scheduler::offer,
            scheduler::obey,
            () -> scheduler.put(APP.withCmd("sleep 2000").withInstances(2)),
            scheduler::obey
        };
        for (int i = 0; i < steps.length; i++) {
            steps[i].run();
            if (i == crashAt) {
                scheduler.crash();
            }
        }
        settle(2);
        assertThat(scheduler.view.root().app(PathId.of("/app")).orElseThrow().cmd())
                .isEqualTo("sleep 2000");
        assertThat(scheduler.view.status(APP.id()).instances()).hasSize(2);
        scheduler.assertEachEventWasToldOnce(APP.id(), 3);
    }

    @Test
    void thePodOfAFailedContainerIsLaunchedAgainAsAWhole() {
        scheduler.put(POD.withBackoffSeconds(0));
        settle(POD.id(), 2, 4);
        String failed = scheduler.tasks().iterator().next();
        String pod = failed.substring(0, failed.length() - "a.1".length());
        scheduler.end(pod + "b.1", TaskState.TASK_FAILED);
        scheduler.end(pod + "a.1", TaskState.TASK_KILLED);
        eventually().until(() -> scheduler.view.status(POD.id()).lastTaskFailure() != null);
        settle(POD.id(), 2, 4);
        assertThat(scheduler.tasks()).contains(pod + "a.2", pod + "b.2").doesNotContain(pod + "a.1", pod + "b.1");
    }

    @Test
    void aRemovedPodLeavesNothing() {
        scheduler.put(POD);
        settle(POD.id(), 2, 4);
        scheduler.remove("/pod");
        settle(POD.id(), 0, 0);
        assertThat(scheduler.view.root().pods()).isEmpty();
        assertThat(scheduler.view.podVersions(POD.id())).isEmpty();
        assertThat(types()).contains("app_terminated_event");
    }

    /** As with apps; each instance is two tasks. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7})
    void aCrashAtAnyStepLosesAndDoublesNoContainer(int crashAt) {
        PodDefinition changed = Pods.pod("/pod", 2, "a", "c");
        Runnable[] steps = {
            () -> scheduler.put(POD),
            scheduler::offer,
            scheduler::obey,
            () -> scheduler.put(changed),
            scheduler::offer,
            scheduler::obey,
            () -> scheduler.put(changed.withInstances(1)),
            scheduler::obey
        };
        for (int i = 0; i < steps.length; i++) {
            steps[i].run();
            if (i == crashAt) {
                scheduler.crash();
            }
        }
        settle(POD.id(), 1, 2);
        assertThat(scheduler.tasks()).anyMatch(task -> task.contains(".c.")).noneMatch(task -> task.contains(".b."));
        assertThat(scheduler.view.status(POD.id()).instances()).hasSize(1);
    }

    @Test
    void anInstanceWithAVolumeIsLaunchedOnItForAsLongAsItLives() {
        scheduler.put(DB.withBackoffSeconds(0));
        settle(DB.id(), 2, 2);
        Set<Resource> volumes = volumes();
        Set<InstanceId> instances =
                Set.copyOf(scheduler.view.status(DB.id()).instances().keySet());
        assertThat(volumes).hasSize(2);

        String failed = scheduler.tasks().iterator().next();
        scheduler.end(failed, TaskState.TASK_FAILED);
        eventually().until(() -> scheduler.view.status(DB.id()).lastTaskFailure() != null);
        settle(DB.id(), 2, 2);
        assertThat(scheduler.tasks()).contains(failed.replaceFirst("1$", "2"));

        scheduler.put(DB.withCmd("sleep 2000"));
        settle(DB.id(), 2, 2);
        assertThat(scheduler.view.status(DB.id()).instances().keySet()).isEqualTo(instances);
        assertThat(volumes()).isEqualTo(volumes);
        assertThat(launchedVolumes()).isEqualTo(volumes);
    }

    @Test
    void whatIsReservedIsReleasedWhenItsInstanceIsGone() {
        scheduler.put(DB);
        settle(DB.id(), 2, 2);
        scheduler.put(DB.withInstances(1));
        settle(DB.id(), 1, 1);
        awaitVolumes(1);
        scheduler.remove("/db");
        settle(DB.id(), 0, 0);
        awaitVolumes(0);
        assertThat(scheduler.reserved()).isEmpty();
    }

    /** As with apps; what is reserved is never more nor less than what its instances need. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void aCrashAtAnyStepLosesAndLeavesNoVolume(int crashAt) {
        AppDefinition changed = DB.withCmd("sleep 2000");
        Runnable[] steps = {
            () -> scheduler.put(DB),
            scheduler::offer,
            scheduler::obey,
            scheduler::offer,
            scheduler::obey,
            () -> scheduler.put(changed),
            scheduler::obey,
            scheduler::offer,
            scheduler::obey,
            () -> scheduler.put(changed.withInstances(1)),
            scheduler::obey,
            scheduler::offer,
            scheduler::obey
        };
        for (int i = 0; i < steps.length; i++) {
            steps[i].run();
            if (i == crashAt) {
                scheduler.crash();
            }
        }
        settle(DB.id(), 1, 1);
        awaitVolumes(1);
        assertThat(launchedVolumes()).containsAll(volumes());
        scheduler.remove("/db");
        settle(DB.id(), 0, 0);
        awaitVolumes(0);
    }

    /** Mesos does its part until there are so many volumes. */
    private void awaitVolumes(int count) {
        eventually().untilAsserted(() -> {
            scheduler.offer();
            scheduler.obey();
            assertThat(volumes()).hasSize(count);
            assertThat(scheduler.reserved()).hasSize(3 * count);
        });
    }

    private Set<Resource> volumes() {
        return scheduler.reserved().stream()
                .filter(resource -> resource.getDisk().hasPersistence())
                .collect(Collectors.toSet());
    }

    /** The volumes that the running tasks were given. */
    private Set<Resource> launchedVolumes() {
        return scheduler.launched().stream()
                .flatMap(task -> task.getResourcesList().stream())
                .filter(resource -> resource.getDisk().hasPersistence())
                .collect(Collectors.toSet());
    }

    private void settle(int tasks) {
        settle(APP.id(), tasks, tasks);
    }

    /** Mesos does its part until all deployments have ended, and so many instances and tasks run. */
    private void settle(PathId id, int instances, int tasks) {
        eventually().untilAsserted(() -> {
            scheduler.offer();
            scheduler.obey();
            assertThat(scheduler.view.deployments()).isEmpty();
            assertThat(scheduler.tasks()).hasSize(tasks);
            assertThat(scheduler.view.status(id).counts().running()).isEqualTo(instances);
        });
    }

    private static ConditionFactory eventually() {
        return await().atMost(Duration.ofSeconds(30)).pollInterval(Duration.ofMillis(1));
    }

    private List<String> types() {
        synchronized (scheduler.events) {
            return scheduler.events.stream().map(SchedulerEvent::eventType).toList();
        }
    }
}
