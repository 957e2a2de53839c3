package stadion.localmesos.agent;

import static org.apache.mesos.v1.Protos.TaskState.TASK_KILLED;
import static org.apache.mesos.v1.Protos.TaskState.TASK_RUNNING;
import static org.apache.mesos.v1.Protos.TaskState.TASK_STARTING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static stadion.localmesos.agent.TaskInfos.shell;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.mesos.v1.Protos.CheckInfo;
import org.apache.mesos.v1.Protos.CommandInfo;
import org.apache.mesos.v1.Protos.HealthCheck;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.apache.mesos.v1.Protos.TaskStatus;
import org.apache.mesos.v1.Protos.TaskStatus.Reason;
import org.junit.jupiter.api.Test;

class TaskChecksTest extends WithAgent {

    @Test
    void aHealthyTaskIsReportedOnce() {
        agent.launch(healthChecked("healthy", "sleep 1000", "true"));

        await().atMost(AgentUnderTest.LONG)
                .until(() -> agent.statesOf("healthy").size() == 3);

        assertThat(agent.statesOf("healthy")).containsExactly(TASK_STARTING, TASK_RUNNING, TASK_RUNNING);
        var running = agent.updatesOf("healthy").get(1);
        var healthy = agent.updatesOf("healthy").get(2);
        assertThat(running.hasHealthy()).isFalse();
        assertThat(healthy.getHealthy()).isTrue();
        assertThat(healthy.getReason()).isEqualTo(Reason.REASON_TASK_HEALTH_CHECK_STATUS_UPDATED);
        assertThat(healthy.getContainerStatus()).isEqualTo(running.getContainerStatus());
        assertThat(healthy.getUuid()).isNotEqualTo(running.getUuid());
    }

    @Test
    void aTaskThatStaysUnhealthyIsKilled() {
        agent.launch(healthChecked("sick", "sleep 1000", "false"));

        var end = agent.awaitEnd("sick");

        assertThat(end.getState()).isEqualTo(TASK_KILLED);
        assertThat(end.getHealthy()).isFalse();
        assertThat(agent.statesOf("sick"))
                .containsExactly(TASK_STARTING, TASK_RUNNING, TASK_RUNNING, TASK_RUNNING, TASK_RUNNING, TASK_KILLED);
        assertThat(agent.updatesOf("sick").stream().skip(2))
                .allMatch(status -> status.hasHealthy() && !status.getHealthy());
    }

    @Test
    void aCheckSeesTheSandboxAndTheEnvironmentOfTheTask() {
        var task = healthChecked("seen", "sleep 1000", "pwd; echo $MESOS_SANDBOX; echo $OWN");
        agent.launch(TaskInfos.withVariable(task, "OWN", "value"));

        await().atMost(AgentUnderTest.LONG).until(() -> agent.statesOf("seen").size() == 3);

        var sandbox = realPath(agent.sandbox("seen"));
        assertThat(AgentUnderTest.read(agent.sandbox("seen").resolve("stderr")))
                .startsWith(sandbox + "\n" + sandbox + "\nvalue\n");
    }

    @Test
    void aCheckThatHangsIsKilledWithAllThatItStarted() {
        agent.launch(healthChecked("hang", "echo up > up; sleep 1000", "sleep 1000 & sleep 1000"));
        agent.awaitFile("hang", "up");

        assertThat(agent.awaitEnd("hang").getHealthy()).isFalse();
        await().atMost(AgentUnderTest.LONG)
                .until(() -> Leftovers.find(directory).isEmpty());
    }

    @Test
    void aChangedResultOfACheckIsReported() {
        var check = CheckInfo.newBuilder()
                .setType(CheckInfo.Type.COMMAND)
                .setCommand(CheckInfo.Command.newBuilder()
                        .setCommand(CommandInfo.newBuilder().setValue("test ! -f gone || exit 3")))
                .setDelaySeconds(0)
                .setIntervalSeconds(0.1)
                .setTimeoutSeconds(20);
        agent.launch(shell("check", "sleep 1000").toBuilder().setCheck(check).build());
        await().atMost(AgentUnderTest.LONG).until(() -> agent.statesOf("check").size() == 3);
        write(agent.sandbox("check").resolve("gone"));
        await().atMost(AgentUnderTest.LONG).until(() -> agent.statesOf("check").size() == 4);

        var results = agent.updatesOf("check").stream()
                .map(TaskStatus::getCheckStatus)
                .toList();
        assertThat(results.get(0).getCommand().hasExitCode()).isFalse();
        assertThat(results.get(1).getCommand().hasExitCode()).isFalse();
        assertThat(results.get(2).getCommand().getExitCode()).isZero();
        assertThat(results.get(3).getCommand().getExitCode()).isEqualTo(3);
        assertThat(agent.updatesOf("check").get(3).getReason()).isEqualTo(Reason.REASON_TASK_CHECK_STATUS_UPDATED);
    }

    @Test
    void healthChecksGoOnAfterARestart() {
        agent.launch(healthChecked("again", "sleep 1000", "test ! -f sick"));
        await().atMost(AgentUnderTest.LONG).until(() -> agent.statesOf("again").size() == 3);

        agent.stop();
        agent = new AgentUnderTest(directory);
        write(agent.sandbox("again").resolve("sick"));

        assertThat(agent.awaitEnd("again").getState()).isEqualTo(TASK_KILLED);
        assertThat(agent.updatesOf("again").stream().map(TaskStatus::getHealthy))
                .containsOnly(false);
    }

    private static TaskInfo healthChecked(String id, String command, String check) {
        return shell(id, command).toBuilder()
                .setHealthCheck(HealthCheck.newBuilder()
                        .setType(HealthCheck.Type.COMMAND)
                        .setCommand(CommandInfo.newBuilder().setValue(check))
                        .setDelaySeconds(0)
                        .setIntervalSeconds(0.1)
                        .setTimeoutSeconds(check.contains("sleep") ? 0.3 : 20)
                        .setGracePeriodSeconds(0)
                        .setConsecutiveFailures(3))
                .build();
    }

    private static void write(Path file) {
        try {
            Files.writeString(file, "");
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static Path realPath(Path path) {
        try {
            return path.toRealPath();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
