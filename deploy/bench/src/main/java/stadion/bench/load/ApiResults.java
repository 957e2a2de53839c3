package stadion.bench.load;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What one run of the benchmark of the API found; written as JSON.
 *
 * @param reads by request, while all instances of all apps run
 * @param posts by the number of apps that were there already
 */
record ApiResults(
        Instant at,
        Results.Machine machine,
        Settings settings,
        Map<String, Requests> reads,
        Map<Integer, Requests> posts) {

    record Settings(
            int apps,
            int instancesPerApp,
            int mostApps,
            int agents,
            int requests,
            List<String> serverFlags,
            List<String> jvmArguments) {}

    /**
     * Requests of one client, one after the other.
     *
     * @param milliseconds from the first byte sent to the last byte received
     * @param serverCpuMilliseconds of CPU time that the server used per request, with all that it did meanwhile
     * @param bytes length of the last body, as sent
     * @param load of the machine over the last minute, as its system tells, at the end; negative where it does not
     */
    record Requests(Percentiles milliseconds, double perSecond, double serverCpuMilliseconds, long bytes, double load) {
        @Override
        public String toString() {
            return "%s, %.0f/s, server CPU %.2f ms each, %d KiB, load %.1f"
                    .formatted(milliseconds, perSecond, serverCpuMilliseconds, bytes / 1024, load);
        }
    }
}
