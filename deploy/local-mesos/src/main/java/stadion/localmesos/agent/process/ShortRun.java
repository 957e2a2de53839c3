package stadion.localmesos.agent.process;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/** A process that does its work in seconds and is of no interest when this JVM has gone, as a check's command. */
public final class ShortRun {

    private final Programs programs;

    public ShortRun(Programs programs) {
        this.programs = programs;
    }

    /**
     * Runs a process in a session of its own.
     *
     * @param output what it writes, to stdout and stderr, is appended to this file
     * @param timeout after this time it is killed, with all that it has started
     * @return how it ended; empty if it took too long
     * @throws IOException if it can't be started
     * @throws IllegalArgumentException if it is to run as another user and that is not possible
     */
    public CompletionStage<Optional<ExitStatus>> start(
            ProcessSpec spec, Path workingDirectory, Path output, Duration timeout) throws IOException {
        var command = new ArrayList<>(programs.newSession());
        spec.user().map(programs::asUser).ifPresent(command::addAll);
        command.addAll(spec.arguments());
        var builder = new ProcessBuilder(command)
                .directory(workingDirectory.toFile())
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()));
        builder.environment().clear();
        builder.environment().putAll(spec.environment());
        var process = builder.start();
        return process.onExit()
                .thenApply(ended -> Optional.of(ExitStatus.ofChild(ended.exitValue())))
                .completeOnTimeout(Optional.empty(), timeout.toMillis(), TimeUnit.MILLISECONDS)
                .whenComplete((status, never) -> killRest(process));
    }

    private static void killRest(Process process) {
        ProcessTable.membersOf(process.pid()).forEach(member -> ProcessTable.signal(member, true));
        process.destroyForcibly();
    }
}
