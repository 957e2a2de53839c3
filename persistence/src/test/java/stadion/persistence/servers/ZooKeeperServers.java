package stadion.persistence.servers;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Properties;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A ZooKeeper of its own, on free ports of 127.0.0.1, as one process or as an ensemble of several. Each write is synced to the disk before it is acknowledged. Close it to end it and
 * to remove its files.
 */
public final class ZooKeeperServers implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Path dir;
    private final List<Server> servers;

    private ZooKeeperServers(Path dir, List<Server> servers) {
        this.dir = dir;
        this.servers = servers;
    }

    /** Starts a single server; returns when it answers. */
    public static ZooKeeperServers start() throws IOException {
        return start(1);
    }

    /** Starts an ensemble of so many; returns when all of them answer. */
    public static ZooKeeperServers start(int number) throws IOException {
        Path dir = Files.createTempDirectory("stadion-zookeeper-");
        List<Integer> ports = freePorts(number * 3);
        List<Server> servers = new ArrayList<>();
        for (int i = 0; i < number; i++) {
            servers.add(new Server(dir.resolve("server-" + (i + 1)), ports.get(3 * i)));
        }
        ZooKeeperServers started = new ZooKeeperServers(dir, servers);
        try {
            for (int i = 0; i < number; i++) {
                servers.get(i).configure(i + 1, number == 1 ? "" : ensemble(ports));
            }
            for (Server server : servers) {
                server.start();
            }
            for (int i = 0; i < number; i++) {
                started.awaitAnswer(i);
            }
            return started;
        } catch (IOException | RuntimeException e) {
            started.close();
            throw e;
        }
    }

    private static String ensemble(List<Integer> ports) {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; 3 * i < ports.size(); i++) {
            lines.append("server.%d=127.0.0.1:%d:%d\n".formatted(i + 1, ports.get(3 * i + 1), ports.get(3 * i + 2)));
        }
        return lines.toString();
    }

    /** All servers, as {@code host:port,host:port...}. */
    public String connectString() {
        return servers.stream().map(server -> "127.0.0.1:" + server.port).collect(Collectors.joining(","));
    }

    /** The port of the server of that index, from 0 on. */
    public int port(int index) {
        return servers.get(index).port;
    }

    /** The index of the server that leads the ensemble now. */
    public int leader() {
        return await().atMost(PATIENCE).until(this::leaderNow, index -> index >= 0);
    }

    private int leaderNow() {
        for (int i = 0; i < servers.size(); i++) {
            if (servers.get(i).says("srvr").contains("Mode: leader")) {
                return i;
            }
        }
        return -1;
    }

    /** SIGKILL to that server, at any moment. */
    public void kill(int index) {
        servers.get(index).kill();
    }

    /** Starts that server again after {@link #kill}; returns when it answers. */
    public void run(int index) throws IOException {
        servers.get(index).start();
        awaitAnswer(index);
    }

    private void awaitAnswer(int index) {
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> servers.get(index).answers());
    }

    @Override
    public void close() throws IOException {
        servers.forEach(Server::kill);
        try (Stream<Path> files = Files.walk(dir)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private static List<Integer> freePorts(int number) throws IOException {
        List<ServerSocket> sockets = new ArrayList<>();
        try {
            for (int i = 0; i < number; i++) {
                sockets.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
            }
            return sockets.stream().map(ServerSocket::getLocalPort).toList();
        } finally {
            for (ServerSocket socket : sockets) {
                socket.close();
            }
        }
    }

    /** One process. */
    private static final class Server {
        private final Path dir;
        private final int port;
        private @Nullable Process process;

        Server(Path dir, int port) {
            this.dir = dir;
            this.port = port;
        }

        void configure(int id, String ensemble) throws IOException {
            Files.createDirectories(dir.resolve("data"));
            Files.writeString(dir.resolve("data/myid"), Integer.toString(id));
            Properties settings = new Properties();
            settings.setProperty("dataDir", dir.resolve("data").toString());
            settings.setProperty("clientPort", Integer.toString(port));
            settings.setProperty("clientPortAddress", "127.0.0.1");
            settings.setProperty("tickTime", "500");
            settings.setProperty("initLimit", "20");
            settings.setProperty("syncLimit", "10");
            settings.setProperty("minSessionTimeout", "1000");
            settings.setProperty("maxClientCnxns", "0");
            settings.setProperty("admin.enableServer", "false");
            settings.setProperty("4lw.commands.whitelist", "srvr");
            StringBuilder lines = new StringBuilder(ensemble);
            settings.forEach((name, value) ->
                    lines.append(name).append('=').append(value).append('\n'));
            Files.writeString(dir.resolve("zoo.cfg"), lines);
            // Quiet, and without what this project's tests log.
            Files.writeString(dir.resolve("logback.xml"), "<configuration/>");
        }

        void start() throws IOException {
            process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-XX:TieredStopAtLevel=1",
                            "-XX:+UseSerialGC",
                            "-Xmx256m",
                            "-Dlogback.configurationFile=" + dir.resolve("logback.xml"),
                            "-cp",
                            System.getProperty("java.class.path"),
                            "org.apache.zookeeper.server.quorum.QuorumPeerMain",
                            dir.resolve("zoo.cfg").toString())
                    .redirectErrorStream(true)
                    .redirectOutput(
                            ProcessBuilder.Redirect.appendTo(dir.resolve("log").toFile()))
                    .start();
        }

        void kill() {
            Process running = process;
            if (running != null) {
                running.destroyForcibly().onExit().join();
            }
        }

        boolean answers() throws IOException {
            if (process != null && !process.isAlive()) {
                throw new IllegalStateException("ZooKeeper ended: " + Files.readString(dir.resolve("log")));
            }
            return says("srvr").contains("Mode: ");
        }

        /** What the server answers to one of its commands of four letters; empty if nothing. */
        String says(String command) {
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
                socket.setSoTimeout(1000);
                socket.getOutputStream().write(command.getBytes(US_ASCII));
                return new String(socket.getInputStream().readAllBytes(), UTF_8);
            } catch (IOException e) {
                return "";
            }
        }
    }
}
