package stadion.localmesos.agent.container;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A call of the tool that has ended.
 *
 * @param command program, arguments
 * @param status its exit status
 * @param output what it wrote on stdout
 * @param errors what it wrote on stderr
 */
record ToolRun(List<String> command, int status, String output, String errors) {

    /**
     * Calls the tool and waits for it.
     *
     * @throws ContainerException if it can't be started or takes too long
     */
    static ToolRun of(List<String> command, Duration timeout) throws ContainerException, InterruptedException {
        try {
            var output = Files.createTempFile("container-tool", ".out");
            var errors = Files.createTempFile("container-tool", ".err");
            try {
                return run(command, timeout, output, errors);
            } finally {
                Files.deleteIfExists(output);
                Files.deleteIfExists(errors);
            }
        } catch (IOException e) {
            throw new ContainerException("Failed to run '" + command.get(0) + "': " + e.getMessage(), e);
        }
    }

    private static ToolRun run(List<String> command, Duration timeout, Path output, Path errors)
            throws IOException, ContainerException, InterruptedException {
        var process = new ProcessBuilder(command)
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectOutput(output.toFile())
                .redirectError(errors.toFile())
                .start();
        try {
            if (!process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new ContainerException("Failed to run '" + String.join(" ", command) + "': it took longer than "
                        + timeout.toSeconds() + " s");
            }
            return new ToolRun(
                    command,
                    process.exitValue(),
                    Files.readString(output),
                    Files.readString(errors).strip());
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    /** Calls the tool without waiting for it or listening to it. */
    static void startOnly(List<String> command) throws IOException {
        new ProcessBuilder(command)
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    /** This run, if it was successful; the message of the exception is Mesos'. */
    ToolRun orThrow() throws ContainerException {
        if (status != 0) {
            throw new ContainerException("Failed to run '" + String.join(" ", command) + "': exited with status "
                    + status + "; stderr='" + errors + "'");
        }
        return this;
    }
}
