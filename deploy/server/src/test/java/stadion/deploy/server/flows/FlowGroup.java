package stadion.deploy.server.flows;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Flows that share a server, some at the same time. */
final class FlowGroup {

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

    /** Begins to replay them; what differs follows by the names of the flows. */
    Map<String, Future<List<String>>> start(ExecutorService threads) {
        threads.submit(() -> run());
        Map<String, Future<List<String>>> byName = new LinkedHashMap<>();
        results.forEach((flow, result) -> byName.put(flow.name(), result));
        return byName;
    }

    private Void run() throws Exception {
        List<String> flags = results.keySet().iterator().next().flags();
        ExecutorService workers = Executors.newFixedThreadPool(atOnce);
        try (FlowBed bed = new FlowBed(dir, ports, flags)) {
            CountDownLatch left = new CountDownLatch(results.size());
            results.forEach((flow, result) -> workers.submit(() -> {
                try {
                    result.complete(new FlowReplay(flow, bed, atOnce == 1).differences());
                } catch (Throwable e) {
                    result.completeExceptionally(new AssertionError(e + "\nthe server:\n" + bed.server().output(), e));
                } finally {
                    left.countDown();
                }
            }));
            left.await();
        } catch (Throwable e) {
            results.values().forEach(result -> result.completeExceptionally(e));
        } finally {
            workers.shutdownNow();
        }
        return null;
    }
}
