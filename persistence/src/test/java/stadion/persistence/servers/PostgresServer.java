package stadion.persistence.servers;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A PostgreSQL server of its own, on a free port of 127.0.0.1, as durable as PostgreSQL is by default (fsync and synchronous_commit are on). PostgreSQL refuses to run as root; a root's
 * test runs it as {@code nobody}. Close it to end it and to remove its files.
 */
public final class PostgresServer implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Path dir;
    private final int port;
    private @Nullable Process process;

    private PostgresServer(Path dir, int port) {
        this.dir = dir;
        this.port = port;
    }

    /** Creates an empty database cluster and starts it; returns when it answers. */
    public static PostgresServer start() throws IOException, InterruptedException {
        Path dir = Files.createTempDirectory("stadion-postgres-");
        PostgresServer server = new PostgresServer(dir, freePort());
        try {
            PostgresPrograms.unpackInto(dir.resolve("programs"));
            Files.createDirectory(dir.resolve("data"));
            if (isRoot()) {
                giveToNobody(dir);
            }
            server.initialize();
            server.run();
            return server;
        } catch (IOException | InterruptedException | RuntimeException e) {
            server.close();
            throw e;
        }
    }

    /** The address of a new, empty database on it. */
    public String newDatabase() {
        String name = "stadion_" + UUID.randomUUID().toString().replace("-", "");
        execute("CREATE DATABASE " + name);
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + name + "?user=postgres&password=none";
    }

    /** Runs one statement in the database {@code postgres}. */
    public void execute(String statement) {
        try (Connection connection = connect();
                Statement sql = connection.createStatement()) {
            sql.execute(statement);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    public int port() {
        return port;
    }

    /** SIGKILL to the server and all of its processes, at any moment. */
    public void kill() throws InterruptedException {
        Process running = process;
        if (running != null) {
            List<ProcessHandle> children = running.descendants().toList();
            running.destroyForcibly();
            children.forEach(ProcessHandle::destroyForcibly);
            running.waitFor();
            for (ProcessHandle child : children) {
                child.onExit().orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
            }
        }
    }

    /** Starts it again after {@link #kill}; returns when it answers. */
    public void run() throws IOException {
        Process started = start(
                dir.resolve("programs/bin/postgres").toString(),
                "-D",
                dir.resolve("data").toString(),
                "-p",
                Integer.toString(port),
                "-c",
                "listen_addresses=127.0.0.1",
                "-c",
                "unix_socket_directories=" + dir,
                "-c",
                "max_connections=200");
        process = started;
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(50)).until(() -> answers(started));
    }

    private boolean answers(Process started) throws IOException {
        if (!started.isAlive()) {
            throw new IllegalStateException("PostgreSQL ended: " + Files.readString(dir.resolve("log")));
        }
        try (Connection connection = connect()) {
            return connection.isValid(10);
        } catch (SQLException e) {
            return false;
        }
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection("jdbc:postgresql://127.0.0.1:" + port + "/postgres", "postgres", "none");
    }

    private void initialize() throws IOException, InterruptedException {
        Process init = start(
                dir.resolve("programs/bin/initdb").toString(),
                "--pgdata=" + dir.resolve("data"),
                "--username=postgres",
                "--auth=trust",
                "--encoding=UTF8",
                "--locale=C");
        if (init.waitFor() != 0) {
            throw new IOException("initdb failed: " + Files.readString(dir.resolve("log")));
        }
    }

    private Process start(String... command) throws IOException {
        List<String> all = new ArrayList<>();
        if (isRoot()) {
            // Replaces itself by the command, so that the process started here is the server.
            all.addAll(List.of("setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups"));
        }
        all.addAll(List.of(command));
        return new ProcessBuilder(all)
                .directory(dir.toFile())
                .redirectErrorStream(true)
                .redirectOutput(
                        ProcessBuilder.Redirect.appendTo(dir.resolve("log").toFile()))
                .start();
    }

    private static void giveToNobody(Path dir) throws IOException {
        UserPrincipal nobody =
                dir.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("nobody");
        Files.setPosixFilePermissions(dir, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.setOwner(dir, nobody);
        Files.setOwner(dir.resolve("data"), nobody);
    }

    private static boolean isRoot() {
        return System.getProperty("user.name").equals("root");
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void close() throws InterruptedException, IOException {
        kill();
        try (Stream<Path> files = Files.walk(dir)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
