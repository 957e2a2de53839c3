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
            defaultValue = "5000",
            description =
                    "Instances launched and deleted before, three times; 0 measures a cold server (default: ${DEFAULT-VALUE}).")
    private int warmUp;

    @Mixin
    private Run run;

    /** Runs and ends the process: with 0, or 1 when something failed. */
    public static void main(String[] args) {
        System.exit(new CommandLine(new LoadBench()).execute(args));
    }

    @Override
    public Integer call() throws Exception {
        Settings settings = new Settings(instances, agents, warmUp, run.serverFlags(), run.jvmArguments());
        try (Cluster cluster = run.cluster(agents)) {
            Results results = measure(cluster, settings);
            run.write("bench.json", results);
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
