package stadion.localmesos.agent;

import static org.apache.mesos.v1.Protos.TaskState.TASK_FAILED;
import static org.apache.mesos.v1.Protos.TaskState.TASK_FINISHED;
import static org.apache.mesos.v1.Protos.TaskState.TASK_KILLED;
import static org.apache.mesos.v1.Protos.TaskState.TASK_KILLING;
import static org.apache.mesos.v1.Protos.TaskState.TASK_RUNNING;
import static org.apache.mesos.v1.Protos.TaskState.TASK_STARTING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static stadion.localmesos.agent.TaskInfos.program;
import static stadion.localmesos.agent.TaskInfos.shell;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.mesos.v1.Protos.CommandInfo;
import org.apache.mesos.v1.Protos.DurationInfo;
import org.apache.mesos.v1.Protos.TaskStatus.Reason;
import org.apache.mesos.v1.Protos.TaskStatus.Source;
import org.junit.jupiter.api.Test;

class ProcessAgentTest extends WithAgent {

    @Test
    void aCommandThatEndsWithStatusZeroIsStartingRunningAndFinished() {
        agent.launch(shell("ok", "echo out; echo err >&2"));

        var end = agent.awaitEnd("ok");

        assertThat(agent.statesOf("ok")).containsExactly(TASK_STARTING, TASK_RUNNING, TASK_FINISHED);
        assertThat(end.getMessage()).isEqualTo("Command exited with status 0");
        assertThat(AgentUnderTest.read(agent.sandbox("ok").resolve("stdout"))).isEqualTo("out\n");
        assertThat(AgentUnderTest.read(agent.sandbox("ok").resolve("stderr"))).isEqualTo("err\n");
    }

    @Test
    void updatesLookLikeThoseOfTheCommandExecutor() {
        agent.launch(shell("look", "sleep 1000"));

        var running = agent.await("look", TASK_RUNNING);

        assertThat(running.getSource()).isEqualTo(Source.SOURCE_EXECUTOR);
        assertThat(running.hasReason()).isFalse();
        assertThat(running.hasMessage()).isFalse();
        assertThat(running.getUuid().size()).isEqualTo(16);
        assertThat(running.getAgentId()).isEqualTo(TaskInfos.AGENT);
        assertThat(running.getExecutorId().getValue()).isEqualTo("look");
        assertThat(running.getTimestamp()).isPositive();
        var container = running.getContainerStatus();
        assertThat(container.getContainerId().getValue()).isNotEmpty();
        assertThat(container.getNetworkInfos(0).getIpAddresses(0).getIpAddress())
                .isEqualTo("127.0.0.1");
        assertThat(ProcessHandle.of(container.getExecutorPid())).isPresent();
    }

    @Test
    void aCommandThatEndsWithAnotherStatusHasFailed() {
        agent.launch(shell("bad", "exit 3"));

        var end = agent.awaitEnd("bad");

        assertThat(end.getState()).isEqualTo(TASK_FAILED);
        assertThat(end.getMessage()).isEqualTo("Command exited with status 3");
        assertThat(end.hasReason()).isFalse();
    }

    @Test
    void aStatusAbove128IsNotTakenForASignal() {
        agent.launch(shell("exit137", "exit 137"));

        assertThat(agent.awaitEnd("exit137").getMessage()).isEqualTo("Command exited with status 137");
    }

    @Test
    void aCommandKilledFromOutsideHasFailedWithTheSignal() {
        agent.launch(program("outside", "/bin/sh", "-c", "echo $$ > pid; exec sleep 1000"));
        var pid = Long.parseLong(agent.awaitFile("outside", "pid").strip());

        ProcessHandle.of(pid).orElseThrow().destroyForcibly();

        var end = agent.awaitEnd("outside");
        assertThat(end.getState()).isEqualTo(TASK_FAILED);
        assertThat(end.getMessage()).isEqualTo("Command terminated with signal Killed");
    }

    @Test
    void nothingIsLeftWhenTheSupervisingScriptIsKilled() {
        agent.launch(shell("orphan", "sleep 1000; echo never"));
        var script = agent.await("orphan", TASK_RUNNING).getContainerStatus().getExecutorPid();
        await().atMost(AgentUnderTest.LONG)
                .until(() -> Leftovers.find(directory).size() >= 2);

        ProcessHandle.of(script).orElseThrow().destroyForcibly();

        assertThat(agent.awaitEnd("orphan").getMessage()).isEqualTo("Command terminated with signal Killed");
        await().atMost(AgentUnderTest.LONG)
                .until(() -> Leftovers.find(directory).isEmpty());
    }

    @Test
    void aShellReportsThatACommandWasNotFound() {
        agent.launch(shell("cnf", "no-such-command-xyz"));

        assertThat(agent.awaitEnd("cnf").getMessage()).isEqualTo("Command exited with status 127");
    }

