package stadion.bench.load;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import stadion.bench.load.ApiResults.Requests;

/** Requests to the API of a running cluster, and what they cost. */
final class ApiMeasurements {

    private static final String GROUP = "/bench";
    private static final int AT_ONCE = 250;

    private final Cluster cluster;
    private final Api api;
    private final int requests;
    private int posted;

    /** @param requests how many of each kind are measured, after as many to warm up */
    ApiMeasurements(Cluster cluster, int requests) {
        this.cluster = cluster;
        this.api = cluster.api();
        this.requests = requests;
    }

    private interface Exchange {
        long send(HttpConnection connection) throws IOException;
    }

    /** Adds apps, some hundred at a time, and waits until all their instances run. */
    void addApps(String name, int count, int instances) throws IOException, InterruptedException, TimeoutException {
        for (int from = 0; from < count; from += AT_ONCE) {
            api.put(
                    "/v2/apps",
                    IntStream.range(from, Math.min(from + AT_ONCE, count))
                            .mapToObj(i -> app(GROUP + "/" + name + "/app-" + i, instances))
                            .collect(Collectors.joining(",", "[", "]")));
        }
        Api.await("the launch of " + name, () -> api.json("/v2/deployments").isEmpty());
    }

    private static String app(String id, int instances) {
        return """
                {"id": "%s", "cmd": "sleep 3600", "cpus": 0.01, "mem": 16, "instances": %d, "env": {"STAGE": "bench"}, \
                "labels": {"team": "bench"}, "portDefinitions": [{"name": "http"}]}""".formatted(id, instances);
    }

    /** Reads of all apps, while the app numbered 0 of {@code name} is among them. */
    Map<String, Requests> reads(String name) throws IOException {
        Map<String, Requests> reads = new LinkedHashMap<>();
        for (String path : List.of(
                "/v2/apps",
                "/v2/apps?embed=apps.tasks",
                "/v2/groups",
                "/v2/tasks",
                "/v2/apps" + GROUP + "/" + name + "/app-0")) {
            reads.put("GET " + path, measure(connection -> connection.exchange("GET", path, "", "")));
        }
        String all = "/v2/apps?embed=apps.tasks";
        reads.put(
                "GET " + all + " (gzip)",
                measure(connection -> connection.exchange("GET", all, "Accept-Encoding: gzip\r\n", "")));
        return reads;
    }

    /** POSTs of apps without instances; they are removed afterwards. */
    Requests posts() throws IOException, InterruptedException, TimeoutException {
        Requests result = measure(
                connection -> connection.exchange("POST", "/v2/apps", "", app(GROUP + "/posted/app-" + posted++, 0)));
        api.delete("/v2/groups" + GROUP + "/posted?force=true");
        Api.await(
                "the end of what was posted", () -> api.json("/v2/deployments").isEmpty());
        return result;
    }

    private Requests measure(Exchange exchange) throws IOException {
        try (HttpConnection connection = new HttpConnection(api.uri("/"))) {
            for (int i = 0; i < requests; i++) {
                exchange.send(connection);
            }
            List<Long> nanos = new ArrayList<>();
            double cpu = cluster.server().cpuSeconds();
            long bytes = 0;
            long start = System.nanoTime();
            for (int i = 0; i < requests; i++) {
                long before = System.nanoTime();
                bytes = exchange.send(connection);
                nanos.add(System.nanoTime() - before);
            }
            double seconds = (System.nanoTime() - start) / 1e9;
            cpu = cluster.server().cpuSeconds() - cpu;
            double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
            return new Requests(
                    Percentiles.ofNanos(nanos),
                    rounded(requests / seconds),
                    rounded(1000 * cpu / requests),
                    bytes,
                    rounded(load));
        }
    }

    private static double rounded(double number) {
        return Math.round(number * 100) / 100.0;
    }
}
