package stadion.deploy.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StadionServerTest {

    @TempDir
    private Path dataDir;

    @Test
    void runsUntilItIsStoppedAndTellsWhy() {
        StadionServer server = StadionServer.start(config(dataDir));

        server.stop(ExitCode.FRAMEWORK_REMOVED);
        server.stop(ExitCode.OK);

        assertThat(server.awaitEnd()).isEqualTo(ExitCode.FRAMEWORK_REMOVED);
    }

    @Test
    void leavesItsDataDirectoryToTheNextServer() {
        for (int i = 0; i < 2; i++) {
            StadionServer server = StadionServer.start(config(dataDir));
            server.stop(ExitCode.OK);
            assertThat(server.awaitEnd()).isEqualTo(ExitCode.OK);
        }
    }

    @Test
    void doesNotStartWithoutItsStore() throws Exception {
        Path file = Files.createFile(dataDir.resolve("file"));

        assertThatExceptionOfType(StartFailure.class)
                .isThrownBy(() -> StadionServer.start(config(file)))
                .withMessageContaining(file.toString())
                .extracting(StartFailure::exitCode)
                .isEqualTo(ExitCode.STORE_UNAVAILABLE);
    }

    private static ServerConfig config(Path dataDir) {
        return ServerConfigReader.read(
                new FlagParser().parse(List.of("--data_dir", dataDir.toString()), Map.of()), Machine.here());
    }
}
