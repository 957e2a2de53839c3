package stadion.localmesos.agent;

import static org.apache.mesos.v1.Protos.TaskState.TASK_FAILED;
import static org.apache.mesos.v1.Protos.TaskState.TASK_FINISHED;
import static org.apache.mesos.v1.Protos.TaskState.TASK_KILLED;
import static org.apache.mesos.v1.Protos.TaskState.TASK_RUNNING;
import static org.apache.mesos.v1.Protos.TaskState.TASK_STARTING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;
import static stadion.localmesos.agent.TaskInfos.shell;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.mesos.v1.Protos.CommandInfo;
import org.apache.mesos.v1.Protos.ContainerInfo;
import org.apache.mesos.v1.Protos.ExecutorID;
import org.apache.mesos.v1.Protos.ExecutorInfo;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.apache.mesos.v1.Protos.TaskStatus;
import org.apache.mesos.v1.Protos.Volume;
import org.junit.jupiter.api.Test;

class TaskGroupTest extends WithAgent {

    private static final ExecutorInfo EXECUTOR = ExecutorInfo.newBuilder()
            .setType(ExecutorInfo.Type.DEFAULT)
            .setExecutorId(ExecutorID.newBuilder().setValue("pod"))
            .setFrameworkId(TaskInfos.FRAMEWORK_ID)
            .build();

    @Test
    void eachTaskHasASandboxWithinThatOfTheExecutor() {
        launch(shell("c1", "pwd; env"), shell("c2", "pwd"));

        agent.awaitEnd("c1");
        agent.awaitEnd("c2");

        var executor = agent.sandbox("pod");
        assertThat(AgentUnderTest.read(executor.resolve("tasks/c1/stdout")))
                .startsWith(executor.toAbsolutePath().getParent().toString())
                .contains("/tasks/c1\n")
                .contains("\nMESOS_EXECUTOR_ID=pod\n")
                .contains("\nMESOS_TASK_ID=c1\n")
                .contains("\nMESOS_CONTAINER_IP=127.0.0.1\n")
                .doesNotContain("MESOS_DIRECTORY");
        assertThat(AgentUnderTest.read(executor.resolve("tasks/c2/stdout"))).endsWith("/tasks/c2\n");
    }

    @Test
    void containersOfTheTasksAreNestedInThatOfTheExecutor() {
        launch(shell("c1", "sleep 1000"), shell("c2", "sleep 1000"));

        var one = agent.await("c1", TASK_RUNNING).getContainerStatus().getContainerId();
        var two = agent.await("c2", TASK_RUNNING).getContainerStatus().getContainerId();

        assertThat(one.getParent()).isEqualTo(two.getParent());
        assertThat(one.getValue()).isNotEqualTo(two.getValue());
        assertThat(agent.await("c1", TASK_RUNNING).getExecutorId().getValue()).isEqualTo("pod");
    }

    @Test
    void allTasksAreStartingBeforeAnyRuns() {
        launch(shell("c1", "sleep 1000"), shell("c2", "sleep 1000"), shell("c3", "sleep 1000"));
        for (var task : List.of("c1", "c2", "c3")) {
            agent.await(task, TASK_RUNNING);
        }

        assertThat(agent.updates)
                .extracting(status -> status.getTaskId().getValue(), TaskStatus::getState)
                .startsWith(tuple("c1", TASK_STARTING), tuple("c2", TASK_STARTING), tuple("c3", TASK_STARTING));
    }

    @Test
    void aTaskThatFailsTakesItsGroupWithIt() {
        launch(shell("c1", "sleep 1000"), shell("c2", "sleep 0.2; exit 4"));

        assertThat(agent.awaitEnd("c1").getState()).isEqualTo(TASK_KILLED);
        assertThat(agent.awaitEnd("c1").getMessage()).isEqualTo("Command terminated with signal Terminated");
        assertThat(agent.awaitEnd("c2").getState()).isEqualTo(TASK_FAILED);
        assertThat(agent.awaitEnd("c2").getMessage()).isEqualTo("Command exited with status 4");
        assertThat(agent.statesOf("c1")).containsExactly(TASK_STARTING, TASK_RUNNING, TASK_KILLED);
    }

