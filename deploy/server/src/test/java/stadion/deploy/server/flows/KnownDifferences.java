package stadion.deploy.server.flows;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What is not as recorded, on purpose; docs/api-compatibility.md says why. Each is told by what a flow shows, never by its name, so that it holds for other recordings, too.
 */
final class KnownDifferences {

    /** A kind of flow that can't be replayed as a whole. */
    private record Other(String why, Predicate<Flow> isMeant) {}

    private static final List<Other> NOT_REPLAYED = List.of(
            new Other("Marathon makes no health check that names no port", KnownDifferences::checksNoPort),
            new Other(
                    "Mesos refuses what Marathon sends: arguments without the program",
                    KnownDifferences::hasArgumentsOnly),
            new Other("raw bytes are compared by the tests of the routes", flow -> flow.has("raw")),
            new Other("environments are compared by the tests of TaskInfos", flow -> flow.has("env")));

    private KnownDifferences() {}

    static boolean isReplayed(Flow flow) {
        return NOT_REPLAYED.stream().noneMatch(other -> other.isMeant.test(flow));
    }

    /** What a snapshot shows, but for failures of the task before: Marathon still shows these with the next task of the instance when that is healthy. */
    static JsonNode withoutFailuresBefore(JsonNode shown) {
        JsonNode copy = shown.deepCopy();
        for (JsonNode parent : copy.findParents("healthCheckResults")) {
            if (!parent.path("id").asText().matches(".*\\.([2-9]|\\d\\d+)")) {
                continue;
            }
            for (JsonNode result : parent.path("healthCheckResults")) {
                if (result.path("alive").asBoolean() && result.isObject()) {
                    ((ObjectNode) result).remove(List.of("lastFailure", "lastFailureCause"));
                }
            }
        }
        return copy;
    }

    /**
     * Lets a timeline say nothing of the version with which an instance is launched again after its app or pod was scaled: Marathon keeps that of before, here it is the present one.
     */
    static void forgetVersionsOfBefore(List<JsonNode> timeline) {
        Map<String, String> present = new HashMap<>();
        Set<String> ended = new HashSet<>();
        for (JsonNode item : timeline) {
            Event event = Event.recorded(item);
            String version = event.data().path("plan").path("version").asText();
            if (!version.isEmpty()) {
                SpecIds.in(item).forEach(spec -> present.put(spec, version));
            }
            String instance = event.instance().orElse("");
            String now = SpecIds.in(item).stream()
                    .filter(present::containsKey)
                    .map(present::get)
                    .findFirst()
                    .orElse("");
            for (String field : List.of("version", "runSpecVersion")) {
                JsonNode told = event.data().path(field);
                if (ended.contains(instance)
                        && !now.isEmpty()
                        && !told.asText(now).equals(now)) {
                    ((ObjectNode) event.data()).put(field, "<<instant>>");
                }
            }
            if (event.name().matches("instance_changed_event:(Killed|Failed|Finished|Gone)")) {
                ended.add(instance);
            }
        }
    }

    /**
     * A timeline in which an instance becomes inactive when its time is over. Marathon waits until Mesos says once more that the agent is away, and lets the surplus run when the
     * agent is back; so what is seen in these meanwhiles is left out.
     */
    static List<JsonNode> inactiveOnTime(List<JsonNode> timeline) {
        Set<String> away = new HashSet<>();
        Set<String> waiting = new HashSet<>();
        return timeline.stream()
                .filter(item -> switch (Flow.kind(item)) {
                    case "event" -> {
                        Event event = Event.recorded(item);
                        switch (event.name()) {
                            case "instance_changed_event:Unreachable" -> waiting.add(event.subject());
                            case "instance_changed_event:UnreachableInactive" -> waiting.remove(event.subject());
                            default -> {}
                        }
                        yield !event.name().equals("status_update_event:TASK_UNREACHABLE") || away.add(event.subject());
                    }
                    case "snapshot" -> !(waitsForInactivity(item) && !waiting.isEmpty()) && !showsSurplus(item);
                    default -> true;
                })
                .toList();
    }

    private static boolean waitsForInactivity(JsonNode snapshot) {
        return snapshot.findValues("inactiveAfterSeconds").stream().anyMatch(seconds -> seconds.asInt() > 0);
    }

    /** Whether an app has more instances than it wants, and nothing is done about it. */
    private static boolean showsSurplus(JsonNode snapshot) {
        return snapshot.path("get")
                .valueStream()
                .map(answer -> answer.path("app"))
                .anyMatch(app ->
                        app.path("tasksRunning").asInt() > app.path("instances").asInt()
                                && app.path("deployments").isEmpty());
    }

    /** Whether a container of a pod has arguments and no image. */
    private static boolean hasArgumentsOnly(Flow flow) {
        return flow.timeline().stream()
                .flatMap(item -> item.path("body").path("containers").valueStream())
                .anyMatch(container -> container.at("/exec/command").has("argv") && !container.has("image"));
    }

    private static boolean checksNoPort(Flow flow) {
        return flow.timeline().stream().map(item -> item.path("body")).anyMatch(KnownDifferences::checksNoPortOfItsOwn);
    }

    private static boolean checksNoPortOfItsOwn(JsonNode app) {
        boolean names = app.has("ports") || app.has("portDefinitions") || app.has("container");
        return !names
                && app.path("healthChecks")
                        .valueStream()
                        .anyMatch(check -> !check.path("protocol").asText().equals("COMMAND")
                                && !check.has("port")
                                && !check.has("portIndex"));
    }
}
