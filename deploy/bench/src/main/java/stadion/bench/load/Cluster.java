package stadion.bench.load;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** An embedded Mesos with simulated agents and a server on it, each a process of its own, the server with its store in a fresh directory. */
final class Cluster implements AutoCloseable {

    private final Path dir;
    private final ChildProcess mesos;
    private final List<String> jvmArguments;
    private final List<String> serverArguments;
    private final URI address;
    private ChildProcess server;
    private double startSeconds;

    private Cluster(Path dir, ChildProcess mesos, List<String> jvmArguments, List<String> serverArguments, URI address)
            throws IOException, InterruptedException {
        this.dir = dir;
        this.mesos = mesos;
        this.jvmArguments = jvmArguments;
        this.serverArguments = serverArguments;
        this.address = address;
        startServer();
    }

    /** Empties the directory and starts both; the server answers when this returns. */
    static Cluster start(Path dir, int agents, List<String> jvmArguments, List<String> serverFlags)
            throws IOException, InterruptedException {
        Directory.empty(dir);
        int mesosPort = ChildProcess.freePort();
        ChildProcess mesos = SimulatedMesos.start(dir, mesosPort, agents);
        try {
            int port = ChildProcess.freePort();
            return new Cluster(
                    dir,
                    mesos,
                    jvmArguments,
                    serverArguments(dir, port, mesosPort, serverFlags),
                    ChildProcess.address(port));
        } catch (IOException | InterruptedException e) {
            mesos.close();
            throw e;
        }
    }

    private void startServer() throws IOException, InterruptedException {
        long start = System.nanoTime();
        server = ChildProcess.start(
                "stadion", dir.resolve("server.log"), jvmArguments, "stadion.deploy.server.Main", serverArguments);
        try {
            server.awaitAnswer(address.resolve("/v2/apps"));
            startSeconds = (System.nanoTime() - start) / 1e9;
        } catch (IOException | InterruptedException e) {
            server.close();
            throw e;
        }
    }

    /** Kills the server's process as a crash would, and starts another on the same store; it answers when this returns. */
    void crashServer() throws IOException, InterruptedException {
        server.kill();
        startServer();
    }

    private static List<String> serverArguments(Path dir, int port, int mesosPort, List<String> further) {
        List<String> arguments = new ArrayList<>(List.of(
                "--master",
                "127.0.0.1:" + mesosPort,
                "--http_address",
                "127.0.0.1",
                "--http_port",
                Integer.toString(port),
                "--hostname",
                "localhost",
                "--data_dir",
                dir.resolve("data").toString(),
                // So that a burst of events does not cut off the client that counts them.
                "--event_stream_max_outstanding_messages",
                "1000000"));
        arguments.addAll(further);
        return arguments;
    }

    /** Where the server answers. */
    URI address() {
        return address;
    }

    Api api() {
        return new Api(address);
    }

    ChildProcess server() {
        return server;
    }

    ChildProcess mesos() {
        return mesos;
    }

    /** From the start of the server's process, the last one, to its first answer. */
    double startSeconds() {
        return startSeconds;
    }

    /** The size of the database with its log. */
    long storeKiB() throws IOException {
        try (Stream<Path> files = Files.list(dir.resolve("data"))) {
            long bytes = 0;
            for (Path file : files.filter(f -> f.getFileName().toString().startsWith("stadion.db"))
                    .toList()) {
                bytes += Files.size(file);
            }
            return bytes / 1024;
        }
    }

    @Override
    public void close() throws InterruptedException {
        server.close();
        mesos.close();
    }
}