    @Test
    void killingOneTaskKillsItsGroup() {
        launch(shell("c1", "sleep 1000"), shell("c2", "sleep 1000"));
        agent.await("c1", TASK_RUNNING);
        agent.await("c2", TASK_RUNNING);

        agent.kill("c2");

        assertThat(agent.awaitEnd("c1").getState()).isEqualTo(TASK_KILLED);
        assertThat(agent.awaitEnd("c2").getState()).isEqualTo(TASK_KILLED);
        assertThat(Leftovers.find(directory)).isEmpty();
    }

    @Test
    void aTaskThatFinishesLeavesItsGroupAlone() {
        launch(shell("c1", "sleep 1000"), shell("c2", "true"));

        assertThat(agent.awaitEnd("c2").getState()).isEqualTo(TASK_FINISHED);
        await().during(Duration.ofMillis(500))
                .until(() -> agent.statesOf("c1").stream().noneMatch(TASK_KILLED::equals));
    }

    @Test
    void aFetchThatFailsKeepsTheGroupFromRunning() {
        var uri = CommandInfo.URI.newBuilder().setValue("file:///no/such/file");
        var broken =
                TaskInfos.task("c2", CommandInfo.newBuilder().setValue("true").addUris(uri));

        launch(shell("c1", "sleep 1000"), broken);

        assertThat(agent.awaitEnd("c2").getState()).isEqualTo(TASK_FAILED);
        assertThat(agent.awaitEnd("c1").getState()).isEqualTo(TASK_KILLED);
    }

    @Test
    void tasksShareVolumesInTheExecutorsSandbox() {
        launch(
                sharing(shell("c1", "echo hello > mine/f.part; mv mine/f.part mine/f; sleep 1000"), "mine"),
                sharing(shell("c2", "while [ ! -e theirs/f ]; do sleep 0.05; done; cat theirs/f"), "theirs"));

        agent.awaitEnd("c2");

        assertThat(AgentUnderTest.read(agent.sandbox("pod").resolve("tasks/c2/stdout")))
                .isEqualTo("hello\n");
    }

    @Test
    void aGroupIsTakenOverByTheNextAgentAndSharesItsFateThen() {
        launch(shell("c1", "sleep 1000"), shell("c2", "sleep 1000"));
        agent.await("c1", TASK_RUNNING);
        agent.await("c2", TASK_RUNNING);

        agent.stop();
        agent = new AgentUnderTest(directory);
        assertThat(agent.recovered).hasSize(2).allMatch(task -> task.executor().isPresent());
        agent.kill("c1");

        assertThat(agent.awaitEnd("c1").getState()).isEqualTo(TASK_KILLED);
        assertThat(agent.awaitEnd("c2").getState()).isEqualTo(TASK_KILLED);
    }

    private void launch(TaskInfo... tasks) {
        agent.agent.launch(TaskInfos.FRAMEWORK, Optional.of(EXECUTOR), List.of(tasks), true);
    }

    private static TaskInfo sharing(TaskInfo task, String containerPath) {
        var source = Volume.Source.newBuilder()
                .setType(Volume.Source.Type.SANDBOX_PATH)
                .setSandboxPath(Volume.Source.SandboxPath.newBuilder()
                        .setType(Volume.Source.SandboxPath.Type.PARENT)
                        .setPath("volumes/shared"));
        return task.toBuilder()
                .setContainer(ContainerInfo.newBuilder()
                        .setType(ContainerInfo.Type.MESOS)
                        .addVolumes(Volume.newBuilder()
                                .setContainerPath(containerPath)
                                .setMode(Volume.Mode.RW)
                                .setSource(source)))
                .build();
    }
}
