package stadion.scheduler.mesos;

import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.apache.mesos.v1.scheduler.Protos.Call;

/**
 * The connections for the calls of one subscription: one on which they keep their order, and some for acknowledgements, of which there are thousands a second at
 * times and which need no order but among those of one task.
 */
final class CallLanes {

    private final CallLane ordered;
    private final List<CallLane> acknowledging;

    private CallLanes(CallLane ordered, List<CallLane> acknowledging) {
        this.ordered = ordered;
        this.acknowledging = acknowledging;
    }

    /** Opens the lanes; see {@link CallLane#open}. */
    static CallLanes open(
            MasterHttp http,
            GatewaySettings settings,
            MasterAddress master,
            String streamId,
            Consumer<CallLane.Failure> onFailure) {
        CallLane ordered = CallLane.open(http, master, streamId, settings.maxQueuedCalls(), onFailure);
        List<CallLane> acknowledging = IntStream.range(0, settings.ackConnections())
                .mapToObj(i -> CallLane.open(http, master, streamId, settings.maxQueuedCalls(), onFailure))
                .toList();
        return new CallLanes(ordered, acknowledging);
    }

    /** Whether the call was queued: false when too many are waiting. */
    boolean offer(Call call) {
        if (call.getType() != Call.Type.ACKNOWLEDGE) {
            return ordered.offer(call);
        }
        int lane = Math.floorMod(call.getAcknowledge().getTaskId().hashCode(), acknowledging.size());
        return acknowledging.get(lane).offer(call);
    }

    void close() {
        ordered.close();
        acknowledging.forEach(CallLane::close);
    }
}
