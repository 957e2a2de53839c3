package stadion.deploy.server;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.OverwrittenOptionException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * Reads flags from the command line and the environment, by Marathon's rules: each flag at most once, in one of the two
 * places; unknown ones are errors.
 */
final class FlagParser {

    private static final String VARIABLE_PREFIX = "MARATHON_";

    /** Marathon itself sets these for the tasks it runs, and it may itself be such a task. */
    private static final String TASK_VARIABLE_PREFIX = "MARATHON_APP_";

    /** The variables that Marathon reads under names of their own, too. */
    private static final Map<String, Flag> OTHER_VARIABLES = Map.of(
            "MESOSPHERE_HTTP_CREDENTIALS", ServerFlag.HTTP_CREDENTIALS,
            "MESOSPHERE_KEYSTORE_PATH", ServerFlag.SSL_KEYSTORE_PATH,
            "MESOSPHERE_KEYSTORE_PASS", ServerFlag.SSL_KEYSTORE_PASSWORD);

    private static final String DISABLE = "disable_";

    private final Map<String, Flag> flagsByName = new TreeMap<>();
    private final CommandLine commandLine;

    FlagParser() {
        CommandSpec command = CommandSpec.create();
        for (Flag flag : Flag.all()) {
            flagsByName.put(flag.flagName(), flag);
            command.addOption(option(flag.flagName(), flag.type().isOnOff()));
            if (flag.type().isOnOff()) {
                command.addOption(option(DISABLE + flag.flagName(), true));
            }
        }
        commandLine = new CommandLine(command).setExpandAtFiles(false).setPosixClusteredShortOptionsAllowed(false);
    }

    /**
     * Reads the flags.
     *
     * @param args the command line
     * @param environment the variables of the process; those that don't begin with {@code MARATHON_} are ignored
     * @throws FlagException if a flag is unknown, given twice, or its value is wrong
     */
    FlagValues parse(List<String> args, Map<String, String> environment) {
        Map<Flag, Given> given = new LinkedHashMap<>();
        for (OptionSpec option : parseCommandLine(args).matchedOptions()) {
            String name = option.longestName().substring(2).replace('-', '_');
            add(given, name, "--" + name, option.<@Nullable Object>getValue() instanceof String text ? text : "");
        }
        new TreeMap<>(environment).forEach((variable, value) -> addVariable(given, variable, value));

        Map<Flag, Object> values = new LinkedHashMap<>();
        given.forEach((flag, one) -> values.put(flag, one.value()));
        return new FlagValues(values);
    }

    private void addVariable(Map<Flag, Given> given, String variable, String value) {
        Flag other = OTHER_VARIABLES.get(variable);
        if (other != null) {
            add(given, other.flagName(), variable, value);
        } else if (variable.startsWith(VARIABLE_PREFIX) && !variable.startsWith(TASK_VARIABLE_PREFIX)) {
            add(given, variable.substring(VARIABLE_PREFIX.length()).toLowerCase(Locale.ROOT), variable, value);
        }
    }

    /** Adds what stands in {@code source}, which is how the user wrote it: {@code --http_port} or {@code MARATHON_HTTP_PORT}. */
    private void add(Map<Flag, Given> given, String name, String source, String text) {
        Flag flag = flagsByName.get(name);
        Flag disabled = name.startsWith(DISABLE) ? flagsByName.get(name.substring(DISABLE.length())) : null;
        boolean negated = flag == null && disabled != null && disabled.type().isOnOff();
        Flag meant = negated ? disabled : flag;
        if (meant == null) {
            throw new FlagException("The variable " + source + " names no flag. " + Suggestion.forName(name, names()));
        }
        Given earlier = given.get(meant);
        if (earlier != null) {
            throw new FlagException(earlier.source() + " and " + source + " are both given: leave one of them out.");
        }
        given.put(meant, new Given(source, read(meant, negated, source, text)));
    }

    private static Object read(Flag flag, boolean negated, String source, String text) {
        try {
            Object value = flag.type().read(text);
            return negated ? !((Boolean) value) : value;
        } catch (IllegalArgumentException e) {
            boolean shown = !text.isEmpty() && !flag.type().isSecret();
            throw new FlagException(source + " " + e.getMessage() + (shown ? ", not '" + text + "'." : "."));
        }
    }

    private ParseResult parseCommandLine(List<String> args) {
        try {
            return commandLine.parseArgs(args.toArray(String[]::new));
        } catch (UnmatchedArgumentException e) {
            throw unmatched(e.getUnmatched().get(0));
        } catch (OverwrittenOptionException e) {
            throw new FlagException(nameOf(e.getOverwritten()) + " is given twice.");
        } catch (MissingParameterException e) {
            throw new FlagException(nameOf(e.getMissing().get(0)) + " needs a value.");
        } catch (ParameterException e) {
            throw new FlagException(e.getMessage());
        }
    }

    private FlagException unmatched(String argument) {
        if (!argument.startsWith("-")) {
            return new FlagException("Unexpected argument '" + argument
                    + "': flags begin with --, and those that are on or off take no value (--ha, --disable_ha).");
        }
        String name = argument.replaceFirst("=.*", "");
        return new FlagException("Unknown flag " + name + ". " + Suggestion.forName(name, names()));
    }

    private List<String> names() {
        return flagsByName.values().stream().map(Flag::flagName).toList();
    }

    private static String nameOf(ArgSpec argument) {
        return argument instanceof OptionSpec option ? option.longestName() : argument.paramLabel();
    }

    private static OptionSpec option(String name, boolean onOff) {
        return OptionSpec.builder(namesOf(name))
                .arity(onOff ? "0" : "1")
                .type(onOff ? boolean.class : String.class)
                .build();
    }

    private static String[] namesOf(String name) {
        String dashed = name.replace('_', '-');
        return dashed.equals(name) ? new String[] {"--" + name} : new String[] {"--" + name, "--" + dashed};
    }

    /** A flag's value and how the user wrote the flag. */
    private record Given(String source, Object value) {}
}
