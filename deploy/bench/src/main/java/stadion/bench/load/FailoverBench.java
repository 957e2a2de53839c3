package stadion.bench.load;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeoutException;
import java.util.function.ToLongFunction;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import stadion.bench.load.SeveralNodes.Node;

/** Measures how soon another node goes on when the one that leads is killed, and when it abdicates. */
@Command(
        name = "stadion-bench failover",
        sortOptions = false,
        description =
                "Starts several nodes, kills the one that leads again and again, and measures how soon another one goes on.")
public final class FailoverBench implements Callable<Integer> {

    @Option(
            names = "--nodes",
            paramLabel = "N",
            defaultValue = "3",
            description = "Nodes, at least 2 (default: ${DEFAULT-VALUE}).")
    private int count;

    @Option(
            names = "--instances",
            paramLabel = "N",
            defaultValue = "1000",
            description = "Instances that run all the time (default: ${DEFAULT-VALUE}).")
    private int instances;

    @Option(
            names = "--kills",
            paramLabel = "N",
            defaultValue = "20",
            description = "How often the node that leads is killed (default: ${DEFAULT-VALUE}).")
    private int kills;

    @Option(
            names = "--abdications",
            paramLabel = "N",
            defaultValue = "10",
            description = "How often it is told to abdicate (default: ${DEFAULT-VALUE}).")
    private int abdications;

    @Option(
            names = "--store_flag",
            paramLabel = "ARGUMENT",
            description =
                    "An argument by which the nodes find their store, as --store and its URL; may be repeated (default: a ZooKeeper server of its own).")
    private List<String> store = List.of();

    @Mixin
    private Run run;

    private int apps;

    /**
     * What one change of the leader took, in nanoseconds from the kill or the DELETE.
     *
     * @param write until another node had answered a POST with success
     * @param launch until the task that this asked for ran, so that an offer had been accepted
     */
    private record Change(long write, long launch) {}

    /** Runs and ends the process: with 0, or 1 when something failed. */
    public static void main(String[] args) {
        System.exit(new CommandLine(new FailoverBench()).execute(args));
    }

    @Override
    public Integer call() throws Exception {
        try (SeveralNodes nodes =
                SeveralNodes.start(run.dir(), count, 10, store, run.serverFlags(), run.jvmArguments())) {
            Api api = nodes.awaitAgreement().api();
            api.postApp("/bench/running", instances);
            Api.await("all tasks", () -> api.running("/bench/running") >= instances);
            Map<String, Object> results = new LinkedHashMap<>();
            results.put("machine", Results.Machine.here());
            results.put("nodes", count);
            results.put("instances", instances);
            if (kills > 0) {
                results.put("kills", measure("kill -9", kills, () -> kill(nodes)));
            }
            if (abdications > 0) {
                results.put("abdications", measure("abdication", abdications, () -> abdicate(nodes)));
            }
            run.write("bench-failover.json", results);
        }
        return 0;
    }

    private static Map<String, Percentiles> measure(String what, int times, Callable<Change> change) throws Exception {
        List<Change> changes = new ArrayList<>();
        for (int i = 1; i <= times; i++) {
            Change measured = change.call();
            changes.add(measured);
            System.out.printf(
                    "%s %d: written after %.2f s, launched after %.2f s%n",
                    what, i, measured.write / 1e9, measured.launch / 1e9);
        }
        Map<String, Percentiles> results =
                Map.of("write", percentiles(changes, Change::write), "launch", percentiles(changes, Change::launch));
        System.out.println(what + " " + results);
        return results;
    }

    private static Percentiles percentiles(List<Change> changes, ToLongFunction<Change> part) {
        return Percentiles.ofNanos(changes.stream().mapToLong(part).boxed().toList());
    }

    private Change kill(SeveralNodes nodes) throws Exception {
        Node leader = nodes.awaitAgreement();
        return measure(nodes, leader, () -> {
            leader.process().kill();
            return null;
        });
    }

    private Change abdicate(SeveralNodes nodes) throws Exception {
        Node leader = nodes.awaitAgreement();
        return measure(nodes, leader, () -> {
            leader.api().delete("/v2/leader");
            while (nodes.leaderAccordingTo(nodes.besides(leader)).equals(Optional.of(leader))) {
                Thread.sleep(5);
            }
            return null;
        });
    }

    private Change measure(SeveralNodes nodes, Node leader, Callable<?> end) throws Exception {
        Api api = nodes.besides(leader).api();
        Set<String> before = tasks(api);
        long start = System.nanoTime();
        end.call();
        String app = write(api);
        long written = System.nanoTime() - start;
        Api.await(
                "the task of " + app,
                () -> api.json("/v2/apps" + app).at("/app/tasksRunning").asInt() == 1);
        Change change = new Change(written, System.nanoTime() - start);
        if (!tasks(api).containsAll(before)) {
            throw new IllegalStateException("tasks were lost");
        }
        api.deleteApp(app);
        if (!leader.process().isAlive()) {
            leader.start();
        }
        nodes.awaitAgreement();
        // What a node does when it has just joined is not to be measured.
        Thread.sleep(3_000);
        return change;
    }

    /** Asks for an app of one instance until that is answered with success; returns its id. */
    private String write(Api api) throws InterruptedException {
        while (true) {
            String app = "/bench/after-" + ++apps;
            try {
                api.postApp(app, 1);
                return app;
            } catch (IOException notYet) {
                Thread.sleep(20);
            }
        }
    }

    private static Set<String> tasks(Api api) throws IOException, InterruptedException, TimeoutException {
        Set<String> ids = new HashSet<>();
        for (JsonNode task : api.json("/v2/apps/bench/running/tasks").path("tasks")) {
            ids.add(task.path("id").asText());
        }
        return ids;
    }
}
