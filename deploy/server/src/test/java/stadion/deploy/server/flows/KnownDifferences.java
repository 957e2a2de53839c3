package stadion.deploy.server.flows;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
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
                    "Marathon waits until Mesos says again that an agent is away",
                    KnownDifferences::becomesInactiveLater),
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

    private static boolean becomesInactiveLater(Flow flow) {
        boolean waits = flow.timeline().stream()
                .flatMap(item -> item.findValues("inactiveAfterSeconds").stream())
                .anyMatch(seconds -> seconds.asInt() > 0);
        return waits
                && flow.events()
                        .map(Event::recorded)
                        .anyMatch(event -> event.name().equals("instance_changed_event:Unreachable"));
    }
}
