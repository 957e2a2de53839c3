package stadion.deploy.server.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import stadion.deploy.server.process.ServerProcess;

/** The Python client as Debian packages it: {@code lifecycle.py} among the test resources is its user. */
class PythonMarathonIT {

    private static final Path PYTHON = Path.of("/usr/bin/python3");

    @TempDir
    Path dir;

    @Test
    void drivesAnAppAndAGroupFromTheirCreationToTheirEnd() throws Exception {
        assumeTrue(
                Files.isExecutable(PYTHON)
                        && run("import.log", "-c", "import marathon").exit() == 0,
                "skipped: " + PYTHON
                        + " has no module 'marathon'; on Debian, 'apt-get install python3-marathon' brings it");
        ServerProcess server = new ServerProcess(dir);
        server.start();
        try {
            Run run = run("lifecycle.log", script().toString(), server.url());

            assertThat(run.exit()).as(run.output()).isZero();
        } finally {
            server.stop();
        }
    }

    private static Path script() throws URISyntaxException {
        return Path.of(PythonMarathonIT.class.getResource("lifecycle.py").toURI());
    }

    private record Run(int exit, String output) {}

    private Run run(String log, String... arguments) throws IOException, InterruptedException {
        Path output = dir.resolve(log);
        ProcessBuilder builder =
                new ProcessBuilder(arguments).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.command().add(0, PYTHON.toString());
        Process process = builder.start();
        if (!process.waitFor(10, TimeUnit.MINUTES)) {
            process.destroyForcibly().waitFor();
        }
        return new Run(process.exitValue(), Files.readString(output));
    }
}
