package stadion.bench.load;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/** What one run of the benchmark found; written as JSON. */
record Results(
        Instant at,
        Machine machine,
        Settings settings,
        double startSeconds,
        List<Launch> launches,
        Percentiles postToRunningIdle,
        Map<String, Read> reads,
        Resources resources) {

    record Machine(int processors, String java, String system) {
        static Machine here() {
            return new Machine(
                    Runtime.getRuntime().availableProcessors(),
                    System.getProperty("java.vm.name") + " " + System.getProperty("java.version"),
                    System.getProperty("os.name") + " " + System.getProperty("os.version") + " "
                            + System.getProperty("os.arch"));
        }
    }

    record Settings(int instances, int agents, int warmUp, List<String> serverFlags, List<String> jvmArguments) {}

    /**
     * One POST of many instances. Seconds count from the sending of the POST.
     *
     * @param answered until the POST was answered
     * @param runningByApi until GET /v2/apps counted all as running
     * @param runningByEvents until the event stream had told of all
     * @param tenths until the event stream had told of a tenth, two tenths, ... of them
     * @param deleted from the DELETE until the deployment that removes them all had ended
     * @param serverCpu CPU seconds the server used until all ran
     */
    record Launch(
            int instances,
            double answered,
            double runningByApi,
            double runningByEvents,
            double perSecond,
            List<Double> tenths,
            double deleted,
            double serverCpu,
            double mesosCpu) {}

    record Read(Percentiles milliseconds, long bytes) {}

    /** At the end of the largest launch. */
    record Resources(long serverResidentMiB, long storeKiB) {}
}
