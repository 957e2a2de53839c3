package stadion.scheduler.mesos;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.apache.mesos.protobuf.ByteString;
import org.apache.mesos.v1.scheduler.Protos.Call;

/**
 * The connections for the calls of one subscription: one on which they keep their order, and some for acknowledgements, of which there are thousands a second at
 * times and which need no order but among those of one task.
 */
final class CallLanes {

    private final CallLane ordered;
    private final List<CallLane> acknowledging;
    private final Set<ByteString> waiting = ConcurrentHashMap.newKeySet();

    /** Opens the lanes; {@code onFailure} is called from other threads, once for each call that fails. */
    CallLanes(
            MasterHttp http,
            GatewaySettings settings,
            MasterAddress master,
            String streamId,
            Consumer<CallLane.Failure> onFailure) {
        int maxQueued = settings.maxQueuedCalls();
        ordered = CallLane.open(http, master, streamId, maxQueued, call -> {}, onFailure);
        acknowledging = IntStream.range(0, settings.ackConnections())
                .mapToObj(i -> CallLane.open(http, master, streamId, maxQueued, this::onLeaving, onFailure))
                .toList();
    }

    /** Whether the call was queued: false when too many are waiting. */
    boolean offer(Call call) {
        return call.getType() == Call.Type.ACKNOWLEDGE ? acknowledge(call) : ordered.offer(call);
    }

    private boolean acknowledge(Call call) {
        if (!waiting.add(call.getAcknowledge().getUuid())) {
            // The agent was impatient and sent the update again: the acknowledgement that still waits serves both.
            return true;
        }
        int lane = Math.floorMod(call.getAcknowledge().getTaskId().hashCode(), acknowledging.size());
        return acknowledging.get(lane).offer(call);
    }

    private void onLeaving(Call call) {
        waiting.remove(call.getAcknowledge().getUuid());
    }

    void close() {
        ordered.close();
        acknowledging.forEach(CallLane::close);
    }
}
