package stadion.bench.load;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import stadion.bench.load.Results.Launch;
import stadion.bench.load.Results.Read;

/** What is measured on a running cluster. */
final class Measurements {

    private static final int IDLE_POSTS = 20;
    private static final int READS = 50;

    private final Cluster cluster;
    private final Api api;

    Measurements(Cluster cluster) {
        this.cluster = cluster;
        this.api = cluster.api();
    }

    /** While the launched app still runs. */
    interface WhileRunning {
        void run() throws IOException, InterruptedException;
    }

    /** One POST of an app with many instances, until all run; then the app is removed. */
    Launch launch(String app, int instances, WhileRunning whileRunning)
            throws IOException, InterruptedException, TimeoutException {
        try (RunningEvents events = RunningEvents.ofApp(app, api)) {
            double serverCpu = cluster.server().cpuSeconds();
            double mesosCpu = cluster.mesos().cpuSeconds();
            long start = System.nanoTime();
            api.postApp(app, instances);
            double answered = secondsSince(start);
            Api.await("all tasks of " + app, () -> api.running(app) >= instances);
            double runningByApi = secondsSince(start);
            List<Long> times = events.await(instances);
            serverCpu = cluster.server().cpuSeconds() - serverCpu;
            mesosCpu = cluster.mesos().cpuSeconds() - mesosCpu;
            Api.await(
                    "the end of the deployment",
                    () -> api.json("/v2/deployments").isEmpty());
            whileRunning.run();

            long deletion = System.nanoTime();
            api.deleteApp(app);
            double byEvents = (times.get(instances - 1) - start) / 1e9;
            return new Launch(
                    instances,
                    rounded(answered),
                    rounded(runningByApi),
                    rounded(byEvents),
                    rounded(instances / runningByApi),
                    IntStream.rangeClosed(1, 10)
                            .mapToObj(tenth ->
                                    rounded((times.get(Math.max(instances * tenth / 10, 1) - 1) - start) / 1e9))
                            .toList(),
                    rounded(secondsSince(deletion)),
                    rounded(serverCpu),
                    rounded(mesosCpu));
        }
    }

    /** From the POST of an app with one instance until the event stream says that it runs, on a server that has been idle for a second. */
    Percentiles postToRunning() throws IOException, InterruptedException, TimeoutException {
        List<Long> nanos = new ArrayList<>();
        for (int i = 0; i < IDLE_POSTS; i++) {
            Thread.sleep(1_000);
            String app = "/bench/idle-" + i;
            try (RunningEvents events = RunningEvents.ofApp(app, api)) {
                long start = System.nanoTime();
                api.postApp(app, 1);
                nanos.add(events.await(1).get(0) - start);
            }
            api.deleteApp(app);
        }
        return Percentiles.ofNanos(nanos);
    }

    /** Reads one after the other, while {@code app} is there. */
    Map<String, Read> reads(String app) throws IOException, InterruptedException {
        Map<String, Read> reads = new LinkedHashMap<>();
        List<String> paths = List.of(
                "/ping",
                "/v2/info",
                "/v2/apps" + app,
                "/v2/apps",
                "/v2/apps?embed=apps.tasks",
                "/v2/apps" + app + "/tasks",
                "/v2/tasks",
                "/v2/groups",
                "/v2/deployments",
                "/v2/queue");
        for (String path : paths) {
            List<Long> nanos = new ArrayList<>();
            long bytes = 0;
            for (int i = 0; i < READS; i++) {
                long start = System.nanoTime();
                bytes = api.get(path).length;
                nanos.add(System.nanoTime() - start);
            }
            reads.put(path, new Read(Percentiles.ofNanos(nanos), bytes));
        }
        return reads;
    }

    private static double secondsSince(long nanos) {
        return (System.nanoTime() - nanos) / 1e9;
    }

    private static double rounded(double number) {
        return Math.round(number * 1000) / 1000.0;
    }
}
