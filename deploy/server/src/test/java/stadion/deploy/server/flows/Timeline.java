package stadion.deploy.server.flows;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/** Reads timelines, and leaves out what they show only by chance. */
final class Timeline {

    private static final List<String> TIMES = List.of("statusSince", "lastUpdated", "lastChanged");

    private Timeline() {}

    static List<JsonNode> of(JsonNode recorded) {
        List<JsonNode> timeline = new ArrayList<>();
        boolean agentsMatter = recorded.toString().matches("(?is).*(\"what\":\"[^\"]*agent|\"persistent\").*");
        recorded.forEach(item -> timeline.add(FlowText.readable(item, agentsMatter)));
        returnsOfAgentsFirst(timeline);
        timeline.forEach(Timeline::forgetEarlyAddresses);
        timeline.forEach(Timeline::forgetTimesOfContainers);
        if (timeline.stream().anyMatch(item -> item.path("event").asText().equals("failed_health_check_event"))) {
            timeline.forEach(Timeline::forgetFailuresUntilThen);
        }
        KnownDifferences.forgetVersionsOfBefore(timeline);
        for (int i = 0; i < timeline.size(); i++) {
            if (Flow.kind(timeline.get(i)).equals("snapshot") && isJustBeforeScheduling(timeline, i)) {
                ((ObjectNode) timeline.get(i).path("get")).remove("/v2/queue");
            }
        }
        return EarlyChecks.without(KnownDifferences.inactiveOnTime(timeline), Event::recorded);
    }

    /** Whether the address of a pod is known when its containers begin to start. */
    private static void forgetEarlyAddresses(JsonNode item) {
        JsonNode data = item.path("data");
        if (data.path("taskStatus").asText().equals("TASK_STARTING")
                && !data.path("taskId").asText().contains("._app.")) {
            ((ObjectNode) data).remove("ipAddresses");
        }
    }

    /** Which of the containers of a pod began to run in the same millisecond. */
    private static void forgetTimesOfContainers(JsonNode item) {
        for (JsonNode containers : item.path("get").findValues("containers")) {
            for (JsonNode container : containers) {
                for (String time : TIMES) {
                    if (container.has(time)) {
                        ((ObjectNode) container).put(time, "<<instant>>");
                    }
                }
            }
        }
    }

    /** How often a check that always fails had failed when somebody looked. */
    private static void forgetFailuresUntilThen(JsonNode item) {
        for (JsonNode results : item.path("get").findValues("healthCheckResults")) {
            for (JsonNode result : results) {
                if (!result.path("alive").asBoolean()) {
                    ((ObjectNode) result).put("consecutiveFailures", "<<int>>");
                }
            }
        }
    }

    /** That an agent was started was noted when that was done, and Mesos had told of its tasks. */
    private static void returnsOfAgentsFirst(List<JsonNode> timeline) {
        for (int i = 1; i < timeline.size(); i++) {
            if (timeline.get(i).path("what").asText().startsWith("agent started again")) {
                int first = i;
                for (int j = i - 1; j >= 0 && Flow.kind(timeline.get(j)).equals("event"); j--) {
                    first = timeline.get(j)
                                    .path("data")
                                    .path("message")
                                    .asText()
                                    .contains("agent re-reregistered")
                            ? j
                            : first;
                }
                timeline.add(first, timeline.remove(i));
            }
        }
    }

    /** Whether the queue was looked at in the moment between a request and what it puts there. */
    private static boolean isJustBeforeScheduling(List<JsonNode> timeline, int snapshot) {
        return timeline.subList(snapshot + 1, timeline.size()).stream()
                .takeWhile(item -> Flow.kind(item).equals("event"))
                .findFirst()
                .map(item -> Event.recorded(item).name().equals("instance_changed_event:Scheduled"))
                .orElse(false);
    }
}
