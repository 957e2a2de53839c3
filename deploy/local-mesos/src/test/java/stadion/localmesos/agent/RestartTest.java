package stadion.localmesos.agent;

import static org.apache.mesos.v1.Protos.TaskState.TASK_FAILED;
import static org.apache.mesos.v1.Protos.TaskState.TASK_KILLED;
import static org.apache.mesos.v1.Protos.TaskState.TASK_RUNNING;
import static org.apache.mesos.v1.Protos.TaskState.TASK_STARTING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static stadion.localmesos.agent.TaskInfos.shell;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RestartTest extends WithAgent {

    @Test
    void aRunningTaskIsTakenOver() throws IOException {
        agent.launch(shell("stay", "echo $$ >> starts; while [ ! -e stop ]; do sleep 0.1; done; exit 5"));
        agent.await("stay", TASK_RUNNING);
        var pid = agent.awaitFile("stay", "starts");

        restart();

        assertThat(agent.recovered).hasSize(1);
        assertThat(agent.recovered.get(0).latest().getState()).isEqualTo(TASK_RUNNING);
        assertThat(agent.awaitFile("stay", "starts")).isEqualTo(pid);
        Files.writeString(agent.sandbox("stay").resolve("stop"), "");
        assertThat(agent.awaitEnd("stay").getMessage()).isEqualTo("Command exited with status 5");
        assertThat(agent.statesOf("stay")).containsExactly(TASK_FAILED);
    }

    @Test
    void aTaskThatEndsMeanwhileIsReportedWithItsStatus() {
        agent.launch(shell("away", "echo up > up; sleep 0.5; exit 9"));
        agent.awaitFile("away", "up");
        agent.await("away", TASK_RUNNING);
        agent.stop();
        await().atMost(AgentUnderTest.LONG)
                .until(() -> Leftovers.find(directory).isEmpty());

        agent = new AgentUnderTest(directory);

        assertThat(agent.awaitEnd("away").getMessage()).isEqualTo("Command exited with status 9");
    }

    @Test
    void aTaskTakenOverCanBeKilled() {
        agent.launch(shell("victim", "echo up > up; sleep 1000"));
        agent.await("victim", TASK_RUNNING);
        agent.awaitFile("victim", "up");

        restart();
        agent.kill("victim");

        assertThat(agent.awaitEnd("victim").getState()).isEqualTo(TASK_KILLED);
        assertThat(Leftovers.find(directory)).isEmpty();
    }

    @Test
    void aKillUnderWayGoesOnAfterTheRestart() {
        var task = shell("stubborn", "trap '' TERM; echo up > up; while :; do sleep 1; done");
        agent.launch(TaskInfos.withGracePeriod(task, Duration.ofSeconds(2)));
        agent.awaitFile("stubborn", "up");
        agent.await("stubborn", TASK_RUNNING);
        agent.kill("stubborn");
        await().atMost(AgentUnderTest.LONG).until(() -> killIsNoted());

        restart();

        var end = agent.awaitEnd("stubborn");
        assertThat(end.getState()).isEqualTo(TASK_KILLED);
        assertThat(end.getMessage()).isEqualTo("Command terminated with signal Killed");
    }

    @Test
    void updatesThatWereNotAcknowledgedAreSentAgainInTheirOrder() {
        agent.withoutAcknowledging();
        agent.launch(shell("waiting", "exit 4"));
        var starting = agent.await("waiting", TASK_STARTING);
        await().atMost(AgentUnderTest.LONG)
                .until(() -> Leftovers.find(directory).isEmpty());

        restart();
        assertThat(agent.updates).isEmpty();
        agent.agent.frameworkSubscribed(TaskInfos.FRAMEWORK);

        agent.awaitEnd("waiting");
        assertThat(agent.statesOf("waiting")).containsExactly(TASK_STARTING, TASK_RUNNING, TASK_FAILED);
        assertThat(agent.updatesOf("waiting").get(0)).isEqualTo(starting);
    }

    @Test
    void aTaskWhoseEndWasAcknowledgedIsForgotten() {
        agent.launch(shell("over", "true"));
        agent.awaitEnd("over");

        restart();

        assertThat(agent.recovered).isEmpty();
    }

    private boolean killIsNoted() throws IOException {
        try (var files = Files.walk(directory.resolve("meta"))) {
            return files.anyMatch(file -> file.endsWith("kill"));
        }
    }

    private void restart() {
        agent.stop();
        agent = new AgentUnderTest(directory);
    }
}
