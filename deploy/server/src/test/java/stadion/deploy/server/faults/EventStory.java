package stadion.deploy.server.faults;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentMap;
import java.util.stream.Collectors;

/** What one subscriber was told, and what was wrong with it: events that were missing, told twice or out of order, or not the same as others were told. Safe for use by several threads. */
final class EventStory {

    private static final Set<String> ALIVE = Set.of("TASK_STAGING", "TASK_STARTING", "TASK_RUNNING", "TASK_KILLING");

    private final ConcurrentMap<Long, Integer> toldToAll;
    private final List<String> wrong = new ArrayList<>();
    private final Map<String, String> statuses = new HashMap<>();
    private final Map<String, String> endedTasks = new HashMap<>();
    private final Set<String> endedDeployments = new HashSet<>();
    private OptionalLong last = OptionalLong.empty();

    /** {@code toldToAll} is shared by all subscribers: a digest of what was told under each number. */
    EventStory(ConcurrentMap<Long, Integer> toldToAll) {
        this.toldToAll = toldToAll;
    }

    /** The number of the event that was told last. */
    synchronized OptionalLong last() {
        return last;
    }

    /** One more event was told by that node; {@code id} is empty if it has no number. */
    synchronized void hear(String id, String type, JsonNode data, String node) {
        if (id.isEmpty()) {
            wrong.add(node + " told " + data + " after " + last);
            return;
        }
        long number = Long.parseLong(id);
        if (last.isPresent() && number != last.getAsLong() + 1) {
            wrong.add(node + " told event " + number + " after " + last + ": " + data);
        }
        last = OptionalLong.of(number);
        Integer before = toldToAll.putIfAbsent(number, data.hashCode());
        if (before != null && before != data.hashCode()) {
            wrong.add(node + " told another event " + number + " than was told to others: " + data);
        }
        understand(type, data);
    }

    private void understand(String type, JsonNode data) {
        if (type.equals("status_update_event")) {
            String task = data.path("taskId").asText();
            String status = data.path("taskStatus").asText();
            statuses.put(task, status);
            if (!ALIVE.contains(status)) {
                statuses.remove(task);
            }
            if (endedTasks.containsKey(task)) {
                wrong.add("a task that had ended (" + endedTasks.get(task) + ") was told of: " + last + " " + data);
            } else if (!ALIVE.contains(status)) {
                endedTasks.put(task, last + " " + data);
            }
        } else if (type.equals("deployment_success") || type.equals("deployment_failed")) {
            if (!endedDeployments.add(data.path("id").asText())) {
                wrong.add("the end of a deployment was told twice: " + data);
            }
        }
    }

    /** All that was wrong until now. */
    synchronized List<String> wrong() {
        return List.copyOf(wrong);
    }

    /** The tasks that run, as far as this subscriber was told. */
    synchronized Set<String> runningTasks() {
        return statuses.entrySet().stream()
                .filter(task -> task.getValue().equals("TASK_RUNNING"))
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    synchronized Set<String> endedDeployments() {
        return Set.copyOf(endedDeployments);
    }
}
