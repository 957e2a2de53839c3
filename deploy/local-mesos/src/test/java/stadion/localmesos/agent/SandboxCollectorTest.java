package stadion.localmesos.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static stadion.localmesos.agent.TaskInfos.shell;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SandboxCollectorTest extends WithAgent {

    @ParameterizedTest
    @CsvSource({"0, P6DT7H12M", "0.4, P3DT12H", "0.9, PT0S", "1, PT0S"})
    void theFullerTheDiskTheSoonerSandboxesGo(double usage, Duration age) {
        assertThat(SandboxCollector.longestAge(usage)).isCloseTo(age, Duration.ofMillis(1));
    }

    @Test
    void onlyRunsThatEndedLongAgoAreDeleted() throws IOException {
        for (var task : List.of("old", "new")) {
            agent.launch(shell(task, "echo x > file"));
            agent.awaitEnd(task);
        }
        agent.launch(shell("running", "echo up > up; sleep 1000"));
        agent.awaitFile("running", "up");
        await().atMost(AgentUnderTest.LONG).until(() -> endMarks().size() == 2);
        var old = agent.sandbox("old").toRealPath();
        Files.setLastModifiedTime(
                directory.resolve("meta/runs").resolve(old.getFileName()).resolve("ended"),
                FileTime.from(Instant.now().minus(Duration.ofDays(8))));

        new SandboxCollector(agent.services()).collect();

        assertThat(old).doesNotExist();
        assertThat(old.getParent().getParent()).doesNotExist();
        assertThat(directory.resolve("meta/runs").resolve(old.getFileName())).doesNotExist();
        assertThat(agent.sandbox("new").resolve("file")).exists();
        assertThat(agent.sandbox("running").resolve("up")).exists();
    }

    private List<Path> endMarks() throws IOException {
        try (var files = Files.walk(directory.resolve("meta/runs"), 2)) {
            return files.filter(file -> file.endsWith("ended")).toList();
        }
    }
}
