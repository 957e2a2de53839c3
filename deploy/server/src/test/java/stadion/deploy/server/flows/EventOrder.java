package stadion.deploy.server.flows;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What several runs of flows showed of the order of their events. An event of a flow is called by its name, what it says, and which of these it is:
 * {@code status_update_event:TASK_RUNNING#2}.
 *
 * @param bothWays pairs of events that were seen in both orders in this flow
 * @param notAlways events that did not come in every run of this flow
 * @param besides names of events that may come more often than recorded
 * @param nowhereOrdered pairs of names that were seen in both orders in any flow, without what tells events of the same name apart
 */
record EventOrder(
        Set<Set<String>> bothWays, Set<String> notAlways, Set<String> besides, Set<Set<String>> nowhereOrdered) {

    static EventOrder of(JsonNode recorded, Set<Set<String>> nowhereOrdered) {
        return new EventOrder(
                pairs(recorded),
                recorded.path("not_in_every_run")
                        .valueStream()
                        .map(JsonNode::asText)
                        .collect(Collectors.toSet()),
                OF_RECONCILIATION,
                nowhereOrdered);
    }

    private static final String END_OF_UNKNOWN = "unknown_instance_terminated_event";

    /** What a reconciliation tells of a task that is just being launched, or has just ended; whether one falls into that moment is chance. */
    private static final Set<String> OF_RECONCILIATION =
            Set.of("status_update_event:TASK_STAGING", "instance_changed_event:Staging", END_OF_UNKNOWN);

    private static final String FAILED_CHECK = "failed_health_check_event";

    private static final String FIRST_CHECK = "instance_health_changed_event:False";

    /** The same where it is chance whether the first health check fails. */
    EventOrder withoutFirstCheck() {
        Set<String> more = new HashSet<>(notAlways);
        more.add(FIRST_CHECK);
        Set<String> extra = new HashSet<>(besides);
        extra.add(FIRST_CHECK);
        return new EventOrder(bothWays, more, extra, nowhereOrdered);
    }

    /** The same where it is chance how often the result of a check by Mesos changes while the program in the task starts. */
    EventOrder withoutCheckResults() {
        Set<String> more = new HashSet<>(notAlways);
        IntStream.range(2, 10).forEach(i -> more.add("status_update_event:TASK_RUNNING#" + i));
        return new EventOrder(bothWays, more, besides, nowhereOrdered);
    }

    /** The same where nothing ends the failures of a health check: how many there are is a matter of time. */
    EventOrder withAnyFailures() {
        Set<String> more = new HashSet<>(besides);
        more.add(FAILED_CHECK);
        return new EventOrder(bothWays, notAlways, more, nowhereOrdered);
    }

    /** Whether an event that the recording does not have says nothing. */
    boolean mayComeBesides(String name) {
        return besides.contains(name);
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

    /**
     * Whether events of these names, which are about different things, come in a certain order. What happens to instances does not wait for it to be told that a deployment has
     * ended; deployments do wait for instances. Nothing waits for the end of what is forgotten already.
     */
    boolean isOrdered(String first, String second) {
        if (first.matches("deployment_(success|step_success:.*)")
                || first.equals(END_OF_UNKNOWN)
                || second.equals(END_OF_UNKNOWN)) {
            return false;
        }
        String one = withoutRepetitions(first);
        String other = withoutRepetitions(second);
        return !one.equals(other) && !nowhereOrdered.contains(Set.of(one, other));
    }
}
