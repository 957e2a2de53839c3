package stadion.deploy.server.process;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The server as a process of its own, with the embedded Mesos and the embedded store on one directory; started again and again on one port. */
public final class ServerProcess {

    private static final Duration PATIENCE = Duration.ofMinutes(3);

    /**
     * Where a server runs.
     *
     * @param address what it listens on
     * @param enter the command that runs another one there; empty for here
     */
    public record Place(String address, List<String> enter) {
        public static final Place HERE = new Place("127.0.0.1", List.of());
    }

    private final Path dir;
    private final Map<String, String> flags;
    private final Place place;
    private final int port;
    private final Api api;
    private @Nullable Process process;

    public ServerProcess(Path dir) throws IOException {
        this(dir, Map.of());
    }

    /** A server that keeps its data in {@code dir}; {@code flags} win over those it has anyway. */
    public ServerProcess(Path dir, Map<String, String> flags) throws IOException {
        this(dir, flags, Place.HERE);
    }

    public ServerProcess(Path dir, Map<String, String> flags, Place place) throws IOException {
        this.dir = dir;
        this.flags = flags;
        this.place = place;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            this.port = free.getLocalPort();
        }
        this.api = new Api(place.address(), port);
    }

    public Api api() {
        return api;
    }

    /** Where clients find it, without a slash at the end. */
    public String url() {
        return "http://" + place.address() + ":" + port;
    }

    /** Starts the server and does not wait. */
    public void launch() throws IOException {
        process = new ProcessBuilder(command())
                .redirectErrorStream(true)
                .redirectOutput(Redirect.appendTo(log().toFile()))
                .start();
    }

    /** Starts the server and waits until it answers as the leader. */
    public void start() throws IOException, InterruptedException {
        launch();
        Instant deadline = Instant.now().plus(PATIENCE);
        while (!answers()) {
            if (!process.isAlive() || Instant.now().isAfter(deadline)) {
                throw new AssertionError("the server does not answer; its output:\n" + output());
            }
            Thread.sleep(50);
        }
    }

    private List<String> command() {
        List<String> command = new ArrayList<>(place.enter());
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                // A quarter of the time that a start takes.
                "-XX:+UnlockDiagnosticVMOptions",
                "-XX:-BytecodeVerificationRemote",
                "-cp",
                System.getProperty("java.class.path"),
                "stadion.deploy.server.Main"));
        Map<String, String> all = new LinkedHashMap<>();
        all.put("--data_dir", dir.resolve("data").toString());
        all.put("--http_address", place.address());
        all.put("--http_port", Integer.toString(port));
        all.put("--hostname", "localhost");
        if (!flags.containsKey("--master")) {
            all.put("--local_agent_resources", "cpus:8;mem:8192;disk:8192;ports:[" + ports() + "]");
        }
        all.put("--min_revive_offers_interval", "200");
        all.put("--kill_retry_timeout", "3000");
        all.put("--reconciliation_initial_delay", "1000");
        all.putAll(flags);
        all.forEach((flag, value) -> command.addAll(List.of(flag, value)));
        return command;
    }

    /** Of its own for each of the JVMs in which tests run at the same time. */
    private static String ports() {
        int first = 41_000 + 1_000 * Integer.getInteger("stadion.fork", 1);
        return first + "-" + (first + 999);
    }

    private boolean answers() throws InterruptedException {
        try {
            return api.send("GET", "/v2/deployments", "").isSuccess();
        } catch (IOException notYet) {
            return false;
        }
    }

    /** SIGKILL. */
    public void kill() throws InterruptedException {
        if (process != null) {
            process.destroyForcibly().waitFor();
        }
    }

    /** SIGSTOP: it does nothing until it is resumed, and does not know it. */
    public void pause() throws IOException, InterruptedException {
        signal("STOP");
    }

    /** SIGCONT. */
    public void resume() throws IOException, InterruptedException {
        signal("CONT");
    }

    private void signal(String name) throws IOException, InterruptedException {
        int exit = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                .start()
                .waitFor();
        if (exit != 0) {
            throw new IOException("kill -" + name + " failed with " + exit);
        }
    }

    public boolean isRunning() {
        return process != null && process.isAlive();
    }

    /** SIGTERM, and waits for the end. */
    public void stop() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            throw new AssertionError("the server does not stop; its output:\n" + output());
        }
    }

    private Path log() {
        return dir.resolve("server.log");
    }

    /** The end of what the server printed, over all its starts. */
    public String output() {
        try {
            List<String> lines = Files.readAllLines(log());
            return String.join("\n", lines.subList(Math.max(0, lines.size() - 200), lines.size()));
        } catch (IOException e) {
            return "(no output: " + e.getMessage() + ")";
        }
    }
}
