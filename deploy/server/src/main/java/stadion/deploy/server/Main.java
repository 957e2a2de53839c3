package stadion.deploy.server;

import java.io.PrintStream;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The command {@code stadion}. */
public final class Main {

    private static final Logger log = LoggerFactory.getLogger(Main.class);

    private Main() {}

    /** Starts the server; ends the process with an {@link ExitCode}. */
    public static void main(String[] args) {
        List<String> arguments = Arrays.asList(args);
        System.exit(serve(arguments, System.getenv(), System.out, System.err).code());
    }

    static ExitCode serve(List<String> arguments, Map<String, String> environment, PrintStream out, PrintStream err) {
        if (arguments.contains("--help") || arguments.contains("-h")) {
            out.print(HelpText.text());
            return ExitCode.OK;
        }
        if (arguments.contains("--version")) {
            out.println("Stadion " + Version.current());
            return ExitCode.OK;
        }
        try {
            ServerConfig config =
                    ServerConfigReader.read(new FlagParser().parse(arguments, environment), Machine.here());
            LoggingLevel.set(config.loggingLevel());
            config.warnings().forEach(log::warn);
            return StadionServer.start(config).awaitEnd();
        } catch (FlagException e) {
            err.println("stadion: " + e.getMessage());
            err.println(HelpText.USAGE);
            err.println("'stadion --help' lists all flags.");
            return ExitCode.WRONG_FLAG;
        } catch (StartFailure e) {
            err.println("stadion: " + e.getMessage());
            return e.exitCode();
        }
    }
}
