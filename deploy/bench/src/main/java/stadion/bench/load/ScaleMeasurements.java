package stadion.bench.load;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import stadion.bench.load.ScaleResults.ManyApps;
import stadion.bench.load.ScaleResults.ManyInstances;
import stadion.bench.load.ScaleResults.RollingRestart;

/** What many apps, many instances and the replacement of many cost on a running cluster. */
final class ScaleMeasurements {

    private final Cluster cluster;
    private final Api api;

    ScaleMeasurements(Cluster cluster) {
        this.cluster = cluster;
        this.api = cluster.api();
    }

    /** One PUT of a group of new apps, until all their instances run; then the group is removed. */
    ManyApps manyApps(String group, int apps, int instances)
            throws IOException, InterruptedException, TimeoutException {
        String body = IntStream.range(0, apps)
                .mapToObj(i -> app("app-" + i, instances, 0))
                .collect(Collectors.joining(",", "{\"apps\":[", "]}"));
        ManyApps result;
        try (RunningEvents events = RunningEvents.ofGroup(group, api)) {
            long start = System.nanoTime();
            api.put("/v2/groups" + group, body);
            double answered = secondsSince(start);
            events.await(apps * instances);
            result = new ManyApps(apps, instances, answered, secondsSince(start), load());
        }
        awaitDeployments();
        api.delete("/v2/groups" + group + "?force=true");
        awaitDeployments();
        return result;
    }

    /** An app all of whose instances are replaced {@code rounds} times; then it is removed. */
    RollingRestart[] rollingRestarts(String app, int instances, int rounds)
            throws IOException, InterruptedException, TimeoutException {
        api.post("/v2/apps", app(app, instances, 0));
        Api.await("all tasks of " + app, () -> api.running(app) >= instances);
        awaitDeployments();
        RollingRestart[] restarts = new RollingRestart[rounds];
        for (int round = 0; round < rounds; round++) {
            restarts[round] = rollingRestart(app, instances, round + 1);
        }
        api.deleteApp(app);
        return restarts;
    }

    private RollingRestart rollingRestart(String app, int instances, int version)
            throws IOException, InterruptedException {
        int fewestRunning = Integer.MAX_VALUE;
        int mostTasks = 0;
        long start = System.nanoTime();
        api.put("/v2/apps" + app, app(app, instances, version));
        double seconds = 0;
        while (seconds == 0) {
            boolean ended = api.json("/v2/deployments").isEmpty();
            seconds = ended ? secondsSince(start) : 0;
            JsonNode now = api.json("/v2/apps" + app + "?embed=app.counts").path("app");
            int running = now.path("tasksRunning").asInt();
            fewestRunning = Math.min(fewestRunning, running);
            mostTasks = Math.max(mostTasks, running + now.path("tasksStaged").asInt());
            Thread.sleep(20);
        }
        return new RollingRestart(instances, seconds, fewestRunning, mostTasks, load());
    }

    /** One app with very many instances; when all run the server is killed and started again. They are left as they are. */
    ManyInstances manyInstances(String app, int instances, int agents)
            throws IOException, InterruptedException, TimeoutException {
        long before = cluster.server().liveHeapBytes();
        long start = System.nanoTime();
        api.postApp(app, instances);
        Api.await("all tasks of " + app, () -> api.running(app) >= instances);
        double running = secondsSince(start);
        awaitDeployments();
        long heap = (cluster.server().liveHeapBytes() - before) / instances;
        long crash = System.nanoTime();
        cluster.crashServer();
        Api.await("all tasks of " + app + " again", () -> api.running(app) >= instances);
        return new ManyInstances(instances, agents, running, heap, secondsSince(crash), load());
    }

    private void awaitDeployments() throws IOException, InterruptedException, TimeoutException {
        Api.await(
                "the end of the deployments", () -> api.json("/v2/deployments").isEmpty());
    }

    private static String app(String id, int instances, int version) {
        return """
                {"id": "%s", "cmd": "sleep 3600", "cpus": 0.01, "mem": 16, "instances": %d, "env": {"VERSION": "%d"}, \
                "portDefinitions": []}""".formatted(id, instances, version);
    }

    private static double load() {
        return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    }

    private static double secondsSince(long nanos) {
        return (System.nanoTime() - nanos) / 1e9;
    }
}
