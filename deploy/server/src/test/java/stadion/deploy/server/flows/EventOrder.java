package stadion.deploy.server.flows;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What several runs of flows showed of the order of their events. An event of a flow is called by its name, what it says, and which of these it is:
 * {@code status_update_event:TASK_RUNNING#2}.
 *
 * @param bothWays pairs of events that were seen in both orders in this flow
 * @param notAlways events that did not come in every run of this flow
 * @param nowhereOrdered pairs of names that were seen in both orders in any flow, without what tells events of the same name apart
 */
record EventOrder(Set<Set<String>> bothWays, Set<String> notAlways, Set<Set<String>> nowhereOrdered) {

    static EventOrder of(JsonNode recorded, Set<Set<String>> nowhereOrdered) {
        return new EventOrder(
                pairs(recorded),
                recorded.path("not_in_every_run")
                        .valueStream()
                        .map(JsonNode::asText)
                        .collect(Collectors.toSet()),
                nowhereOrdered);
    }

    private static final String FIRST_CHECK = "instance_health_changed_event:False";

    /** The same where it is chance whether the first health check fails. */
    EventOrder withoutFirstCheck() {
        Set<String> more = new HashSet<>(notAlways);
        more.add(FIRST_CHECK);
        return new EventOrder(bothWays, more, nowhereOrdered);
    }

    /** Whether an event that the recording does not have says nothing. */
    boolean mayComeBesides(String name) {
        return name.equals(FIRST_CHECK) && notAlways.contains(FIRST_CHECK);
    }

    /** The pairs of names that a flow shows in both orders. */
    static Set<Set<String>> names(JsonNode recorded) {
        return pairs(recorded).stream()
                .map(pair -> pair.stream().map(EventOrder::name).collect(Collectors.toSet()))
                .collect(Collectors.toSet());
    }

    private static Set<Set<String>> pairs(JsonNode recorded) {
        Set<Set<String>> pairs = new HashSet<>();
        recorded.path("pairs_seen_in_both_orders")
                .forEach(pair ->
                        pairs.add(Set.of(pair.path(0).asText(), pair.path(1).asText())));
        return pairs;
    }

    private static String name(String event) {
        return withoutRepetitions(event.replaceFirst("^.*/", "").replaceFirst("#\\d+$", ""));
    }

    /** Steps with several actions are like those with one. */
    private static String withoutRepetitions(String name) {
        return name.replaceFirst("(:[A-Za-z]+),.*", "$1");
    }

    /** Whether events of these names, which are about different things, come in a certain order. */
    boolean isOrdered(String first, String second) {
        String one = withoutRepetitions(first);
        String other = withoutRepetitions(second);
        return !one.equals(other) && !nowhereOrdered.contains(Set.of(one, other));
    }
}
