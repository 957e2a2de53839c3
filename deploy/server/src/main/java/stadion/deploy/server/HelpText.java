package stadion.deploy.server;

import java.util.Arrays;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgGroupSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** What {@code --help} prints. */
final class HelpText {

    static final String USAGE = "Usage: stadion [flags]";

    private static final int WIDTH = 110;

    private HelpText() {}

    static String text() {
        CommandSpec command = CommandSpec.create().name("stadion");
        command.usageMessage().width(WIDTH).sortOptions(false);
        int order = 0;
        for (FlagGroup group : FlagGroup.values()) {
            ArgGroupSpec.Builder section = ArgGroupSpec.builder()
                    .exclusive(false)
                    .validate(false)
                    .heading("%n" + group.heading() + "%n")
                    .order(order++);
            Arrays.stream(ServerFlag.values())
                    .filter(flag -> flag.group() == group)
                    .map(HelpText::option)
                    .forEach(section::addArg);
            command.addArgGroup(section.build());
        }
        CommandLine.Help help =
                new CommandLine.Help(command, CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF));
        return INTRODUCTION + help.optionList() + unusedFlags();
    }

    private static final String INTRODUCTION = """
            %s

            Runs long-lived applications on Apache Mesos and speaks the Marathon v2 API.

            Flags are written --http_port 80, --http_port=80 or --http-port 80, or given as a variable: MARATHON_HTTP_PORT=80.
            Those that are on or off are --checkpoint and --disable_checkpoint; their variable is empty, true or false.

              --help       Print this text.
              --version    Print the version.
            """.formatted(USAGE);

    private static OptionSpec option(ServerFlag flag) {
        OptionSpec.Builder option = OptionSpec.builder("--" + flag.flagName()).type(String.class);
        String meaning = flag.meaning().replace("%", "%%");
        if (flag.type().isOnOff()) {
            boolean on = flag.whenChanged().startsWith("--disable_");
            return option.arity("0")
                    .description(meaning + (on ? " (default: on)" : " (default: off)"))
                    .build();
        }
        String defaultText =
                flag.defaultText().map(text -> " (default: " + text + ")").orElse("");
        return option.arity("1")
                .paramLabel("<" + flag.type().label() + ">")
                .description(meaning + defaultText)
                .build();
    }

    private static String unusedFlags() {
        StringBuilder text = new StringBuilder("\nFlags of Marathon's that have no effect for now\n");
        for (UnusedFlag.Reason reason : UnusedFlag.Reason.values()) {
            text.append(reason.weakensSecurity() ? "  refused: " : "  ignored: ")
                    .append(reason.text())
                    .append('\n');
            String names = Arrays.stream(UnusedFlag.values())
                    .filter(flag -> flag.reason() == reason)
                    .map(flag -> flag.whenChanged().substring(2))
                    .collect(Collectors.joining(" "));
            text.append(wrap(names));
        }
        return text.toString();
    }

    private static String wrap(String words) {
        StringBuilder text = new StringBuilder();
        StringBuilder line = new StringBuilder();
        for (String word : words.split(" ")) {
            if (line.length() + word.length() + 7 > WIDTH) {
                text.append(line).append('\n');
                line.setLength(0);
            }
            line.append(line.isEmpty() ? "      " : " ").append(word);
        }
        return text.append(line).append('\n').toString();
    }
}
