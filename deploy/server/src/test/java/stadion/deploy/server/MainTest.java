package stadion.deploy.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MainTest {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void printsItsHelp() {
        assertThat(run("--help")).isEqualTo(ExitCode.OK);
        assertThat(out.toString(UTF_8)).startsWith("Usage: stadion [flags]").contains("--http_port");
        assertThat(err.toString(UTF_8)).isEmpty();
    }

    @Test
    void printsItsVersion() {
        assertThat(run("--version")).isEqualTo(ExitCode.OK);
        assertThat(out.toString(UTF_8)).matches("Stadion \\d+\\.\\d+\\.\\d+(-SNAPSHOT)?\\R");
    }

    @Test
    void endsWith112AndItsUsageAfterAnUnknownFlag() {
        ExitCode exitCode = run("--htp_port", "80");

        assertThat(exitCode.code()).isEqualTo(112);
        assertThat(out.toString(UTF_8)).isEmpty();
        assertThat(err.toString(UTF_8))
                .startsWith("stadion: Unknown flag --htp_port. Did you mean --http_port?")
                .contains("Usage: stadion [flags]")
                .contains("--help");
    }

    private ExitCode run(String... args) {
        return Main.serve(
                List.of(args), Map.of(), new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8));
    }
}
