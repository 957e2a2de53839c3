package stadion.persistence.kill;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A {@link CountingProcess} and what it prints. */
final class CountingNode implements AutoCloseable {

    private final Process process;
    private final BufferedReader lines;

    private CountingNode(Process process) {
        this.process = process;
        this.lines = process.inputReader();
    }

    /**
     * @param args the store, and the name of a lease if it is to count under one
     */
    static CountingNode start(String... args) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Xmx256m",
                "-XX:+UseSerialGC",
                // Most of the time goes into starting, and a quarter of that into verification.
                "-XX:+UnlockDiagnosticVMOptions",
                "-XX:-BytecodeVerificationRemote",
                "-cp",
                System.getProperty("java.class.path"),
                CountingProcess.class.getName()));
        command.addAll(List.of(args));
        return new CountingNode(new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
    }

    /**
     * A line that it printed.
     *
     * @param what {@code recovered} or {@code stored}
     * @param found the numbers that were recovered, as a list; or the one that was stored
     */
    record Line(String what, int actor, String found) {
        boolean isRecovery() {
            return what.equals("recovered");
        }
    }

    /** Waits for the next line; null when the process has ended and all was read. */
    @Nullable
    Line next() throws IOException {
        String line = lines.readLine();
        while (line != null && !line.startsWith("recovered ") && !line.startsWith("stored ")) {
            line = lines.readLine(); // the process logs what fails
        }
        if (line == null) {
            return null;
        }
        String[] words = line.split(" ", 3);
        return new Line(words[0], Integer.parseInt(words[1]), words[2]);
    }

    /** By its handle: killed through the process object, what it printed before it died could not be read any more. */
    void kill() {
        process.toHandle().destroyForcibly();
    }

    /** The whole process stands still, as on a machine that is overloaded or suspended. */
    void pause() throws IOException, InterruptedException {
        signal("STOP");
    }

    void resume() throws IOException, InterruptedException {
        signal("CONT");
    }

    private void signal(String name) throws IOException, InterruptedException {
        int code = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                .inheritIO()
                .start()
                .waitFor();
        if (code != 0) {
            throw new IOException("kill -" + name + " ended with " + code);
        }
    }

    @Override
    public void close() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }
}
