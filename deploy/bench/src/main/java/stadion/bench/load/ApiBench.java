package stadion.bench.load;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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

    @Mixin
    private Run run;

    /** Runs and ends the process: with 0, or 1 when something failed. */
    public static void main(String[] args) {
        System.exit(new CommandLine(new ApiBench()).execute(args));
    }

    @Override
    public Integer call() throws Exception {
        Settings settings =
                new Settings(apps, instances, mostApps, agents, requests, run.serverFlags(), run.jvmArguments());
        // Every app holds a service port, and the default range has 10,001.
        List<String> flags = new ArrayList<>(List.of("--local_port_max", "60000"));
        flags.addAll(run.serverFlags());
        try (Cluster cluster = Cluster.start(run.dir(), agents, run.jvmArguments(), flags)) {
            ApiResults results = measure(new ApiMeasurements(cluster, requests), settings);
            run.write("bench-api.json", results);
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
