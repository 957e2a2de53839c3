package stadion.api.events;

import java.util.Optional;
import java.util.Set;
import stadion.api.http.ApiRequest;

/**
 * What a client of the event stream wants.
 *
 * @param address where it is
 * @param types the event types it wants; empty means all
 * @param ids whether events carry their numbers
 * @param lastEventId the event it has seen last, as it says
 * @param snapshot whether it wants the present state first
 */
record EventRequest(String address, Set<String> types, boolean ids, Optional<String> lastEventId, boolean snapshot) {

    static EventRequest of(ApiRequest request) {
        Optional<String> last = request.header("Last-Event-ID").map(String::strip);
        return new EventRequest(
                request.clientIp(),
                Set.copyOf(request.all("event_type")),
                last.isPresent() || request.flag("ids"),
                last,
                request.flag("snapshot"));
    }

    /** Those who want the same get the same bytes. */
    Audience audience() {
        return new Audience(types, ids);
    }

    record Audience(Set<String> types, boolean ids) {
        boolean wants(String type) {
            return types.isEmpty() || types.contains(type);
        }
    }
}
