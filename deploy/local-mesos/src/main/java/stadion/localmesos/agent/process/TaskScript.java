package stadion.localmesos.agent.process;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The part of the shell script that turns into the process: it sets the environment and ends with {@code exec}. It is
 * kept in a file and not on a command line, because all users of the machine can read those.
 */
final class TaskScript {

    private static final Pattern SHELL_NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    /** Bash refuses to export these. */
    private static final Set<String> READ_ONLY =
            Set.of("UID", "EUID", "PPID", "SHELLOPTS", "BASHOPTS", "BASH_VERSINFO");

    private TaskScript() {}

    /**
     * The script.
     *
     * @param programs where the tools are that it needs
     * @throws IllegalArgumentException if an argument or a variable holds a NUL character, which no process can be given
     */
    static String of(ProcessSpec spec, Programs programs) {
        var lines = new ArrayList<String>();
        for (var group : spec.controlGroups()) {
            lines.add("echo 0 2>/dev/null >" + quote(group.toString()) + " || :");
        }
        lines.add("unset PWD OLDPWD");
        var odd = new TreeMap<String, String>();
        new TreeMap<>(spec.environment()).forEach((name, value) -> {
            if (SHELL_NAME.matcher(name).matches() && !READ_ONLY.contains(name)) {
                lines.add("export " + name + "=" + quote(value));
            } else {
                odd.put(name, value);
            }
        });
        var program = spec.arguments().get(0);
        lines.add("command -v " + quote(program) + " >/dev/null 2>&1 || { echo "
                + quote("Failed to execute command '" + program + "': not found or not executable")
                + " >&2; exit 1; }");
        lines.add("exec " + quoteAll(switchUser(spec, programs)) + setOdd(odd, programs) + quoteAll(spec.arguments()));
        return String.join("\n", lines) + "\n";
    }

    private static List<String> switchUser(ProcessSpec spec, Programs programs) {
        return spec.user().map(programs::asUser).orElse(List.of());
    }

    /** Variables whose names no shell can set. */
    private static String setOdd(Map<String, String> variables, Programs programs) {
        if (variables.isEmpty()) {
            return "";
        }
        var arguments = new ArrayList<String>();
        arguments.add(programs.env());
        variables.forEach((name, value) -> arguments.add(name + "=" + value));
        return quoteAll(arguments);
    }

    private static String quoteAll(List<String> arguments) {
        return arguments.stream().map(argument -> quote(argument) + " ").collect(Collectors.joining());
    }

    private static String quote(String text) {
        if (text.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("Arguments and variables of a process can't hold NUL characters");
        }
        return "'" + text.replace("'", "'\\''") + "'";
    }
}
