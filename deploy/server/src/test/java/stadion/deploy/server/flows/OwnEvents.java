package stadion.deploy.server.flows;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Tells the events of a flow from those of others that run at the same time on the same server. */
final class OwnEvents {

    /** They name no app: they may be about the stream of any other flow. */
    private static final Set<String> OF_CLIENTS = Set.of("event_stream_attached", "event_stream_detached");

    private final Set<String> specs;
    private final Set<String> deployments = Collections.synchronizedSet(new HashSet<>());

    /** Events of these apps and pods, and of their deployments. */
    OwnEvents(Set<String> specs) {
        this.specs = specs;
    }

    /** A deployment that no event might name together with an app: one without steps. */
    void addDeployment(String id) {
        deployments.add(id);
    }

    List<Event> of(List<Event> events) {
        Set<String> versions = new HashSet<>();
        for (Event event : events) {
            JsonNode plan = event.data().path("plan");
            if (mentionsOwn(event)) {
                deployments.add(plan.path("id").asText());
            }
            if (deployments.contains(plan.path("id").asText("-"))) {
                versions.add(plan.path("version").asText());
            }
        }
        return events.stream()
                .filter(event -> !OF_CLIENTS.contains(event.type()))
                .filter(event -> mentionsOwn(event)
                        || deployments.contains(
                                event.data().path("plan").path("id").asText("-"))
                        || versions.contains(event.data().path("version").asText("-")))
                .toList();
    }

    private boolean mentionsOwn(Event event) {
        return SpecIds.in(event.data()).stream().anyMatch(specs::contains);
    }
}
