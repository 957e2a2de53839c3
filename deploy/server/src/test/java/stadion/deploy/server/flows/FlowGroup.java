package stadion.deploy.server.flows;

import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Flows that share a server, some at the same time. */
final class FlowGroup {

    private static final Duration LONGEST = Duration.ofMinutes(20);

    private final Path dir;
    private final int ports;
    private final Map<Flow, CompletableFuture<List<String>>> results;
    private final int atOnce;

    FlowGroup(Path dir, int ports, List<Flow> flows, int atOnce) {
        this.dir = dir;
        this.ports = ports;
        this.results = flows.stream()
                .collect(Collectors.toMap(
                        Function.identity(), flow -> new CompletableFuture<>(), (a, b) -> a, LinkedHashMap::new));
        this.atOnce = atOnce;
    }

    /**
     * Begins to replay them; what differs follows by the names of the flows.
     *
     * @param servers that have yet to start; they take the processor, and flows are not to be slower than they were recorded
     */
    Map<String, Future<List<String>>> start(ExecutorService threads, CountDownLatch servers) {
        threads.execute(() -> run(servers));
        Map<String, Future<List<String>>> byName = new LinkedHashMap<>();
        results.forEach((flow, result) -> byName.put(flow.name(), result));
        return byName;
    }

    private void run(CountDownLatch servers) {
        try {
            FlowBed bed = bed(servers);
            servers.await();
            replayAll(bed);
            bed.stop();
        } catch (Exception | AssertionError e) {
            results.values().forEach(result -> result.completeExceptionally(e));
        }
    }

    private FlowBed bed(CountDownLatch servers) throws Exception {
        try {
            return new FlowBed(dir, ports, results.keySet().iterator().next().flags());
        } finally {
            servers.countDown();
        }
    }

    private void replayAll(FlowBed bed) throws InterruptedException {
        ExecutorService workers = Executors.newFixedThreadPool(atOnce);
        results.forEach((flow, result) -> workers.execute(() -> replay(flow, result, bed)));
        workers.shutdown();
        workers.awaitTermination(LONGEST.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void replay(Flow flow, CompletableFuture<List<String>> result, FlowBed bed) {
        try {
            result.complete(new FlowReplay(flow, bed, atOnce == 1).differences());
        } catch (Exception | AssertionError e) {
            result.completeExceptionally(
                    new AssertionError(e + "\nthe server:\n" + bed.server().output(), e));
        }
    }
}
