package stadion.scheduler.mesos;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.apache.mesos.protobuf.ByteString;
import org.apache.mesos.v1.scheduler.Protos.Call;

/**
 * The lanes for the calls of one subscription: one on which they keep their order, and one for acknowledgements, of which there are thousands a second at times, so that
 * nothing has to wait behind them.
 */
final class CallLanes {

    private final CallLane ordered;
    private final CallLane acknowledging;
    private final Set<ByteString> waiting = ConcurrentHashMap.newKeySet();

    /** Opens the lanes; {@code onFailure} is called from another thread, once for each call that fails. */
    CallLanes(
            CallClient client,
            GatewaySettings settings,
            MasterAddress master,
            String streamId,
            Consumer<CallLane.Failure> onFailure) {
        int max = settings.maxQueuedCalls();
        ordered = new CallLane(client, master, streamId, max, call -> {}, onFailure);
        acknowledging = new CallLane(client, master, streamId, max, this::onLeaving, onFailure);
    }

    /** Whether the call was queued: false when too many are waiting. */
    boolean offer(Call call) {
        return call.getType() == Call.Type.ACKNOWLEDGE ? acknowledge(call) : ordered.offer(call);
    }

    private boolean acknowledge(Call call) {
        // If it is there already, the agent was impatient and sent the update again: the acknowledgement that still
        // waits serves both.
        return !waiting.add(call.getAcknowledge().getUuid()) || acknowledging.offer(call);
    }

    private void onLeaving(Call call) {
        waiting.remove(call.getAcknowledge().getUuid());
    }

    void close() {
        ordered.close();
        acknowledging.close();
    }
}
