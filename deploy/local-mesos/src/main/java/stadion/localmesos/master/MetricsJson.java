package stadion.localmesos.master;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.apache.mesos.v1.Protos.TaskState;
import stadion.localmesos.master.ClusterView.FrameworkView;
import stadion.localmesos.resources.Resources;

/** The JSON of /metrics/snapshot: those of Mesos' gauges whose values are known here. */
final class MetricsJson {

    private static final List<String> RESOURCES = List.of("cpus", "mem", "disk", "gpus");
    private static final List<TaskState> STATES =
            List.of(TaskState.TASK_STAGING, TaskState.TASK_STARTING, TaskState.TASK_RUNNING, TaskState.TASK_KILLING);

    private MetricsJson() {}

    static ObjectNode of(ClusterView view, Instant now) {
        var json = new JsonMapper().createObjectNode();
        json.put("master/elected", 1.0);
        json.put("master/uptime_secs", Duration.between(view.started(), now).toMillis() / 1000.0);
        json.put("master/slaves_connected", view.agents().size());
        json.put("master/slaves_active", view.agents().size());
        json.put("master/slaves_disconnected", 0);
        json.put("master/slaves_inactive", 0);
        long connected =
                view.frameworks().stream().filter(FrameworkView::connected).count();
        json.put("master/frameworks_connected", connected);
        json.put("master/frameworks_active", connected);
        json.put("master/frameworks_disconnected", view.frameworks().size() - connected);
        json.put("master/frameworks_inactive", view.frameworks().size() - connected);
        json.put("master/outstanding_offers", view.outstandingOffers());
        json.put("allocator/mesos/offer_filters/active", view.activeFilters());
        for (var state : STATES) {
            json.put(
                    "master/" + state.name().replace("TASK_", "tasks_").toLowerCase(Locale.ROOT),
                    view.frameworks().stream()
                            .flatMap(framework -> framework.tasks().stream())
                            .filter(task -> task.state() == state)
                            .count());
        }
        for (var name : RESOURCES) {
            double total = sum(view, name, true);
            double used = sum(view, name, false);
            json.put("master/" + name + "_total", total);
            json.put("master/" + name + "_used", used);
            json.put("master/" + name + "_percent", total == 0 ? 0 : used / total);
        }
        return json;
    }

    private static double sum(ClusterView view, String name, boolean total) {
        return view.agents().stream()
                .map(agent -> total ? agent.total() : agent.used())
                .mapToDouble((Resources resources) -> resources.scalar(name))
                .sum();
    }
}