    @Test
    void aProgramThatDoesNotExistEndsWithStatusOneAndSaysWhy() {
        agent.launch(program("anf", "/no/such/program", "x"));

        assertThat(agent.awaitEnd("anf").getMessage()).isEqualTo("Command exited with status 1");
        assertThat(AgentUnderTest.read(agent.sandbox("anf").resolve("stderr")))
                .isEqualTo("Failed to execute command '/no/such/program': not found or not executable\n");
    }

    @Test
    void argumentsWithoutAProgramAreRefusedAsByTheDefaultExecutor() {
        agent.launch(TaskInfos.task(
                "novalue", CommandInfo.newBuilder().setShell(false).addArguments("/bin/sleep")));

        assertThat(agent.awaitEnd("novalue").getMessage()).isEqualTo("Command exited with status 1");
        assertThat(AgentUnderTest.read(agent.sandbox("novalue").resolve("stderr")))
                .isEqualTo("Executable path is not specified\n");
    }

    @Test
    void argumentsReachTheProgramUnchanged() {
        agent.launch(program("args", "/usr/bin/printf", "[%s]", "a b", "'q'", "$HOME", "\n", "ünïcode", ""));

        agent.awaitEnd("args");

        assertThat(AgentUnderTest.read(agent.sandbox("args").resolve("stdout")))
                .isEqualTo("[a b]['q'][$HOME][\n][ünïcode][]");
    }

    @Test
    void theFirstArgumentIsTheNameThatTheProgramSees() {
        agent.launch(TaskInfos.task(
                "argv0",
                CommandInfo.newBuilder()
                        .setShell(false)
                        .setValue("/bin/sh")
                        .addArguments("other-name")
                        .addArguments("-c")
                        .addArguments("echo $0")));

        agent.awaitEnd("argv0");

        assertThat(AgentUnderTest.read(agent.sandbox("argv0").resolve("stdout")))
                .isEqualTo("other-name\n");
    }

    @Test
    void theProcessSeesTheEnvironmentOfTheCommandExecutorAndNothingElse() {
        var task = program("env", "/usr/bin/env", "-0");
        task = TaskInfos.withVariable(task, "PORT_HTTP-API", "31000");
        task = TaskInfos.withVariable(task, "UID", "own");
        task = TaskInfos.withVariable(task, "LINES", "a\nb");
        task = TaskInfos.withGracePeriod(task, Duration.ofSeconds(4));
        agent.launch(task);

        agent.awaitEnd("env");

        var sandbox = realPath(agent.sandbox("env")).toString();
        var expected = new java.util.TreeMap<>(Map.of(
                "PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
                "LIBPROCESS_IP", "127.0.0.1",
                "LIBPROCESS_PORT", "0",
                "MESOS_AGENT_ENDPOINT", "127.0.0.1:" + agent.agent.info().getPort(),
                "MESOS_ALLOCATION_ROLE", "*",
                "MESOS_CHECKPOINT", "1",
                "MESOS_DIRECTORY", sandbox,
                "MESOS_SANDBOX", sandbox,
                "MESOS_EXECUTOR_ID", "env",
                "MESOS_TASK_ID", "env"));
        expected.putAll(Map.of(
                "MESOS_EXECUTOR_SHUTDOWN_GRACE_PERIOD", "6secs",
                "MESOS_FRAMEWORK_ID", "test-0000",
                "MESOS_HTTP_COMMAND_EXECUTOR", "0",
                "MESOS_RECOVERY_TIMEOUT", "15mins",
                "MESOS_SUBSCRIPTION_BACKOFF_MAX", "2secs",
                "MESOS_SLAVE_ID", "test-S0",
                "MESOS_SLAVE_PID", "slave(1)@127.0.0.1:" + agent.agent.info().getPort(),
                "PORT_HTTP-API", "31000",
                "UID", "own",
                "LINES", "a\nb"));
        assertThat(environment(AgentUnderTest.read(agent.sandbox("env").resolve("stdout"))))
                .containsExactlyInAnyOrderEntriesOf(expected);
    }

    @Test
    void aTasksOwnVariablesWin() {
        agent.launch(TaskInfos.withVariable(shell("own", "echo $MESOS_SANDBOX $PATH"), "MESOS_SANDBOX", "mine"));

        agent.awaitEnd("own");

        assertThat(AgentUnderTest.read(agent.sandbox("own").resolve("stdout")))
                .isEqualTo("mine /usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin\n");
    }

