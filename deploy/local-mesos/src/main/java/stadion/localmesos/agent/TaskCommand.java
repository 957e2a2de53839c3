package stadion.localmesos.agent;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.mesos.v1.Protos.CommandInfo;

/** What is executed for a command that needs no image, as the command executor does it. */
final class TaskCommand {

    private static final String NO_EXECUTABLE = "echo 'Executable path is not specified' >&2; exit 1";

    private TaskCommand() {}

    /**
     * Program and arguments. Without a shell, the command's first argument is what the program sees as its own name; that
     * takes bash if it is to see another one than it has.
     */
    static List<String> of(CommandInfo command, Optional<Path> bash) {
        if (command.getShell()) {
            return List.of("/bin/sh", "-c", command.getValue());
        }
        if (!command.hasValue()) {
            return List.of("/bin/sh", "-c", NO_EXECUTABLE);
        }
        var program = command.getValue();
        var arguments = command.getArgumentsList();
        var line = new ArrayList<String>();
        if (!arguments.isEmpty() && !arguments.get(0).equals(program) && bash.isPresent()) {
            line.addAll(List.of(bash.get().toString(), "-c", "exec -a \"$0\" -- \"$@\"", arguments.get(0)));
        }
        line.add(program);
        arguments.stream().skip(1).forEach(line::add);
        return line;
    }
}
