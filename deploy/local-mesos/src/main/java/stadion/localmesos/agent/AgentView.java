package stadion.localmesos.agent;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.mesos.v1.Protos.ContainerID;
import org.apache.mesos.v1.Protos.TaskStatus;

/** What an agent runs and has run, as seen from outside. Written by the agent's actor, read by anybody. */
final class AgentView {

    private final Map<ContainerID, Seen> runs = new ConcurrentHashMap<>();

    /**
     * A run.
     *
     * @param order of its launch among all
     * @param statuses the latest of each task that has one, by task id
     * @param ended whether nothing is left to be done for it
     */
    record Seen(long order, Run run, Map<String, TaskStatus> statuses, boolean ended) {

        Seen {
            statuses = Map.copyOf(statuses);
        }
    }

    void launched(Run run) {
        runs.put(run.container(), new Seen(System.nanoTime(), run, Map.of(), false));
    }

    void updated(Run run, TaskStatus status) {
        runs.computeIfPresent(run.container(), (id, seen) -> {
            var statuses = new LinkedHashMap<>(seen.statuses);
            statuses.put(status.getTaskId().getValue(), status);
            return new Seen(seen.order, run, statuses, seen.ended);
        });
    }

    void ended(Run run) {
        runs.computeIfPresent(run.container(), (id, seen) -> new Seen(seen.order, run, seen.statuses, true));
    }

    void removed(Run run) {
        runs.remove(run.container());
    }

    /** All runs in the order of their launch. */
    List<Seen> runs() {
        return runs.values().stream()
                .sorted((a, b) -> Long.signum(a.order - b.order))
                .toList();
    }
}
