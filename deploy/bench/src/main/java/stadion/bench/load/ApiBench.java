package stadion.bench.load;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import stadion.bench.load.ApiResults.Requests;
import stadion.bench.load.ApiResults.Settings;

/** Measures what requests to the API cost with many apps, prints it and writes it as JSON. */
@Command(
        name = "stadion-bench api",
        sortOptions = false,
        description = "Starts a server on simulated agents and measures reads and writes of its API.")
public final class ApiBench implements Callable<Integer> {

    /** Rounds of POSTs before the first that counts, so that what is measured is compiled code. */
    private static final int WARM_UPS = 5;

    @Option(
            names = "--apps",
            paramLabel = "N",
            defaultValue = "1000",
            description = "Apps with instances (default: ${DEFAULT-VALUE}).")
    private int apps;

    @Option(
            names = "--instances",
            paramLabel = "N",
            defaultValue = "10",
            description = "Instances of each of them (default: ${DEFAULT-VALUE}).")
    private int instances;

    @Option(
            names = "--most_apps",
            paramLabel = "N",
            defaultValue = "10000",
            description =
                    "With so many apps POSTs are measured at last; those above --apps have no instances (default: ${DEFAULT-VALUE}).")
    private int mostApps;

    @Option(
            names = "--agents",
            paramLabel = "N",
            defaultValue = "100",
            description = "Simulated agents (default: ${DEFAULT-VALUE}).")
    private int agents;

    @Option(
            names = "--requests",
            paramLabel = "N",
            defaultValue = "300",
            description =
                    "Requests of each kind that are measured, after as many to warm up (default: ${DEFAULT-VALUE}).")
    private int requests;

    @Option(
            names = "--dir",
            paramLabel = "DIR",
            defaultValue = "bench-data",
            description = "Directory for the store and the logs, emptied first (default: ${DEFAULT-VALUE}).")
    private Path dir;

    @Option(
            names = "--output",
            paramLabel = "FILE",
            defaultValue = "bench-api.json",
            description = "Where the results are written (default: ${DEFAULT-VALUE}).")
    private Path output;

    @Option(
            names = "--server_flag",
            paramLabel = "ARGUMENT",
            description = "A further argument of the server; may be repeated.")
    private List<String> serverFlags = List.of();

    @Option(
            names = "--server_jvm",
            paramLabel = "ARGUMENT",
            description = "An argument of the server's JVM instead of -Xmx2g; may be repeated.")
    private List<String> jvmArguments = List.of("-Xmx2g");

    @Option(names = "--help", usageHelp = true, description = "Show this text.")
    @SuppressWarnings("UnusedVariable") // picocli looks at it
    private boolean help;

    /** Runs and ends the process: with 0, or 1 when something failed. */
    public static void main(String[] args) {
        System.exit(new CommandLine(new ApiBench()).execute(args));
    }

    @Override
    public Integer call() throws Exception {
        Settings settings = new Settings(apps, instances, mostApps, agents, requests, serverFlags, jvmArguments);
        // Every app holds a service port, and the default range has 10,001.
        List<String> flags = new ArrayList<>(List.of("--local_port_max", "60000"));
        flags.addAll(serverFlags);
        try (Cluster cluster = Cluster.start(dir, agents, jvmArguments, flags)) {
            ApiResults results = measure(new ApiMeasurements(cluster, requests), settings);
            new ObjectMapper()
                    .registerModule(new JavaTimeModule())
                    .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
                    .enable(SerializationFeature.INDENT_OUTPUT)
                    .writeValue(output.toFile(), results);
            System.out.println("written to " + output.toAbsolutePath());
        }
        return 0;
    }

    private ApiResults measure(ApiMeasurements measurements, Settings settings) throws Exception {
        Map<Integer, Requests> posts = new LinkedHashMap<>();
        for (int i = 0; i < WARM_UPS; i++) {
            measurements.posts();
        }
        posts.put(0, measurements.posts());
        print("POST /v2/apps at 0 apps", posts.get(0));
        measurements.addApps("running", apps, instances);
        Map<String, Requests> reads = measurements.reads("running");
        reads.forEach(ApiBench::print);
        posts.put(apps, measurements.posts());
        print("POST /v2/apps at " + apps + " apps", posts.get(apps));
        measurements.addApps("resting", mostApps - apps, 0);
        posts.put(mostApps, measurements.posts());
        print("POST /v2/apps at " + mostApps + " apps", posts.get(mostApps));
        return new ApiResults(Instant.now(), Results.Machine.here(), settings, reads, posts);
    }

    private static void print(String what, Requests requests) {
        System.out.printf(Locale.ROOT, "%-36s %s%n", what, requests);
    }
}
