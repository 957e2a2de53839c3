package stadion.localmesos.master;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.mesos.v1.Protos.FrameworkID;
import org.apache.mesos.v1.Protos.FrameworkInfo;
import org.apache.mesos.v1.Protos.FrameworkInfo.Capability;
import org.apache.mesos.v1.scheduler.Protos.Event;
import org.jspecify.annotations.Nullable;

/** A framework, connected or not, with its tasks. */
final class Framework {

    private static final int COMPLETED_TASKS = 1000;
    private static final double LONGEST_FAILOVER_SECONDS = 100 * 365 * 86_400.0;

    private final FrameworkID id;
    private final Instant registered;
    private final Map<String, Task> tasks = new LinkedHashMap<>();
    private final ArrayDeque<Task> completed = new ArrayDeque<>();
    private FrameworkInfo info;
    private @Nullable FrameworkConnection connection;
    private @Nullable Instant failoverDeadline;

    Framework(FrameworkInfo info, Instant registered) {
        this.id = info.getId();
        this.info = info;
        this.registered = registered;
    }

    FrameworkID id() {
        return id;
    }

    FrameworkInfo info() {
        return info;
    }

    Instant registered() {
        return registered;
    }

    void update(FrameworkInfo changed) {
        info = changed;
    }

    /** The roles it is subscribed to; {@code *} for one that names none and can have only one. */
    @SuppressWarnings("deprecation")
    static Set<String> rolesOf(FrameworkInfo info) {
        return has(info, Capability.Type.MULTI_ROLE)
                ? new LinkedHashSet<>(info.getRolesList())
                : Set.of(info.getRole());
    }

    Set<String> roles() {
        return rolesOf(info);
    }

    static boolean has(FrameworkInfo info, Capability.Type capability) {
        return info.getCapabilitiesList().stream().anyMatch(has -> has.getType() == capability);
    }

    boolean has(Capability.Type capability) {
        return has(info, capability);
    }

    boolean connected() {
        return connection != null;
    }

    Optional<String> streamId() {
        return Optional.ofNullable(connection).map(FrameworkConnection::streamId);
    }

    /** Takes up a new connection; the one before is closed. */
    void connect(FrameworkConnection newConnection) {
        if (connection != null) {
            connection.close();
        }
        connection = newConnection;
        failoverDeadline = null;
    }

    /** Closes the connection, if there is one, and starts waiting for the next. */
    void disconnect(Instant now) {
        if (connection != null) {
            connection.close();
        }
        connection = null;
        waitForFailover(now);
    }

    void waitForFailover(Instant now) {
        failoverDeadline = now.plus(failoverTimeout(info));
    }

    /** How long its tasks go on without it. */
    static Duration failoverTimeout(FrameworkInfo info) {
        double seconds = Math.min(info.getFailoverTimeout(), LONGEST_FAILOVER_SECONDS);
        return Duration.ofMillis(Math.round(seconds * 1000));
    }

    boolean givenUp(Instant now) {
        return failoverDeadline != null && !now.isBefore(failoverDeadline);
    }

    /** Sends an event if the framework is connected. */
    void send(Event event) {
        if (connection != null) {
            connection.send(event);
        }
    }

    Optional<Task> task(String taskId) {
        return Optional.ofNullable(tasks.get(taskId));
    }

    Collection<Task> tasks() {
        return Collections.unmodifiableCollection(tasks.values());
    }

    Collection<Task> completedTasks() {
        return Collections.unmodifiableCollection(completed);
    }

    void add(Task task) {
        tasks.put(task.id().getValue(), task);
    }

    void remove(Task task) {
        tasks.remove(task.id().getValue());
        completed.add(task);
        if (completed.size() > COMPLETED_TASKS) {
            completed.remove();
        }
    }

    @Override
    public String toString() {
        return id.getValue() + " (" + info.getName() + ")";
    }
}
