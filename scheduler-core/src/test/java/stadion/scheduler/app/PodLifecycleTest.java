package stadion.scheduler.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import stadion.scheduler.Apps;
import stadion.scheduler.Pods;
import stadion.scheduler.event.SchedulerEvent;
import stadion.scheduler.model.AppDefinition.Check;
import stadion.scheduler.model.Condition;
import stadion.scheduler.model.Instance;
import stadion.scheduler.model.Instance.ContainerState;
import stadion.scheduler.model.InstanceId;
import stadion.scheduler.model.PodDefinition;
import stadion.scheduler.model.PodDefinition.Endpoint;
import stadion.scheduler.model.PodDefinition.PodContainer;
import stadion.scheduler.model.PodDefinition.PodHealthCheck;
import stadion.scheduler.model.PodDefinition.Probe;

class PodLifecycleTest {

    private static final PodDefinition POD = Pods.pod("/pod", 1, "a", "b");

    private final Cluster cluster = new Cluster();

    @ParameterizedTest
    @CsvSource({
        "RUNNING, STARTING, STARTING",
        "RUNNING, STAGING, STAGING",
        "RUNNING, RUNNING, RUNNING",
        "STAGING, STARTING, STARTING",
        "RUNNING, KILLING, KILLING",
        "RUNNING, FINISHED, RUNNING",
        "RUNNING, KILLED, RUNNING",
        "RUNNING, FAILED, FAILED",
        "RUNNING, ERROR, ERROR",
        "RUNNING, GONE, GONE",
        "RUNNING, UNREACHABLE, UNREACHABLE",
        "STARTING, UNREACHABLE, UNREACHABLE",
        "KILLING, FAILED, FAILED",
        "UNREACHABLE, FAILED, UNREACHABLE"
    })
    void theMostSevereConditionOfAContainerIsThatOfTheInstance(Condition a, Condition b, Condition instance) {
        launched(POD.withUnreachableStrategy(null));
        tell("a", a).tell("b", b);
        assertThat(only().condition()).isEqualTo(instance);
    }

    @Test
    void aContainerThatWasNotHeardOfYetIsProvisioned() {
        launched(POD);
        tell("a", Condition.RUNNING);
        assertThat(only().condition()).isEqualTo(Condition.PROVISIONED);
        assertThat(only().containers())
                .extracting(ContainerState::condition)
                .containsExactly(Condition.RUNNING, Condition.PROVISIONED);
        assertThat(cluster.isSatisfied()).isFalse();
    }

    @Test
    void aFailedPodWaitsUntilAllItsContainersHaveEndedAndIsThenLaunchedAgain() {
        launched(POD);
        tell("a", Condition.RUNNING).tell("b", Condition.RUNNING);
        InstanceId id = only().id();
        tell("b", Condition.FAILED);
        assertThat(only().hasTask()).isTrue();
        assertThat(only().taskIds()).containsExactly(id + ".a.1");
        assertThat(cluster.state.scheduled()).isEmpty();
        tell("a", Condition.KILLED);
        assertThat(only().condition()).isEqualTo(Condition.SCHEDULED);
        assertThat(only().ended()).isEqualTo(Condition.FAILED);
        assertThat(only().containers())
                .extracting(ContainerState::condition)
                .containsExactly(Condition.KILLED, Condition.FAILED);
        assertThat(cluster.state.lastTaskFailure().taskId()).isEqualTo(id + ".b.1");
        cluster.provisionAll();
        assertThat(only().taskIds()).containsExactly(id + ".a.2", id + ".b.2");
    }

    @Test
    void aScaledDownPodLeavesWhenItsLastContainerHasEnded() {
        launched(POD);
        tell("a", Condition.RUNNING).tell("b", Condition.RUNNING);
        cluster.deploy(POD.withInstances(0));
        Instance leaving = cluster.leaving().get(0);
        cluster.status(leaving, "a", Condition.KILLED, null);
        assertThat(cluster.state.instances()).hasSize(1);
        cluster.status(leaving, "b", Condition.KILLED, null);
        assertThat(cluster.state.instances()).isEmpty();
        assertThat(cluster.isSatisfied()).isTrue();
    }

    @Test
    void aPodIsHealthyWhenAllItsCheckedContainersAre() {
        launched(POD.withContainers(List.of(checked("a"), checked("b"), Pods.container("c"))));
        List.of("a", "b", "c").forEach(name -> tell(name, Condition.RUNNING));
        assertThat(only().healthy()).isNull();
        cluster.status(only(), "a", Condition.RUNNING, true);
        assertThat(only().healthy()).isNull();
        assertThat(cluster.isSatisfied()).isFalse();
        cluster.status(only(), "b", Condition.RUNNING, true);
        assertThat(only().healthy()).isTrue();
        assertThat(cluster.isSatisfied()).isTrue();
        cluster.status(only(), "a", Condition.RUNNING, false);
        assertThat(only().healthy()).isFalse();
    }

