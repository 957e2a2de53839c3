package stadion.deploy.server.faults;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Whether what is stored was written by one leader at a time. */
final class WriterHistory {

    private WriterHistory() {}

    /** The persistence ids to whose events a writer came back after another one had written: so two of them wrote at the same time. */
    static List<String> interleaved(Map<String, List<String>> writers) {
        return writers.entrySet().stream()
                .filter(entry -> comesBack(entry.getValue()))
                .map(Map.Entry::getKey)
                .toList();
    }

    private static boolean comesBack(List<String> writers) {
        Set<String> seen = new HashSet<>();
        String last = "";
        for (String writer : writers) {
            if (!writer.equals(last) && !seen.add(writer)) {
                return true;
            }
            last = writer;
        }
        return false;
    }
}
