package stadion.deploy.server.process;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

/** The embedded Mesos as a process of its own, whose tasks outlive every server. */
public final class MesosProcess implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final Process process;
    private final String address;
    private final int port;
    private final Path log;

    private MesosProcess(Process process, String address, int port, Path log) {
        this.process = process;
        this.address = address;
        this.port = port;
        this.log = log;
    }

    /** Starts a master and one agent that listen on {@code address}; returns when the master can be reached. */
    public static MesosProcess start(Path dir, String address) throws IOException, InterruptedException {
        int port = freePort(address);
        Path log = dir.resolve("mesos.log");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "stadion.deploy.server.Main",
                        "local-mesos",
                        "--ip",
                        address,
                        "--port",
                        Integer.toString(port),
                        "--agent_port",
                        "0",
                        "--work_dir",
                        dir.resolve("mesos").toString(),
                        "--resources",
                        "cpus:8;mem:8192;disk:8192;ports:[41000-41999]")
                .redirectErrorStream(true)
                .redirectOutput(Redirect.appendTo(log.toFile()))
                .start();
        MesosProcess mesos = new MesosProcess(process, address, port, log);
        mesos.awaitReachable();
        return mesos;
    }

    /** {@code host:port}, for {@code --master}. */
    public String master() {
        return address + ":" + port;
    }

    private void awaitReachable() throws IOException, InterruptedException {
        Instant deadline = Instant.now().plus(PATIENCE);
        while (!isReachable()) {
            if (!process.isAlive() || Instant.now().isAfter(deadline)) {
                close();
                throw new AssertionError("Mesos does not answer; its output:\n" + Files.readString(log));
            }
            Thread.sleep(50);
        }
    }

    private boolean isReachable() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(address, port), 1000);
            return true;
        } catch (IOException notYet) {
            return false;
        }
    }

    private static int freePort(String address) throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getByName(address))) {
            return free.getLocalPort();
        }
    }

    @Override
    public void close() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }
}
