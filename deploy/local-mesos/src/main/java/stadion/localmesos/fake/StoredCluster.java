package stadion.localmesos.fake;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.mesos.v1.Protos.FrameworkID;
import org.apache.mesos.v1.Protos.Resource;
import org.apache.mesos.v1.Protos.TaskID;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.Protos.TaskStatus;
import org.jspecify.annotations.Nullable;
import stadion.localmesos.TaskStatusStream;

/** What follows from the entries so far: the tasks that have not ended with everybody's knowledge, and the resources. */
final class StoredCluster {

    private final Map<String, Map<Key, StoredTask>> tasks = new HashMap<>();
    private final Map<String, List<Resource>> resources = new HashMap<>();

    private record Key(String framework, String task) {}

    /** A task with its updates that are not acknowledged. */
    static final class StoredTask {
        private final Entry.Launched launched;
        private final ArrayDeque<TaskStatus> unacknowledged = new ArrayDeque<>(2);
        private @Nullable TaskStatus latest;

        private StoredTask(Entry.Launched launched) {
            this.launched = launched;
        }

        Entry.Launched launched() {
            return launched;
        }

        Collection<TaskStatus> unacknowledged() {
            return List.copyOf(unacknowledged);
        }

        /** Its latest status, TASK_STAGING if there was none. */
        TaskStatus latest() {
            return Optional.ofNullable(latest)
                    .orElseGet(() -> TaskStatus.newBuilder()
                            .setTaskId(launched.task().getTaskId())
                            .setState(TaskState.TASK_STAGING)
                            .build());
        }
    }

    void apply(Entry entry) {
        if (entry instanceof Entry.Launched launched) {
            tasks.computeIfAbsent(launched.agent(), agent -> new LinkedHashMap<>())
                    .put(key(launched.framework(), launched.task().getTaskId()), new StoredTask(launched));
        } else if (entry instanceof Entry.Updated updated) {
            find(updated.agent(), updated.framework(), updated.status().getTaskId())
                    .ifPresent(task -> {
                        task.unacknowledged.add(updated.status());
                        task.latest = updated.status();
                    });
        } else if (entry instanceof Entry.Acknowledged acknowledged) {
            find(acknowledged.agent(), acknowledged.framework(), acknowledged.task())
                    .ifPresent(task -> acknowledge(task, acknowledged));
        } else if (entry instanceof Entry.FrameworkRemoved removed) {
            tasks.getOrDefault(removed.agent(), Map.of())
                    .keySet()
                    .removeIf(key -> key.framework.equals(removed.framework().getValue()));
        } else if (entry instanceof Entry.ResourcesChanged changed) {
            resources.put(changed.agent(), changed.total());
        }
    }

    private void acknowledge(StoredTask task, Entry.Acknowledged acknowledged) {
        var sent = task.unacknowledged.peek();
        if (sent == null || !sent.getUuid().equals(acknowledged.uuid())) {
            return;
        }
        task.unacknowledged.remove();
        if (TaskStatusStream.isTerminal(sent.getState())) {
            tasks.get(acknowledged.agent()).remove(key(acknowledged.framework(), acknowledged.task()));
        }
    }

    private Optional<StoredTask> find(String agent, FrameworkID framework, TaskID task) {
        return Optional.ofNullable(tasks.getOrDefault(agent, Map.of()).get(key(framework, task)));
    }

    Collection<StoredTask> tasks(String agent) {
        return List.copyOf(tasks.getOrDefault(agent, Map.of()).values());
    }

    Optional<List<Resource>> resources(String agent) {
        return Optional.ofNullable(resources.get(agent));
    }

    /** The fewest entries from which the same follows. */
    List<Entry> toEntries() {
        var entries = new ArrayList<Entry>();
        resources.forEach((agent, total) -> entries.add(new Entry.ResourcesChanged(agent, total)));
        tasks.forEach((agent, ofAgent) -> ofAgent.values().forEach(task -> {
            entries.add(task.launched);
            var framework = task.launched.framework();
            if (task.unacknowledged.isEmpty() && task.latest != null) {
                entries.add(new Entry.Updated(agent, framework, task.latest));
                entries.add(new Entry.Acknowledged(agent, framework, task.latest.getTaskId(), task.latest.getUuid()));
            }
            task.unacknowledged.forEach(status -> entries.add(new Entry.Updated(agent, framework, status)));
        }));
        return entries;
    }

    private static Key key(FrameworkID framework, TaskID task) {
        return new Key(framework.getValue(), task.getValue());
    }
}