    @Test
    void secretsAreNotVisibleToOtherUsers() throws Exception {
        agent.launch(TaskInfos.withVariable(shell("secret", "sleep 1000"), "PASSWORD", "s3cr3t"));
        agent.await("secret", TASK_RUNNING);

        try (var files = Files.walk(directory.resolve("meta"))) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                if (new String(Files.readAllBytes(file), java.nio.charset.StandardCharsets.ISO_8859_1)
                        .contains("s3cr3t")) {
                    assertThat(Files.getPosixFilePermissions(file).toString())
                            .as("%s", file)
                            .doesNotContain("GROUP")
                            .doesNotContain("OTHERS");
                }
            }
        }
        for (var pid : Leftovers.find(directory)) {
            assertThat(ProcessHandle.of(pid)
                            .flatMap(p -> p.info().commandLine())
                            .orElse(""))
                    .doesNotContain("s3cr3t");
        }
    }

    @Test
    void eachProcessLeadsAGroupAndASessionOfItsOwn() {
        agent.launch(shell("session", "cut -d' ' -f5,6 /proc/self/stat"));

        agent.awaitEnd("session");

        var ids = AgentUnderTest.read(agent.sandbox("session").resolve("stdout"))
                .strip()
                .split(" ");
        var script = agent.await("session", TASK_RUNNING).getContainerStatus().getExecutorPid();
        assertThat(ids).containsExactly(Integer.toString(script), Integer.toString(script));
    }

    @Test
    void aKillEndsTheWholeProcessGroup() {
        agent.launch(shell("tree", "sleep 1000 & (sleep 1000; true) & echo up > up; wait"));
        agent.awaitFile("tree", "up");

        agent.kill("tree");

        var end = agent.awaitEnd("tree");
        assertThat(end.getState()).isEqualTo(TASK_KILLED);
        assertThat(end.getMessage()).isEqualTo("Command terminated with signal Terminated");
        assertThat(Leftovers.find(directory)).isEmpty();
    }

    @Test
    void processesInOtherGroupsOfTheSessionAreKilledToo() {
        agent.launch(shell("groups", "bash -m -c 'sleep 1000 & echo up > up; wait'"));
        agent.awaitFile("groups", "up");

        agent.kill("groups");

        agent.awaitEnd("groups");
        await().atMost(AgentUnderTest.LONG)
                .until(() -> Leftovers.find(directory).isEmpty());
    }

    @Test
    void whatATaskLeavesBehindEndsWithIt() {
        agent.launch(shell("left", "sleep 1000 & exit 0"));

        assertThat(agent.awaitEnd("left").getState()).isEqualTo(TASK_FINISHED);
        await().atMost(AgentUnderTest.LONG)
                .until(() -> Leftovers.find(directory).isEmpty());
    }

    @Test
    void aTaskThatIgnoresSigtermIsKilledAfterItsGracePeriod() {
        var task = shell("stubborn", "trap '' TERM; echo up > up; while :; do sleep 1; done");
        agent.launch(TaskInfos.withGracePeriod(task, Duration.ofSeconds(2)));
        agent.awaitFile("stubborn", "up");
        var asked = Instant.now();

        agent.kill("stubborn");

        var end = agent.awaitEnd("stubborn");
        assertThat(end.getState()).isEqualTo(TASK_KILLED);
        assertThat(end.getMessage()).isEqualTo("Command terminated with signal Killed");
        assertThat(Duration.between(asked, Instant.now())).isGreaterThanOrEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void aLaterKillCanShortenTheGracePeriod() {
        agent.launch(shell("shorter", "trap '' TERM; echo up > up; while :; do sleep 1; done"));
        agent.awaitFile("shorter", "up");

        agent.agent.kill(TaskInfos.FRAMEWORK_ID, TaskInfos.taskId("shorter"), Optional.of(Duration.ofHours(1)));
        agent.agent.kill(TaskInfos.FRAMEWORK_ID, TaskInfos.taskId("shorter"), Optional.of(Duration.ZERO));

        assertThat(agent.awaitEnd("shorter").getMessage()).isEqualTo("Command terminated with signal Killed");
    }

    @Test
    void aTaskThatEndsWellAfterSigtermIsKilledWithItsStatus() {
        agent.launch(
                TaskInfos.FRAMEWORK_WITH_KILLING,
                shell("graceful", "trap 'exit 0' TERM; echo up > up; while :; do sleep 0.1; done"));
        agent.awaitFile("graceful", "up");

        agent.kill("graceful");

        assertThat(agent.awaitEnd("graceful").getMessage()).isEqualTo("Command exited with status 0");
        assertThat(agent.statesOf("graceful")).containsExactly(TASK_STARTING, TASK_RUNNING, TASK_KILLING, TASK_KILLED);
    }

    @Test
    void aKillRightAfterTheLaunchIsNotLost() {
        for (var i = 0; i < 20; i++) {
            var task = "quick-" + i;
            agent.launch(shell(task, "sleep 1000"));
            agent.kill(task);

            assertThat(agent.awaitEnd(task).getState()).isEqualTo(TASK_KILLED);
        }
        assertThat(Leftovers.find(directory)).isEmpty();
    }

    @Test
    void aTaskThatTakesTooLongHasFailedWithTheReason() {
        agent.launch(shell("slow", "sleep 1000").toBuilder()
                .setMaxCompletionTime(DurationInfo.newBuilder().setNanoseconds(300_000_000))
                .build());

        var end = agent.awaitEnd("slow");

        assertThat(end.getState()).isEqualTo(TASK_FAILED);
        assertThat(end.getReason()).isEqualTo(Reason.REASON_MAX_COMPLETION_TIME_REACHED);
    }

    @Test
    void anUnknownUserFailsTheTaskWithAMessageThatSaysSo() {
        var command = CommandInfo.newBuilder().setValue("id").setUser("no-such-user-xyz");
        agent.launch(TaskInfos.task("user", command));

        var end = agent.awaitEnd("user");

        assertThat(end.getState()).isEqualTo(TASK_FAILED);
        assertThat(end.getSource()).isEqualTo(Source.SOURCE_AGENT);
        assertThat(end.getReason()).isEqualTo(Reason.REASON_CONTAINER_LAUNCH_FAILED);
        assertThat(end.getMessage()).startsWith("Failed to launch container: ").contains("no-such-user-xyz");
    }

    @Test
    void whatTheCommandAsksForIsFetchedBeforeItStarts() throws Exception {
        var script = Files.writeString(directory.resolve("hello.sh"), "#!/bin/sh\necho hello\n");
        agent.launch(TaskInfos.task(
                "fetch",
                CommandInfo.newBuilder()
                        .setValue("./hello.sh")
                        .addUris(CommandInfo.URI
                                .newBuilder()
                                .setValue("file://" + script)
                                .setExecutable(true))));

        assertThat(agent.awaitEnd("fetch").getState()).isEqualTo(TASK_FINISHED);
        assertThat(AgentUnderTest.read(agent.sandbox("fetch").resolve("stdout")))
                .isEqualTo("hello\n");
    }

    @Test
    void aFetchThatFailsFailsTheTaskBeforeItStarts() {
        agent.launch(TaskInfos.task(
                "nofetch",
                CommandInfo.newBuilder()
                        .setValue("true")
                        .addUris(CommandInfo.URI.newBuilder().setValue("file:///no/such/file"))));

        var end = agent.awaitEnd("nofetch");

        assertThat(agent.statesOf("nofetch")).containsExactly(TASK_FAILED);
        assertThat(end.getSource()).isEqualTo(Source.SOURCE_AGENT);
        assertThat(end.getReason()).isEqualTo(Reason.REASON_CONTAINER_LAUNCH_FAILED);
        assertThat(end.getMessage())
                .matches("Failed to launch container: Failed to fetch all URIs for container '[-0-9a-f]{36}': "
                        + "exited with status 1");
        assertThat(agent.sandbox("nofetch").resolve("stderr"))
                .hasContent("Failed to fetch 'file:///no/such/file': no such file");
    }

    @Test
    void theNextUpdateWaitsForTheAcknowledgementOfTheOneBefore() {
        agent.withoutAcknowledging();
        agent.launch(shell("ack", "true"));
        var starting = agent.await("ack", TASK_STARTING);
        await().during(Duration.ofMillis(500)).until(() -> agent.statesOf("ack").size() == 1);

        agent.agent.acknowledge(TaskInfos.FRAMEWORK_ID, starting.getTaskId(), starting.getUuid());
        var running = agent.await("ack", TASK_RUNNING);
        assertThat(agent.statesOf("ack")).containsExactly(TASK_STARTING, TASK_RUNNING);

        agent.agent.frameworkSubscribed(TaskInfos.FRAMEWORK);
        await().atMost(AgentUnderTest.LONG).until(() -> agent.statesOf("ack").size() == 3);
        assertThat(agent.updatesOf("ack").get(2)).isEqualTo(running);
    }

    @Test
    void shuttingAFrameworkDownKillsItsTasksSilently() {
        agent.launch(shell("gone", "echo up > up; sleep 1000"));
        agent.awaitFile("gone", "up");

        agent.agent.shutdownFramework(TaskInfos.FRAMEWORK_ID);

        await().atMost(AgentUnderTest.LONG)
                .until(() -> Leftovers.find(directory).isEmpty());
        assertThat(agent.statesOf("gone")).containsExactly(TASK_STARTING, TASK_RUNNING);
    }

    private static Map<String, String> environment(String dump) {
        return Arrays.stream(dump.split("\0"))
                .collect(Collectors.toMap(
                        entry -> entry.substring(0, entry.indexOf('=')),
                        entry -> entry.substring(entry.indexOf('=') + 1)));
    }

    private static Path realPath(Path path) {
        try {
            return path.toRealPath();
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
