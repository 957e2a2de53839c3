package stadion.deploy.server;

import java.io.PrintStream;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import stadion.localmesos.LocalMesosMain;

/** The command {@code stadion}. */
public final class Main {

    private static final Logger log = LoggerFactory.getLogger(Main.class);

    private Main() {}

    /** Starts the server; ends the process with an {@link ExitCode}. */
    public static void main(String[] args) {
        List<String> arguments = Arrays.asList(args);
        if (!arguments.isEmpty() && arguments.get(0).equals("local-mesos")) {
            LocalMesosMain.main(arguments.subList(1, arguments.size()).toArray(String[]::new));
        } else {
            System.exit(
                    serve(arguments, System.getenv(), System.out, System.err).code());
        }
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
            StadionServer server = StadionServer.start(config);
            if (server.awaitReady()) {
                out.print(StartText.of(server.api(), server.mesos(), server.data()));
            }
            return server.awaitEnd();
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
