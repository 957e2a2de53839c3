package stadion.localmesos.agent;

import static org.apache.mesos.v1.Protos.TaskState.TASK_FAILED;
import static org.apache.mesos.v1.Protos.TaskState.TASK_RUNNING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static stadion.localmesos.agent.TaskInfos.shell;

import java.nio.file.Path;
import org.apache.mesos.v1.Protos.TaskStatus;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import stadion.localmesos.agent.cgroup.ControlGroups;

/** Real limits, where this JVM may make control groups. */
class MemoryLimitTest {

    @TempDir
    Path directory;

    AgentUnderTest agent;

    @BeforeEach
    void startAgent() {
        assumeTrue(
                ControlGroups.find(Path.of("/sys/fs/cgroup")).group("probe").isPresent(),
                "control groups can't be made here");
        agent = new AgentUnderTest(directory);
    }

    @AfterEach
    void stopAgent() {
        if (agent != null) {
            agent.close();
        }
    }

    @Test
    void aTaskThatUsesMoreMemoryThanItHasFailsWithTheReason() {
        agent.launch(shell("greedy", "head -c 100000000 /dev/zero | tail -c 100000000 > /dev/null; sleep 1000"));

        var end = agent.awaitEnd("greedy");

        assertThat(end.getState()).isEqualTo(TASK_FAILED);
        assertThat(end.getReason()).isEqualTo(TaskStatus.Reason.REASON_CONTAINER_LIMITATION_MEMORY);
        assertThat(end.getMessage()).startsWith("Memory limit exceeded: Requested: 32MB Maximum Used: 3");
        assertThat(end.getLimitation().getResources(0).getName()).isEqualTo("mem");
        assertThat(Leftovers.find(directory)).isEmpty();
    }

    @Test
    void aDaemonThatHasLeftTheTasksSessionEndsWithTheTask() {
        agent.launch(shell("daemon", "setsid setsid sleep 1000 & sleep 0.2; echo up > up; sleep 1000"));
        agent.await("daemon", TASK_RUNNING);
        agent.awaitFile("daemon", "up");

        agent.kill("daemon");

        agent.awaitEnd("daemon");
        await().atMost(AgentUnderTest.LONG)
                .until(() -> Leftovers.find(directory).isEmpty());
    }
}
