package stadion.localmesos;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LocalMesosMainTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... args) {
        return LocalMesosMain.run(args, new PrintWriter(out, true), new PrintWriter(err, true));
    }

    @Test
    void helpShowsTheFlags() {
        assertThat(run("--help")).isZero();
        assertThat(out.toString()).contains("--fake_tasks", "--resources TEXT", "'rack:r{i}'");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--unknown | --unknown",
                "--port=many | --port",
                "--agents=0 | there must be at least 1 agent",
                "--fake-tasks --fake-failure-rate=2 | failure rate must be between 0 and 1",
                "--fake_tasks --fake_life_ms=5-x | expecting 60000 or 30000-90000, got '5-x'",
            })
    void wrongFlagsAreToldWithTheUsage(String flags, String problem) {
        assertThat(run(flags.split(" "))).isEqualTo(112);
        assertThat(err.toString()).contains(problem).contains("Usage: local-mesos");
    }

    @Test
    void malformedResourcesAreWrongFlags(@TempDir Path directory) {
        assertThat(run("--port", "0", "--work-dir", directory.toString(), "--resources=cpus"))
                .isEqualTo(112);
        assertThat(err.toString()).contains("expecting a resource like cpus:4");
    }

    @Test
    void aTakenPortIsTold(@TempDir Path directory) throws Exception {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var port = Integer.toString(taken.getLocalPort());
            assertThat(run("--port", port, "--agent_port=0", "--fake_tasks", "--work_dir", directory.toString()))
                    .isEqualTo(111);
            assertThat(err.toString()).contains("can't listen on 127.0.0.1 port " + port);
        }
    }
}
