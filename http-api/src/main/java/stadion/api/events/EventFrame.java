package stadion.api.events;

import akka.util.ByteString;
import org.jspecify.annotations.Nullable;
import stadion.scheduler.event.SchedulerEvent;

/** One event as it goes over the wire, rendered when the first subscriber needs it. */
final class EventFrame {

    private final SchedulerEvent event;
    private @Nullable String json;
    private @Nullable ByteString bytes;

    EventFrame(SchedulerEvent event) {
        this.event = event;
    }

    String type() {
        return event.eventType();
    }

    /** The event as one line of JSON. */
    synchronized String json() {
        if (json == null) {
            json = oneLine(EventJson.of(event));
        }
        return json;
    }

    /** {@code event: <type>CRLF data: <json>CRLF CRLF}. */
    synchronized ByteString bytes() {
        if (bytes == null) {
            bytes = ByteString.fromString("event: " + type() + "\r\ndata: " + json() + "\r\n\r\n");
        }
        return bytes;
    }

    /** JSON needs no line ends; some parsers of event streams and JavaScript take these characters for ones. */
    static String oneLine(String json) {
        StringBuilder line = new StringBuilder(json.length());
        for (int i = 0; i < json.length(); i++) {
            char c = json.charAt(i);
            if (c != '\r' && c != '\n' && c != '\u2028' && c != '\u2029') {
                line.append(c);
            }
        }
        return line.toString();
    }
}
