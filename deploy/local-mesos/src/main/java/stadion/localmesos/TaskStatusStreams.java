package stadion.localmesos;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import org.apache.mesos.protobuf.ByteString;
import org.apache.mesos.v1.Protos.FrameworkID;
import org.apache.mesos.v1.Protos.TaskID;
import org.apache.mesos.v1.Protos.TaskStatus;

/**
 * The status updates of all tasks of an agent. The owner calls it from one thread at a time, with the time in
 * nanoseconds of a monotonic clock, and sends what it returns. Work is proportional to the updates that are under way.
 */
public final class TaskStatusStreams {

    private final Map<Key, TaskStatusStream> streams = new LinkedHashMap<>();
    private final PriorityQueue<Retry> retries = new PriorityQueue<>((a, b) -> Long.signum(a.at - b.at));

    /** A status update of a framework's task. */
    public record Update(FrameworkID framework, TaskStatus status) {}

    /** What an acknowledgement brought about: the update to send next, and whether the task's end was acknowledged. */
    public record Acknowledged(Optional<Update> next, boolean ended) {}

    private record Key(String framework, String task) {}

    private record Retry(Key key, FrameworkID framework, long at) {}

    /** Takes up a task's updates that were stored before a restart, oldest first; sent when the framework subscribes. */
    public void restore(FrameworkID framework, TaskID task, Collection<TaskStatus> unacknowledged) {
        streams.put(key(framework, task), new TaskStatusStream(unacknowledged));
    }

    /** Adds an update and returns it if it is to be sent now. */
    public Optional<Update> add(FrameworkID framework, TaskStatus status, long now) {
        var key = key(framework, status.getTaskId());
        var stream = streams.computeIfAbsent(key, k -> new TaskStatusStream());
        return stream.add(status).map(update -> sending(key, framework, stream, update, now));
    }

    /** Notes an acknowledgement; one that nobody waits for changes nothing. */
    public Acknowledged acknowledge(FrameworkID framework, TaskID task, ByteString uuid, long now) {
        var key = key(framework, task);
        var stream = streams.get(key);
        if (stream == null || !stream.acknowledge(uuid)) {
            return new Acknowledged(Optional.empty(), false);
        }
        if (stream.ended()) {
            streams.remove(key);
            return new Acknowledged(Optional.empty(), true);
        }
        return new Acknowledged(stream.pending().map(update -> sending(key, framework, stream, update, now)), false);
    }

    /** The updates to send again because their framework has subscribed. */
    public List<Update> resend(FrameworkID framework, long now) {
        var updates = new ArrayList<Update>();
        streams.forEach((key, stream) -> {
            if (key.framework.equals(framework.getValue())) {
                stream.resetRetry();
                stream.pending().ifPresent(update -> updates.add(sending(key, framework, stream, update, now)));
            }
        });
        return updates;
    }

    /** The updates to send again because they were not acknowledged in time. To be called every second or so. */
    public List<Update> due(long now) {
        var updates = new ArrayList<Update>();
        for (var retry = retries.peek(); retry != null && retry.at - now <= 0; retry = retries.peek()) {
            retries.remove();
            var due = retry;
            var stream = streams.get(due.key);
            if (stream != null && stream.retriesAt(due.at)) {
                stream.pending().ifPresent(update -> updates.add(sending(due.key, due.framework, stream, update, now)));
            }
        }
        return updates;
    }

    /** Forgets all updates of a framework that was removed. */
    public void forget(FrameworkID framework) {
        streams.keySet().removeIf(key -> key.framework.equals(framework.getValue()));
    }

    private Update sending(Key key, FrameworkID framework, TaskStatusStream stream, TaskStatus update, long now) {
        retries.add(new Retry(key, framework, stream.sent(now)));
        return new Update(framework, update);
    }

    private static Key key(FrameworkID framework, TaskID task) {
        return new Key(framework.getValue(), task.getValue());
    }
}
