package stadion.scheduler.mesos;

import akka.actor.typed.ActorRef;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.mesos.v1.Protos.TaskStatus;
import org.apache.mesos.v1.scheduler.Protos.Call;
import org.jspecify.annotations.Nullable;
import stadion.scheduler.mesos.SubscriptionStream.Confirmed;

/**
 * What belongs to one attempt to subscribe with one master: the event stream, what is known of its health, and the lanes for calls once the master has taken the
 * subscription. Used by the gateway's own thread only.
 */
final class MasterLink {

    private final CallClient client;
    private final GatewaySettings settings;
    private final MasterAddress master;
    private final RoleSubscription askedRoles;
    private final SubscriptionStream events;
    private final Set<String> refusalsSeen = new HashSet<>();

    private String streamId = "";
    private @Nullable CallLanes lanes;
    private int silentIntervals;
    private int unacknowledged;
    private int tolerated;
    private boolean gathers;
    private @Nullable ActorRef<Confirmed> paused;

    MasterLink(
            CallClient client,
            GatewaySettings settings,
            MasterAddress master,
            RoleSubscription askedRoles,
            SubscriptionStream events) {
        this.client = client;
        this.settings = settings;
        this.master = master;
        this.askedRoles = askedRoles;
        this.events = events;
    }

    MasterAddress master() {
        return master;
    }

    /** The roles that SUBSCRIBE named. */
    RoleSubscription askedRoles() {
        return askedRoles;
    }

    void onOpened(String id, ActorRef<Confirmed> stream) {
        streamId = id;
        stream.tell(Confirmed.CONFIRMED);
    }

    void onSubscribed(Consumer<CallLane.Failure> onFailure) {
        lanes = new CallLanes(client, settings, master, streamId, onFailure);
    }

    boolean isSubscribed() {
        return lanes != null;
    }

    /** Whether the call was queued: false when too many are waiting. Only while subscribed. */
    boolean offer(Call call) {
        return lanes != null && lanes.offer(call);
    }

    /** Notes what the listener is given. The stream goes on at once if none of it wants to be acknowledged; else see {@link #isPaused}. */
    void onDelivered(EventBatch batch, ActorRef<Confirmed> stream) {
        int wanted = batch.wantedAcknowledgements();
        silentIntervals = 0;
        unacknowledged += wanted;
        gathers = wanted > 0;
        paused = stream;
        tolerated = 0;
        resume();
    }

    /**
     * Whether the stream waits, so that meanwhile more updates gather into the next event for the listener: for a moment in any case, until {@link #onGathered} is called,
     * and then for acknowledgements, until there are all, but not for long: call {@link #onWaited} then.
     */
    boolean isPaused() {
        return paused != null;
    }

    /** Lets the stream go on as soon as all is acknowledged. */
    void onGathered() {
        gathers = false;
        resume();
    }

    /** Lets the stream go on as long as not too much is unacknowledged. */
    void onWaited() {
        tolerated = settings.maxUnacknowledged();
        resume();
    }

    /** Notes that the listener is done with these updates. */
    void onAcknowledged(List<TaskStatus> statuses) {
        // Some may have come over an earlier link.
        unacknowledged = Math.max(0, unacknowledged - statuses.size());
        resume();
    }

    private void resume() {
        if (paused != null && !gathers && unacknowledged <= tolerated) {
            paused.tell(Confirmed.CONFIRMED);
            paused = null;
        }
    }

    /** Counts a heartbeat interval that passed; why the link is lost, or null while it is not. */
    @Nullable
    String onInterval() {
        silentIntervals++;
        if (silentIntervals <= settings.missedHeartbeats()) {
            return null;
        }
        return paused == null
                ? "no heartbeat or other event came for " + settings.missedHeartbeats() + " intervals"
                : unacknowledged + " status updates were left unacknowledged for " + settings.missedHeartbeats()
                        + " heartbeat intervals";
    }

    /** Whether a refusal of this kind comes for the first time. */
    boolean isNews(CallLane.Failure failure) {
        return refusalsSeen.add(failure.type() + " " + failure.status());
    }

    void close() {
        events.close();
        if (lanes != null) {
            lanes.close();
        }
    }
}
