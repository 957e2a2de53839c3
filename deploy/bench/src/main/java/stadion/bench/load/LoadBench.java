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
import stadion.bench.load.Results.Launch;
import stadion.bench.load.Results.Machine;
import stadion.bench.load.Results.Read;
import stadion.bench.load.Results.Resources;
import stadion.bench.load.Results.Settings;

/** Measures launches, latencies and reads of a server that it starts itself, prints them and writes them as JSON. */
@Command(
        name = "stadion-bench",
        sortOptions = false,
        description = "Starts a server on simulated agents and measures it over HTTP.")
public final class LoadBench implements Callable<Integer> {

    @Option(
            names = "--instances",
            paramLabel = "N",
            defaultValue = "10000",
            description = "Instances of the app that is posted (default: ${DEFAULT-VALUE}).")
    private int instances;

    @Option(
            names = "--agents",
            paramLabel = "N",
            defaultValue = "100",
            description = "Simulated agents (default: ${DEFAULT-VALUE}).")
    private int agents;

    @Option(
            names = "--rounds",
            paramLabel = "N",
            defaultValue = "1",
            description = "How often the app is launched and deleted (default: ${DEFAULT-VALUE}).")
    private int rounds;

    @Option(
            names = "--warm_up",
            paramLabel = "N",
            defaultValue = "1000",
            description =
                    "Instances launched and deleted before, three times; 0 measures a cold server (default: ${DEFAULT-VALUE}).")
    private int warmUp;

    @Option(
            names = "--dir",
            paramLabel = "DIR",
            defaultValue = "bench-data",
            description = "Directory for the store and the logs, emptied first (default: ${DEFAULT-VALUE}).")
    private Path dir;

    @Option(
            names = "--output",
            paramLabel = "FILE",
            defaultValue = "bench.json",
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
            description = "An argument of the server's JVM; may be repeated (default: -Xmx2g).")
    private List<String> jvmArguments = List.of("-Xmx2g");

    @Option(names = "--help", usageHelp = true, description = "Show this text.")
    @SuppressWarnings("UnusedVariable") // picocli looks at it
    private boolean help;

    /** Runs and ends the process: with 0, or 1 when something failed. */
    public static void main(String[] args) {
        System.exit(new CommandLine(new LoadBench()).execute(args));
    }

    @Override
    public Integer call() throws Exception {
        Settings settings = new Settings(instances, agents, warmUp, serverFlags, jvmArguments);
        try (Cluster cluster = Cluster.start(dir, agents, jvmArguments, serverFlags)) {
            Results results = measure(cluster, settings);
            new ObjectMapper()
                    .registerModule(new JavaTimeModule())
                    .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
                    .enable(SerializationFeature.INDENT_OUTPUT)
                    .writeValue(output.toFile(), results);
            System.out.println("written to " + output.toAbsolutePath());
        }
        return 0;
    }

    private Results measure(Cluster cluster, Settings settings) throws Exception {
        print("start to first answer: %.2f s", cluster.startSeconds());
        Measurements measurements = new Measurements(cluster);
        for (int i = 1; warmUp > 0 && i <= 3; i++) {
            print("warm-up %d: %s", i, text(measurements.launch("/bench/warm-up-" + i, warmUp, () -> {})));
        }
        Percentiles idle = measurements.postToRunning();
        print("POST to TASK_RUNNING, idle: %s", idle);

        List<Launch> launches = new ArrayList<>();
        Map<String, Read> reads = new LinkedHashMap<>();
        List<Resources> resources = new ArrayList<>();
        for (int round = 1; round <= rounds; round++) {
            String app = "/bench/launch-" + round;
            boolean last = round == rounds;
            launches.add(measurements.launch(app, instances, () -> {
                resources.add(new Resources(cluster.server().residentMiB(), cluster.storeKiB()));
                if (last) {
                    reads.putAll(measurements.reads(app));
                }
            }));
            print("launch %d: %s", round, text(launches.get(round - 1)));
        }
        reads.forEach((path, read) -> print("GET %-36s %s, %d KiB", path, read.milliseconds(), read.bytes() / 1024));
        Resources end = resources.get(rounds - 1);
        print("server: %d MiB resident, store: %d KiB", end.serverResidentMiB(), end.storeKiB());
        return new Results(Instant.now(), Machine.here(), settings, cluster.startSeconds(), launches, idle, reads, end);
    }

    private static String text(Launch launch) {
        return String.format(
                Locale.ROOT,
                "%d instances, POST answered in %.2f s, all running in %.2f s by the API and %.2f s by events: %.0f/s; deleted in %.2f s;"
                        + " CPU: server %.1f s, Mesos %.1f s",
                launch.instances(),
                launch.answered(),
                launch.runningByApi(),
                launch.runningByEvents(),
                launch.perSecond(),
                launch.deleted(),
                launch.serverCpu(),
                launch.mesosCpu());
    }

    private static void print(String how, Object... figures) {
        System.out.printf(Locale.ROOT, how + "%n", figures);
    }
}
