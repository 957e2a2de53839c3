package stadion.localmesos.master;

import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.mesos.v1.Protos.AgentID;
import org.apache.mesos.v1.Protos.AgentInfo;
import org.apache.mesos.v1.Protos.ExecutorInfo;
import org.apache.mesos.v1.Protos.FrameworkID;
import stadion.localmesos.Agent;
import stadion.localmesos.resources.Resources;

/** An agent as the master keeps it: what it has, and what runs on it. */
final class AgentEntry {

    private final Agent agent;
    private final AgentInfo info;
    private final Instant registered;
    private final Set<Task> tasks = new LinkedHashSet<>();
    private final Map<ExecutorKey, Executor> executors = new LinkedHashMap<>();
    private Resources total;

    private record ExecutorKey(String framework, String executor) {}

    /** An executor that a framework chose, which takes resources of its own while any of its tasks runs. */
    static final class Executor {
        private final ExecutorInfo info;
        private final Resources resources;
        private int runningTasks;

        private Executor(ExecutorInfo info) {
            this.info = info;
            this.resources = Resources.of(info.getResourcesList());
        }

        ExecutorInfo info() {
            return info;
        }

        Resources resources() {
            return resources;
        }
    }

    AgentEntry(Agent agent, Instant registered) {
        this.agent = agent;
        this.info = agent.info();
        this.registered = registered;
        this.total = Resources.of(info.getResourcesList());
    }

    Agent agent() {
        return agent;
    }

    AgentID id() {
        return info.getId();
    }

    AgentInfo info() {
        return info;
    }

    Instant registered() {
        return registered;
    }

    Resources total() {
        return total;
    }

    /** Replaces resources by others, as an operation did, without telling the agent. */
    void convert(Resources consumed, Resources converted) {
        total = total.minus(consumed).plus(converted);
    }

    Collection<Task> tasks() {
        return Collections.unmodifiableCollection(tasks);
    }

    Optional<Executor> executor(FrameworkID framework, String executorId) {
        return Optional.ofNullable(executors.get(new ExecutorKey(framework.getValue(), executorId)));
    }

    /** The executors of a framework. */
    Collection<Executor> executors(FrameworkID framework) {
        return executors.entrySet().stream()
                .filter(entry -> entry.getKey().framework.equals(framework.getValue()))
                .map(Map.Entry::getValue)
                .toList();
    }

    /** Adds a task that has not ended. */
    void add(Task task, Optional<ExecutorInfo> executor) {
        tasks.add(task);
        executor.ifPresent(
                executorInfo -> executors.computeIfAbsent(key(task), key -> new Executor(executorInfo)).runningTasks++);
    }

    /** Notes that a task has ended, and returns the resources that this sets free: with its last task, the executor's too. */
    Resources ended(Task task) {
        if (task.executor().isEmpty()) {
            return task.resources();
        }
        var key = key(task);
        var executor = executors.get(key);
        if (executor == null || --executor.runningTasks > 0) {
            return task.resources();
        }
        executors.remove(key);
        return task.resources().plus(executor.resources);
    }

    void remove(Task task) {
        tasks.remove(task);
    }

    /** What running tasks and their executors use. */
    Resources used() {
        var used = Resources.NONE;
        for (var task : tasks) {
            used = task.ended() ? used : used.plus(task.resources());
        }
        for (var executor : executors.values()) {
            used = used.plus(executor.resources);
        }
        return used;
    }

    private static ExecutorKey key(Task task) {
        return new ExecutorKey(
                task.framework().getValue(),
                task.executor().map(id -> id.getValue()).orElse(""));
    }

    @Override
    public String toString() {
        return id().getValue() + " (" + info.getHostname() + ")";
    }
}
