package stadion.bench.load;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import stadion.bench.load.ScaleResults.ManyApps;
import stadion.bench.load.ScaleResults.ManyInstances;
import stadion.bench.load.ScaleResults.RollingRestart;

/** Measures many apps, rolling restarts, and very many instances with the memory they take and a restart of the server; prints it and writes it as JSON. */
@Command(
        name = "stadion-bench scale",
        sortOptions = false,
        description =
                "Starts servers on simulated agents and measures many apps, rolling restarts and very many instances.")
public final class ScaleBench implements Callable<Integer> {

    private static final int AGENTS = 100;
    private static final int WARM_UP_INSTANCES = 1000;

    @Option(
            names = "--apps",
            paramLabel = "N",
            defaultValue = "1000",
            description = "Apps of ten instances, in one group (default: ${DEFAULT-VALUE}).")
    private int apps;

    @Option(
            names = "--restarted",
            paramLabel = "N",
            defaultValue = "1000",
            description = "Instances of the app that is restarted (default: ${DEFAULT-VALUE}).")
    private int restarted;

    @Option(
            names = "--rounds",
            paramLabel = "N",
            defaultValue = "2",
            description = "How often each of these two is measured (default: ${DEFAULT-VALUE}).")
    private int rounds;

    @Option(
            names = "--instances",
            paramLabel = "N",
            defaultValue = "100000",
            description = "Instances of the largest app; 0 leaves it out (default: ${DEFAULT-VALUE}).")
    private int instances;

    @Option(
            names = "--agents",
            paramLabel = "N",
            defaultValue = "1000",
            description = "Simulated agents for the largest app (default: ${DEFAULT-VALUE}); all else runs on 100.")
    private int agents;

    @Option(
            names = "--warm_up",
            paramLabel = "N",
            defaultValue = "3",
            description =
                    "Apps of 1,000 instances launched and deleted before; 0 measures a cold server (default: ${DEFAULT-VALUE}).")
    private int warmUps;

    @Mixin
    private Run run;

    /** Runs and ends the process: with 0, or 1 when something failed. */
    public static void main(String[] args) {
        System.exit(new CommandLine(new ScaleBench()).execute(args));
    }

    @Override
    public Integer call() throws Exception {
        List<ManyApps> manyApps = new ArrayList<>();
        List<RollingRestart> restarts = new ArrayList<>();
        try (Cluster cluster = run.cluster(AGENTS)) {
            warmUp(cluster);
            ScaleMeasurements measurements = new ScaleMeasurements(cluster);
            for (int round = 1; round <= rounds; round++) {
                manyApps.add(shown(measurements.manyApps("/bench/many-" + round, apps, 10)));
            }
            for (RollingRestart restart : measurements.rollingRestarts("/bench/restarted", restarted, rounds)) {
                restarts.add(shown(restart));
            }
        }
        ScaleResults results = new ScaleResults(
                Instant.now(),
                Results.Machine.here(),
                run.serverFlags(),
                run.jvmArguments(),
                manyApps,
                restarts,
                manyInstances());
        run.write("bench-scale.json", results);
        return 0;
    }

    private @Nullable ManyInstances manyInstances() throws Exception {
        if (instances == 0) {
            return null;
        }
        try (Cluster cluster = run.cluster(agents)) {
            warmUp(cluster);
            return shown(new ScaleMeasurements(cluster).manyInstances("/bench/largest", instances, agents));
        }
    }

    private void warmUp(Cluster cluster) throws Exception {
        for (int i = 1; i <= warmUps; i++) {
            new Measurements(cluster).launch("/bench/warm-up-" + i, WARM_UP_INSTANCES, () -> {});
        }
    }

    private static <T> T shown(T result) {
        System.out.println(result);
        return result;
    }
}
