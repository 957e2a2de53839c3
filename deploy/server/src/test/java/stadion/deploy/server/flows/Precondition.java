package stadion.deploy.server.flows;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * An app that was there before a flow began. Flows don't say it; it follows from what they show: instances that nobody scheduled were there, and snapshots show the definition,
 * in which what the flow itself changes is taken back.
 */
record Precondition(ObjectNode definition, int instances) {

    /** What the API adds to a definition. */
    private static final Set<String> COMPUTED = Set.of(
            "tasks",
            "deployments",
            "version",
            "versionInfo",
            "lastTaskFailure",
            "tasksStaged",
            "tasksRunning",
            "tasksHealthy",
            "tasksUnhealthy",
            "readinessCheckResults");

    /** What a request may repeat without changing it. */
    private static final Set<String> REPEATED = Set.of("id", "instances", "cmd", "args", "container");

    /** The apps that must be there before the flow begins. */
    static List<Precondition> of(Flow flow) {
        List<Precondition> found = new ArrayList<>();
        Map<String, Set<String>> recorded = InstanceNames.recorded(flow.timeline());
        for (String app : flow.specs()) {
            Set<String> before = new LinkedHashSet<>(recorded.getOrDefault(inIds(app), Set.of()));
            flow.events()
                    .map(Event::recorded)
                    .filter(event -> event.name().equals("instance_changed_event:Scheduled"))
                    .forEach(event -> event.instance().ifPresent(before::remove));
            if (!before.isEmpty()) {
                found.add(new Precondition(definition(flow, app), before.size()));
            } else if (isUsedBeforeItIsMade(flow, app)) {
                found.add(new Precondition(definition(flow, app), 0));
            }
        }
        found.sort(Comparator.comparing(Precondition::id));
        return found;
    }

    /** The path as it appears in the ids of instances. */
    static String inIds(String path) {
        return path.replaceFirst("^/", "").replace('/', '_');
    }

    private static boolean isUsedBeforeItIsMade(Flow flow, String app) {
        return flow.timeline().stream()
                .filter(item -> Flow.kind(item).equals("request"))
                .filter(item -> SpecIds.in(item).contains(app))
                .findFirst()
                .filter(item -> item.path("path").asText().startsWith("/v2/apps" + app))
                .isPresent();
    }

    private static ObjectNode definition(Flow flow, String app) {
        List<JsonNode> shown = flow.timeline().stream()
                .map(item -> item.path("get").path("/v2/apps" + app).path("app"))
                .filter(JsonNode::isObject)
                .toList();
        ObjectNode definition = shown.isEmpty() ? minimal(app) : shown.get(0).deepCopy();
        definition.remove(COMPUTED);
        definition
                .path("portDefinitions")
                .forEach(port ->
                        ((ObjectNode) port).put("port", port.path("port").asInt()));
        if (isChanged(flow)) {
            changes(flow, app).properties().forEach(change -> {
                if (!REPEATED.contains(change.getKey())) {
                    Optional<JsonNode> other = shown.stream()
                            .map(known -> known.path(change.getKey()))
                            .filter(value -> !value.isMissingNode() && !sameNumber(value, change.getValue()))
                            .findFirst();
                    definition.remove(change.getKey());
                    other.ifPresent(value -> definition.set(change.getKey(), value));
                }
            });
        }
        return definition;
    }

    private static boolean sameNumber(JsonNode one, JsonNode other) {
        boolean numbers = one.isNumber() && other.isNumber();
        return numbers ? one.doubleValue() == other.doubleValue() : one.equals(other);
    }

    private static ObjectNode minimal(String app) {
        ObjectNode definition = JsonNodeFactory.instance.objectNode();
        definition.set("id", TextNode.valueOf(app));
        return definition.put("cmd", "sleep 1000").put("cpus", 0.1).put("mem", 32);
    }

    /** Whether the deployments of the flow have something to do. */
    private static boolean isChanged(Flow flow) {
        return flow.events()
                .map(item -> item.path("data").path("plan").path("steps"))
                .anyMatch(steps -> !steps.isEmpty());
    }

    private static JsonNode changes(Flow flow, String app) {
        ObjectNode changes = JsonNodeFactory.instance.objectNode();
        flow.timeline().stream()
                .filter(item -> Flow.kind(item).equals("request"))
                .filter(item ->
                        item.path("path").asText().replaceFirst("\\?.*", "").equals("/v2/apps" + app))
                .forEach(item -> item.path("body").properties().forEach(e -> changes.set(e.getKey(), e.getValue())));
        return changes;
    }

    String id() {
        return definition.path("id").asText();
    }

    /** The body of the request that makes it. */
    String body() {
        return definition.deepCopy().put("instances", instances).toString();
    }
}
