package stadion.localmesos.fake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.mesos.v1.Protos.AgentID;
import org.apache.mesos.v1.Protos.AgentInfo;
import org.apache.mesos.v1.Protos.CheckInfo;
import org.apache.mesos.v1.Protos.ContainerInfo;
import org.apache.mesos.v1.Protos.FrameworkID;
import org.apache.mesos.v1.Protos.FrameworkInfo;
import org.apache.mesos.v1.Protos.HealthCheck;
import org.apache.mesos.v1.Protos.NetworkInfo;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.Protos.TaskStatus;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import stadion.localmesos.Agent;
import stadion.localmesos.AgentFactory;
import stadion.localmesos.master.Launches;
import stadion.localmesos.master.TestFramework;

class FakeAgentsTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final AgentID AGENT = AgentID.newBuilder().setValue("s1").build();
    private static final FrameworkInfo FRAMEWORK = TestFramework.info("*")
            .setId(FrameworkID.newBuilder().setValue("f"))
            .build();

    @TempDir
    Path workDirectory;

    private final List<TaskStatus> statuses = Collections.synchronizedList(new ArrayList<>());
    private FakeAgents factory;
    private Agent agent;

    @AfterEach
    void stop() {
        agent.close();
        factory.close();
    }

    private List<Agent.RecoveredTask> start(FakeBehavior behavior) throws IOException {
        factory = new FakeAgents(behavior, workDirectory);
        agent = factory.create(new AgentFactory.Spec(
                AgentInfo.newBuilder()
                        .setId(AGENT)
                        .setHostname("localhost")
                        .addAllResources(Launches.resources("cpus:4"))
                        .build(),
                InetAddress.getLoopbackAddress(),
                workDirectory.resolve("s1")));
        return agent.start((framework, status) -> statuses.add(status));
    }

    private static FakeBehavior living(long millis, double failureRate) {
        var life = Duration.ofMillis(millis);
        return new FakeBehavior(Duration.ofMillis(7), Duration.ofMillis(1), life, life, failureRate);
    }

    private static TaskInfo.Builder task(String id) {
        return Launches.task(id, AGENT, "cpus:1");
    }

    private void launch(TaskInfo.Builder task) {
        agent.launch(FRAMEWORK, Optional.empty(), List.of(task.build()), false);
    }

    /** Waits for a status of a task, acknowledging all. */
    private TaskStatus until(String task, Predicate<TaskStatus> wanted) {
        var acknowledged = new HashSet<>();
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(5)).until(() -> {
            for (var status : List.copyOf(statuses)) {
                if (acknowledged.add(status.getUuid())) {
                    agent.acknowledge(FRAMEWORK.getId(), status.getTaskId(), status.getUuid());
                }
            }
            return of(task).stream().anyMatch(wanted);
        });
        return of(task).stream().filter(wanted).findFirst().orElseThrow();
    }

    private TaskStatus until(String task, TaskState state) {
        return until(task, status -> status.getState() == state);
    }

    private List<TaskStatus> of(String task) {
        return List.copyOf(statuses).stream()
                .filter(status -> status.getTaskId().getValue().equals(task))
                .toList();
    }

    @Test
    void aTaskStartsRunsAndFinishes() throws IOException {
        start(living(10, 0));
        launch(task("t"));
        until("t", TaskState.TASK_FINISHED);
        assertThat(of("t"))
                .extracting(TaskStatus::getState)
                .containsExactly(TaskState.TASK_STARTING, TaskState.TASK_RUNNING, TaskState.TASK_FINISHED);
        assertThat(of("t")).allSatisfy(status -> {
            assertThat(status.getAgentId()).isEqualTo(AGENT);
            assertThat(status.getExecutorId().getValue()).isEqualTo("t");
            assertThat(status.getUuid().size()).isEqualTo(16);
            assertThat(status.getSource()).isEqualTo(TaskStatus.Source.SOURCE_EXECUTOR);
        });
    }

    @Test
    void tasksFailAsOftenAsTheyShall() throws IOException {
        start(living(1, 1));
        launch(task("t"));
        assertThat(until("t", TaskState.TASK_FAILED).getMessage()).isEqualTo("Command exited with status 1");
    }

    @Test
    void aKilledTaskEndsAndTheOthersOfItsGroupToo() throws IOException {
        start(FakeBehavior.steady());
        var executor = Launches.defaultExecutor("e", FRAMEWORK.getId()).build();
        agent.launch(
                FRAMEWORK,
                Optional.of(executor),
                List.of(task("a").build(), task("b").build()),
                true);
        assertThat(until("a", TaskState.TASK_RUNNING).getExecutorId()).isEqualTo(executor.getExecutorId());
        until("b", TaskState.TASK_RUNNING);
        agent.kill(FRAMEWORK.getId(), task("a").getTaskId(), Optional.empty());
        until("a", TaskState.TASK_KILLING);
        until("a", TaskState.TASK_KILLED);
        until("b", TaskState.TASK_KILLED);
    }

    @Test
    void aTaskKilledBeforeItRunsNeverRuns() throws IOException {
        start(new FakeBehavior(Duration.ofMillis(50), Duration.ofMillis(1), null, null, 0));
        launch(task("t"));
        agent.kill(FRAMEWORK.getId(), task("t").getTaskId(), Optional.empty());
        until("t", TaskState.TASK_KILLED);
        launch(task("later"));
        until("later", TaskState.TASK_RUNNING);
        assertThat(of("t")).extracting(TaskStatus::getState).doesNotContain(TaskState.TASK_RUNNING);
    }

    @Test
    void checksSucceed() throws IOException {
        start(FakeBehavior.steady());
        launch(task("t")
                .setHealthCheck(HealthCheck.newBuilder().setType(HealthCheck.Type.TCP))
                .setCheck(CheckInfo.newBuilder().setType(CheckInfo.Type.HTTP)));
        assertThat(until("t", TaskStatus::hasHealthy).getHealthy()).isTrue();
        assertThat(until("t", status -> status.getCheckStatus().getHttp().hasStatusCode())
                        .getCheckStatus()
                        .getHttp()
                        .getStatusCode())
                .isEqualTo(200);
    }

    @Test
    void tasksInANetworkHaveAddressesOfTheirOwn() throws IOException {
        start(FakeBehavior.steady());
        var container = ContainerInfo.newBuilder()
                .setType(ContainerInfo.Type.MESOS)
                .addNetworkInfos(NetworkInfo.newBuilder().setName("net"));
        launch(task("a").setContainer(container));
        launch(task("b").setContainer(container));
        launch(task("c"));
        var first = until("a", TaskState.TASK_RUNNING).getContainerStatus().getNetworkInfos(0);
        var second = until("b", TaskState.TASK_RUNNING).getContainerStatus().getNetworkInfos(0);
        assertThat(first.getName()).isEqualTo("net");
        assertThat(first.getIpAddresses(0)).isNotEqualTo(second.getIpAddresses(0));
        assertThat(until("c", TaskState.TASK_RUNNING)
                        .getContainerStatus()
                        .getNetworkInfos(0)
                        .getIpAddresses(0)
                        .getIpAddress())
                .isEqualTo("127.0.0.1");
    }

    @Test
    void tasksAreRecoveredFromTheLogEvenIfItsEndIsTorn() throws IOException {
        start(FakeBehavior.steady());
        launch(task("runs"));
        launch(task("ended"));
        var running = until("runs", TaskState.TASK_RUNNING);
        until("ended", TaskState.TASK_RUNNING);
        agent.kill(FRAMEWORK.getId(), task("ended").getTaskId(), Optional.empty());
        until("ended", TaskState.TASK_KILLED);
        until("ended", status -> status.getState() == TaskState.TASK_KILLED);
        agent.resourcesChanged(Launches.resources("cpus:4"));
        stop();
        Files.write(workDirectory.resolve("fake-agents.log"), new byte[] {0, 0, 1}, StandardOpenOption.APPEND);
        var recovered = start(FakeBehavior.steady());
        assertThat(recovered).anySatisfy(task -> {
            assertThat(task.task().getTaskId().getValue()).isEqualTo("runs");
            assertThat(task.latest()).isEqualTo(running);
            assertThat(task.task().getResourcesList()).isEqualTo(Launches.resources("cpus:1"));
        });
        statuses.clear();
        agent.kill(FRAMEWORK.getId(), task("runs").getTaskId(), Optional.empty());
        until("runs", TaskState.TASK_KILLED);
    }

    @Test
    void aTaskThatWasStartingGoesOnAfterARestart() throws IOException {
        start(new FakeBehavior(Duration.ofHours(1), Duration.ZERO, null, null, 0));
        launch(task("t"));
        await().atMost(PATIENCE).until(() -> Files.size(workDirectory.resolve("fake-agents.log")) > 0);
        stop();
        assertThat(start(living(1, 0))).hasSize(1);
        until("t", TaskState.TASK_FINISHED);
    }

    @Test
    void theTasksOfARemovedFrameworkAreGone() throws IOException {
        start(FakeBehavior.steady());
        launch(task("t"));
        until("t", TaskState.TASK_RUNNING);
        agent.shutdownFramework(FRAMEWORK.getId());
        stop();
        assertThat(start(FakeBehavior.steady())).isEmpty();
    }

    @Test
    void nonsensicalBehaviorIsRefused() throws IOException {
        start(FakeBehavior.steady());
        var second = Duration.ofSeconds(1);
        assertThatThrownBy(() -> new FakeBehavior(second, second, null, null, 1.5))
                .hasMessage("failure rate must be between 0 and 1, not 1.5");
        assertThatThrownBy(() -> new FakeBehavior(second, second, second, Duration.ZERO, 0))
                .hasMessageContaining("ascending bounds");
        assertThatThrownBy(() -> new FakeBehavior(second.negated(), second, null, null, 0))
                .hasMessageContaining("negative");
    }
}
