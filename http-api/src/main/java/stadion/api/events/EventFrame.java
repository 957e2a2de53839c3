package stadion.api.events;

import akka.util.ByteString;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import stadion.api.json.Timestamps;
import stadion.scheduler.event.Numbered;
import stadion.scheduler.event.Told;

/** How events go over the wire: {@code event: <type>CRLF data: <json>CRLF CRLF}, for those who ask for it with {@code id: <number>CRLF} before. */
final class EventFrame {

    /** Told to a client that can not have all events since the one it names. */
    static final String GAP = "event_gap";

    /** Told after the present state. */
    static final String SNAPSHOT_COMPLETE = "snapshot_complete";

    private EventFrame() {}

    static ByteString of(Numbered event, boolean withId) {
        return of(event.event(), withId ? event.number() : null);
    }

    static ByteString of(Told event, @Nullable Long id) {
        return ByteString.fromString((id == null ? "" : "id: " + id + "\r\n") + "event: " + event.type() + "\r\ndata: "
                + event.json() + "\r\n\r\n");
    }

    /**
     * Some events are missing.
     *
     * @param after the event that the client has seen last, as it says
     * @param next the number of the first event that follows
     */
    static Told gap(String after, long next, Instant now) {
        return told(
                GAP,
                JsonNodeFactory.instance.objectNode().put("lastEventId", after).put("nextEventId", next),
                now);
    }

    /** What was told until here is how things are after the event of this number. */
    static Told snapshotComplete(long number, Instant now) {
        return told(SNAPSHOT_COMPLETE, JsonNodeFactory.instance.objectNode().put("lastEventId", number), now);
    }

    private static Told told(String type, ObjectNode fields, Instant now) {
        return new Told(
                type,
                EventJson.oneLine(fields.put("timestamp", Timestamps.format(now))
                        .put("eventType", type)
                        .toString()));
    }
}
