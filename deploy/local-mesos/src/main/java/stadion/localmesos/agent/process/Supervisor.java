package stadion.localmesos.agent.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;

/**
 * Starts processes under the shell script {@code supervise}, which comes with this class. The script and the process
 * survive this JVM, in whatever moment it ends.
 */
public final class Supervisor {

    private static final String SCRIPT = "supervise";
    private static final String DEFAULT_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    private final Path script;
    private final Programs programs;

    private Supervisor(Path script, Programs programs) {
        this.script = script;
        this.programs = programs;
    }

    /**
     * Puts the script into a directory. Shells that run an older version of it there are not disturbed: shells read as they
     * go, but the file they have open stays what it was.
     */
    public static Supervisor install(Path directory, Programs programs) throws IOException {
        var script = directory.resolve(SCRIPT);
        var next = directory.resolve(SCRIPT + ".next");
        try (var source = Supervisor.class.getResourceAsStream(SCRIPT)) {
            if (source == null) {
                throw new IOException("The script '" + SCRIPT + "' is missing from the class path");
            }
            Files.copy(source, next, StandardCopyOption.REPLACE_EXISTING);
        }
        Files.move(next, script, StandardCopyOption.ATOMIC_MOVE);
        return new Supervisor(script, programs);
    }

    /**
     * Starts a process, unless another script has already begun to start it or that was forbidden.
     *
     * @param workingDirectory where the process starts, and where the files {@code stdout} and {@code stderr} are that it
     *     appends to
     * @return the script's process, whose id is that of the session and the process group
     * @throws IOException if the process can't be started
     * @throws IllegalArgumentException if the specification asks for what no process can be given
     */
    public Process start(TaskFiles files, ProcessSpec spec, Path workingDirectory) throws IOException {
        files.writeScript(TaskScript.of(spec, programs));
        var command = new ArrayList<>(programs.newSession());
        command.add("/bin/sh");
        command.add(script.toString());
        command.add(files.directory().toString());
        var builder = new ProcessBuilder(command)
                .directory(workingDirectory.toFile())
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        workingDirectory.resolve("stdout").toFile()))
                .redirectError(ProcessBuilder.Redirect.appendTo(
                        workingDirectory.resolve("stderr").toFile()));
        builder.environment().clear();
        builder.environment().put("PATH", DEFAULT_PATH);
        return builder.start();
    }
}
