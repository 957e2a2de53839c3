package stadion.api.events;

import akka.util.ByteString;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import stadion.api.events.EventRequest.Audience;
import stadion.scheduler.event.Numbered;

/**
 * One client of the event stream. While the present state is gathered for it events are held; until all that may be told twice is over, those that the state it was told already shows are
 * left out. Used under the lock of {@link EventHub}.
 */
final class Subscriber {

    private final EventRequest request;
    private final EventChannel channel;
    private @Nullable List<Numbered> held;
    private @Nullable Map<String, Long> shown;

    Subscriber(EventRequest request, EventChannel channel) {
        this.request = request;
        this.channel = channel;
    }

    EventRequest request() {
        return request;
    }

    EventChannel channel() {
        return channel;
    }

    /** Events are held from now on. */
    void hold() {
        held = new ArrayList<>();
    }

    /** The client has been told of the present state, with these revisions of apps and deployments; returns whether there was room for the events that were held. */
    boolean release(Map<String, Long> revisions) {
        List<Numbered> waiting = held;
        held = null;
        shown = revisions;
        return waiting == null || offer(waiting);
    }

    /** All events from now on tell of what the client has not seen. */
    void isUpToDate() {
        shown = null;
    }

    /** Whether this client gets exactly what the others of its audience get. */
    boolean isLikeOthers() {
        return held == null && shown == null;
    }

    /** Sends some events to this client; returns whether there was room for them. */
    boolean offer(List<Numbered> events) {
        if (held != null) {
            held.addAll(events);
            return true;
        }
        Audience audience = request.audience();
        ByteString frames = ByteString.emptyByteString();
        int count = 0;
        for (Numbered event : events) {
            if (audience.wants(event.type()) && !isShown(event)) {
                frames = frames.concat(EventFrame.of(event, audience.ids()));
                count++;
            }
        }
        return count == 0 || channel.offer(frames, count);
    }

    private boolean isShown(Numbered event) {
        return shown != null
                && event.cause() != null
                && shown.getOrDefault(event.cause().source(), -1L)
                        >= event.cause().revision();
    }
}