    @Test
    void onLosingContactForTooLongAPodIsReplaced() {
        launched(POD);
        tell("a", Condition.RUNNING).tell("b", Condition.RUNNING);
        Instance lost = only();
        cluster.status(lost, "a", Condition.UNREACHABLE, null).status(lost, "b", Condition.UNREACHABLE, null);
        assertThat(cluster.count(Condition.SCHEDULED)).isEqualTo(1);
        assertThat(cluster.state.instances()).doesNotContainKey(lost.id());
    }

    @Test
    void hostPortsBelongToTheContainersOfTheirEndpoints() {
        Endpoint open = new Endpoint("e", null, 0, List.of("tcp"), Map.of(), List.of());
        PodContainer two = with(Pods.container("a"), open, open);
        PodDefinition pod =
                POD.withContainers(List.of(two, with(Pods.container("b")), with(Pods.container("c"), open)));
        assertThat(PodLifecycle.launched(pod, Arrays.asList(31000, null, 31002), Apps.T0))
                .extracting(ContainerState::hostPorts)
                .containsExactly(Arrays.asList(31000, null), List.of(), List.of(31002));
        assertThat(PodLifecycle.launched(Apps.app("/app", 1), List.of(31000), Apps.T0))
                .isEmpty();
    }

    @Test
    void theInstanceIsTalkedOfOnlyWhenItsConditionChanges() {
        launched(POD);
        List<String> news = new ArrayList<>();
        for (AppEvent event : new AppEvent[] {
            change("a", Condition.STARTING),
            change("b", Condition.STARTING),
            change("a", Condition.RUNNING),
            change("b", Condition.RUNNING),
            change("b", Condition.FAILED),
            change("a", Condition.KILLED)
        }) {
            AppState before = cluster.state;
            cluster.happen(event);
            AppNews.of(before, event, AppEvents.apply(before, event), cluster.now)
                    .forEach(told -> news.add(text(told)));
        }
        assertThat(news)
                .containsExactly(
                        "a TASK_STARTING",
                        "Starting",
                        "b TASK_STARTING",
                        "a TASK_RUNNING",
                        "b TASK_RUNNING",
                        "Running",
                        "b TASK_FAILED",
                        "Failed",
                        "a TASK_KILLED");
    }

    private static String text(SchedulerEvent event) {
        if (event instanceof SchedulerEvent.StatusUpdate update) {
            String[] task = update.taskId().split("\\.");
            return task[task.length - 2] + " " + update.taskStatus();
        }
        return ((SchedulerEvent.InstanceChanged) event).condition();
    }

    private AppEvent change(String container, Condition condition) {
        return new AppEvent.StatusesChanged(List.of(new AppEvent.StatusChange(
                only().id(),
                container,
                1,
                condition,
                condition.taskState(),
                null,
                "",
                "agent-1",
                List.of(),
                null,
                false,
                cluster.now,
                null,
                null)));
    }

    private void launched(PodDefinition pod) {
        cluster.deploy(pod).provisionAll();
    }

    private PodLifecycleTest tell(String container, Condition condition) {
        cluster.status(only(), container, condition, null);
        return this;
    }

    private Instance only() {
        assertThat(cluster.state.instances()).hasSize(1);
        return cluster.state.instances().values().iterator().next();
    }

    private static PodContainer checked(String name) {
        PodContainer c = Pods.container(name);
        Probe probe = new Probe(null, null, new Check.Exec("true", List.of()));
        return new PodContainer(
                c.name(),
                c.exec(),
                c.resources(),
                null,
                c.endpoints(),
                null,
                c.env(),
                null,
                new PodHealthCheck(probe, 300, 60, 3, 20, 15),
                null,
                c.volumeMounts(),
                c.artifacts(),
                c.labels(),
                null,
                null,
                null);
    }

    private static PodContainer with(PodContainer c, Endpoint... endpoints) {
        return new PodContainer(
                c.name(),
                c.exec(),
                c.resources(),
                null,
                List.of(endpoints),
                null,
                c.env(),
                null,
                null,
                null,
                c.volumeMounts(),
                c.artifacts(),
                c.labels(),
                null,
                null,
                null);
    }
}
