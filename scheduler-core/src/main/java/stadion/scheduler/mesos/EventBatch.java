package stadion.scheduler.mesos;

import java.util.ArrayList;
import java.util.List;
import org.apache.mesos.v1.Protos.Offer;
import org.apache.mesos.v1.Protos.TaskStatus;
import org.apache.mesos.v1.scheduler.Protos.Event;
import org.jspecify.annotations.Nullable;

/**
 * What the master sent at once, as the listener hears it. All status updates become one event, in their order and ahead of the rest; so do all offers up to the next
 * rescinded one. Heartbeats, inverse offers and whatever a newer master may send leave nothing but the sign of life that the batch is.
 *
 * @param subscribed the answer to SUBSCRIBE, when it is in this batch
 */
record EventBatch(Event.@Nullable Subscribed subscribed, List<MesosGateway.Event> events) {

    /** What the master says of a framework that was torn down or stayed away for longer than its failover time-out (Mesos: master.cpp, validateFramework). */
    private static final String REMOVED = "Framework has been removed";

    static EventBatch of(List<Event> received) {
        Event.Subscribed subscribed = null;
        List<TaskStatus> statuses = new ArrayList<>();
        List<Offer> offers = new ArrayList<>();
        List<MesosGateway.Event> others = new ArrayList<>();
        for (Event event : received) {
            switch (event.getType()) {
                case SUBSCRIBED -> subscribed = event.getSubscribed();
                case UPDATE -> statuses.add(event.getUpdate().getStatus());
                case OFFERS -> offers.addAll(event.getOffers().getOffersList());
                case RESCIND -> {
                    flush(offers, others);
                    others.add(new MesosGateway.Rescinded(event.getRescind().getOfferId()));
                }
                case FAILURE -> others.add(failure(event.getFailure()));
                case MESSAGE -> others.add(message(event.getMessage()));
                case ERROR -> others.add(fatal(event.getError().getMessage()));
                case HEARTBEAT, INVERSE_OFFERS, RESCIND_INVERSE_OFFER, UPDATE_OPERATION_STATUS, UNKNOWN -> {}
            }
        }
        flush(offers, others);
        if (!statuses.isEmpty()) {
            others.add(0, new MesosGateway.Updates(List.copyOf(statuses)));
        }
        return new EventBatch(subscribed, List.copyOf(others));
    }

    /** How many status updates of this batch are sent again unless they are acknowledged. */
    int wantedAcknowledgements() {
        int wanted = 0;
        for (MesosGateway.Event event : events) {
            if (event instanceof MesosGateway.Updates updates) {
                wanted += (int) updates.statuses().stream()
                        .filter(Calls::wantsAcknowledgement)
                        .count();
            }
        }
        return wanted;
    }

    private static void flush(List<Offer> offers, List<MesosGateway.Event> into) {
        if (!offers.isEmpty()) {
            into.add(new MesosGateway.Offers(List.copyOf(offers)));
            offers.clear();
        }
    }

    private static MesosGateway.Event failure(Event.Failure failure) {
        return failure.hasExecutorId()
                ? new MesosGateway.ExecutorFailed(
                        failure.getAgentId(), failure.getExecutorId(), failure.hasStatus() ? failure.getStatus() : -1)
                : new MesosGateway.AgentFailed(failure.getAgentId());
    }

    private static MesosGateway.Event message(Event.Message message) {
        return new MesosGateway.FrameworkMessage(message.getAgentId(), message.getExecutorId(), message.getData());
    }

    private static MesosGateway.Event fatal(String message) {
        return new MesosGateway.Fatal(message, message.contains(REMOVED));
    }
}
