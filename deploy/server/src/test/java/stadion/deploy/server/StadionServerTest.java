package stadion.deploy.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.net.ServerSocket;
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
    void leavesNothingBehindWhenItsPortIsTaken() throws IOException {
        try (ServerSocket taken = new ServerSocket(0)) {
            ServerConfig config = config(dataDir, taken.getLocalPort());
            for (int i = 0; i < 2; i++) {
                assertThatExceptionOfType(StartFailure.class)
                        .isThrownBy(() -> StadionServer.start(config))
                        .withMessageContaining(":" + taken.getLocalPort())
                        .withMessageContaining("--http_port")
                        .extracting(StartFailure::exitCode)
                        .isEqualTo(ExitCode.BIND_FAILED);
            }
        }
    }

    @Test
    void refusesResourcesThatItsEmbeddedMesosCannotRead() {
        List<String> args = List.of("--data_dir", dataDir.toString(), "--local_agent_resources", "cpus:many");
        ServerConfig config = ServerConfigReader.read(new FlagParser().parse(args, Map.of()), Machine.here());

        assertThatExceptionOfType(StartFailure.class)
                .isThrownBy(() -> StadionServer.start(config))
                .withMessageContaining("--local_agent_resources")
                .extracting(StartFailure::exitCode)
                .isEqualTo(ExitCode.WRONG_FLAG);
    }

    @Test
    void doesNotStartWithoutTheKeystoreItWasTold() {
        List<String> args = List.of(
                "--data_dir", dataDir.toString(), "--ssl_keystore_path", "none.p12", "--ssl_keystore_password", "x");
        ServerConfig config = ServerConfigReader.read(new FlagParser().parse(args, Map.of()), Machine.here());

        assertThatExceptionOfType(StartFailure.class)
                .isThrownBy(() -> StadionServer.start(config))
                .withMessageContaining("none.p12")
                .withMessageContaining("--ssl_keystore_path")
                .extracting(StartFailure::exitCode)
                .isEqualTo(ExitCode.WRONG_FLAG);
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
        return config(dataDir, 0);
    }

    private static ServerConfig config(Path dataDir, int httpPort) {
        List<String> args = List.of("--data_dir", dataDir.toString(), "--http_port", Integer.toString(httpPort));
        return ServerConfigReader.read(new FlagParser().parse(args, Map.of()), Machine.here());
    }
}
