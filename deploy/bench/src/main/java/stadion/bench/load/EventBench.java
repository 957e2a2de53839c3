package stadion.bench.load;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Measures how long after it happened an event reaches each of many subscribers, by changes of an app without instances. */
@Command(
        name = "stadion-bench events",
        sortOptions = false,
        description =
                "Starts a server with many subscribers of its event stream, and measures how late they hear of changes.")
public final class EventBench implements Callable<Integer> {

    /** What each change is told as, also when it takes the place of one that is not done. */
    private static final List<String> TYPES = List.of("api_post_event", "group_change_success");

    private static final int EVENTS_PER_CHANGE = TYPES.size();

    @Option(
            names = "--subscribers",
            paramLabel = "N",
            defaultValue = "1000",
            description = "Subscribers (default: ${DEFAULT-VALUE}).")
    private int subscribers;

    @Option(
            names = "--rate",
            paramLabel = "N",
            defaultValue = "100",
            description = "Events a second for each of them (default: ${DEFAULT-VALUE}).")
    private int rate;

    @Option(
            names = "--seconds",
            paramLabel = "N",
            defaultValue = "30",
            description = "For how long (default: ${DEFAULT-VALUE}).")
    private int seconds;

    @Option(
            names = "--warm_up",
            paramLabel = "N",
            defaultValue = "60",
            description = "For how many seconds events are sent before (default: ${DEFAULT-VALUE}).")
    private int warmUp;

    @Mixin
    private Run run;

    /** Runs and ends the process: with 0, or 1 when something failed. */
    public static void main(String[] args) {
        System.exit(new CommandLine(new EventBench()).execute(args));
    }

    @Override
    public Integer call() throws Exception {
        try (Cluster cluster = run.cluster(1)) {
            try (HttpConnection changes = new HttpConnection(cluster.address())) {
                try (Subscribers all = new Subscribers(
                        cluster.address(),
                        "/v2/events?ids=true&event_type=" + String.join("&event_type=", TYPES),
                        subscribers)) {
                    // What the code costs before it is compiled is not to be measured.
                    change(changes, warmUp * rate / EVENTS_PER_CHANGE);
                    Thread.sleep(5_000);
                    all.clear();
                    report(cluster, all, changes);
                }
            }
        }
        return 0;
    }

    private void report(Cluster cluster, Subscribers all, HttpConnection changes) throws Exception {
        double cpu = cluster.server().cpuSeconds();
        int changed = rate * seconds / EVENTS_PER_CHANGE;
        int events = changed * EVENTS_PER_CHANGE;
        change(changes, changed);
        long deadline = System.nanoTime() + 30_000_000_000L;
        while (all.received() < events * subscribers && System.nanoTime() < deadline) {
            Thread.sleep(50);
        }
        Percentiles late = all.late();
        Map<String, Object> results = new LinkedHashMap<>();
        results.put("subscribers", subscribers);
        results.put("eventsPerSecond", rate);
        results.put("events", events);
        long missing = (long) events * subscribers - all.received();
        results.put("missing", missing);
        results.put("cutOff", all.cutOff());
        results.put("milliseconds", late);
        double used = cluster.server().cpuSeconds() - cpu;
        long resident = cluster.server().residentMiB();
        results.put("serverCpuSeconds", used);
        results.put("serverResidentMiB", resident);
        System.out.printf(
                Locale.ROOT,
                "%d subscribers, %d events at %d/s: from the event to its receipt %s; %d missing, %d cut off; server: %.1f s CPU, %d MiB resident%n",
                subscribers,
                events,
                rate,
                late,
                missing,
                all.cutOff(),
                used,
                resident);
        run.write("bench-events.json", results);
    }

    /** Changes the app so often, evenly over time. */
    private void change(HttpConnection connection, int changes) throws Exception {
        long start = System.nanoTime();
        for (int i = 0; i < changes; i++) {
            long wait = start + 1_000_000_000L * EVENTS_PER_CHANGE * i / rate - System.nanoTime();
            if (wait > 0) {
                Thread.sleep(wait / 1_000_000, (int) (wait % 1_000_000));
            }
            connection.exchange(
                    "PUT",
                    "/v2/apps/bench/events?force=true",
                    "",
                    "{\"cmd\":\"sleep " + (1000 + i) + "\",\"instances\":0}");
        }
    }
}
