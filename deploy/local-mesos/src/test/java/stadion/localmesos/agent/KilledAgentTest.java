package stadion.localmesos.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An agent's JVM is killed with SIGKILL again and again while it launches and kills tasks ({@link AgentMain}). */
class KilledAgentTest {

    private static final int ROUNDS = 20;

    /** What an agent at least tells of the tasks that it launches itself. */
    private static final int LINES = 18;

    @TempDir
    Path directory;

    /** All that any of the agents has told, as in "TASK_FAILED r3-fail-1 Command exited with status 7". */
    private final List<String> told = new ArrayList<>();

    private final long seed = System.nanoTime();

    @BeforeEach
    void killAgentsAtRandomMoments() throws Exception {
        var random = new Random(seed);
        for (var round = 0; round < ROUNDS; round++) {
            killAfter(random.nextInt(LINES), random.nextInt(20), "r" + round);
        }
    }

    @AfterEach
    void killLeftovers() {
        Leftovers.kill(directory);
    }

    @Test
    void noTaskIsLostOrStartedTwiceAndEachEndIsTold() {
        try (var agent = new AgentUnderTest(directory)) {
            agent.agent.frameworkSubscribed(TaskInfos.FRAMEWORK);
            var tasks = checkpointedTasks();

            assertThat(tasks).as("enough happens to be worth it, seed %s", seed).hasSizeGreaterThan(ROUNDS);
            assertThat(tasks).containsAll(tasksToldOf(told));
            for (var task : tasks) {
                await("%s settles, seed %s".formatted(task, seed))
                        .atMost(AgentUnderTest.LONG)
                        .untilAsserted(() -> assertSettled(agent, task));
            }
        }
    }

    private void assertSettled(AgentUnderTest agent, String task) {
        var starts = startsOf(agent, task);
        var ends = endsOf(agent, task);
        if (task.contains("-stay-")) {
            assertThat(ends).isEmpty();
            assertThat(starts).singleElement().matches(KilledAgentTest::runs, "runs");
        } else if (task.contains("-fail-")) {
            assertThat(starts).hasSize(1);
            assertThat(ends).containsExactly("TASK_FAILED " + task + " Command exited with status 7");
        } else if (ends.isEmpty()) {
            // The agent was killed before it was asked to kill the task.
            assertThat(starts).singleElement().matches(KilledAgentTest::runs, "runs");
        } else {
            assertThat(starts).noneMatch(KilledAgentTest::runs).hasSizeLessThan(2);
            assertThat(ends).singleElement().asString().startsWith("TASK_KILLED " + task);
        }
    }

    /** Kills the agent when it has told so much of its own tasks and then some milliseconds have passed. */
    private void killAfter(int lines, int millis, String prefix) throws IOException, InterruptedException {
        var output = directory.resolve(prefix + ".out");
        var process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-Xmx128m",
                        "-XX:+UseSerialGC",
                        // Most of the time goes into starting, and a quarter of that into verification.
                        "-XX:+UnlockDiagnosticVMOptions",
                        "-XX:-BytecodeVerificationRemote",
                        "-cp",
                        System.getProperty("java.class.path"),
                        AgentMain.class.getName(),
                        directory.toString(),
                        prefix)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            awaitLines(output, prefix, lines);
            Thread.sleep(millis);
        } finally {
            process.destroyForcibly().waitFor();
        }
        var all = Files.readAllLines(output);
        assertThat(all)
                .as("a healthy agent logs nothing")
                .allMatch(line -> line.startsWith("TASK_") || line.startsWith("RECOVERED "));
        told.addAll(all);
    }

    /** An agent that tells less than that for long is killed as it is: any moment will do, and what becomes of its tasks is looked at in the end. */
    private void awaitLines(Path output, String prefix, int lines) {
        try {
            await().atMost(Duration.ofSeconds(20))
                    .pollInterval(Duration.ofMillis(2))
                    .until(() -> Files.readAllLines(output).stream()
                                    .filter(line -> line.contains(" " + prefix + "-"))
                                    .count()
                            >= lines);
        } catch (ConditionTimeoutException slow) {
            System.out.printf("%s told less than %d lines, seed %d%n", output.getFileName(), lines, seed);
        }
    }

    private Set<String> checkpointedTasks() {
        try (Stream<Path> files = Files.walk(directory.resolve("meta/runs"), 3)) {
            return files.filter(file -> file.getParent().endsWith("tasks"))
                    .map(file -> file.getFileName().toString())
                    .collect(Collectors.toCollection(TreeSet::new));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Set<String> tasksToldOf(List<String> lines) {
        return lines.stream().map(line -> line.split(" ")[1]).collect(Collectors.toCollection(TreeSet::new));
    }

    private Set<String> endsOf(AgentUnderTest agent, String task) {
        var now = agent.updatesOf(task).stream()
                .map(status -> status.getState() + " " + task + " " + status.getMessage());
        return Stream.concat(told.stream().filter(line -> line.contains(" " + task + " ")), now)
                .filter(line -> line.matches("TASK_(FINISHED|FAILED|KILLED|LOST|ERROR) .*"))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static List<String> startsOf(AgentUnderTest agent, String task) {
        var file = agent.sandbox(task).resolve("starts");
        return Files.exists(file) ? AgentUnderTest.read(file).lines().toList() : List.of();
    }

    private static boolean runs(String pid) {
        return ProcessHandle.of(Long.parseLong(pid)).map(ProcessHandle::isAlive).orElse(false);
    }
}
