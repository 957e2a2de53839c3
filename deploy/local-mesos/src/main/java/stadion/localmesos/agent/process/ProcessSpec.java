package stadion.localmesos.agent.process;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A process to be started.
 *
 * @param arguments program, absolute or relative to the working directory or found on the {@code PATH} of {@code
 *     environment}, and its arguments; not empty
 * @param environment all that the process gets to see; names may be anything without {@code =}
 * @param user the user to run as; empty: that of this JVM
 * @param controlGroups {@code cgroup.procs} files of the control groups it is put into
 */
public record ProcessSpec(
        List<String> arguments, Map<String, String> environment, Optional<String> user, List<Path> controlGroups) {

    public ProcessSpec {
        if (arguments.isEmpty()) {
            throw new IllegalArgumentException("a process needs a program to run");
        }
        arguments = List.copyOf(arguments);
        environment = Map.copyOf(environment);
        controlGroups = List.copyOf(controlGroups);
    }
}
