package stadion.deploy.server.flows;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import stadion.api.conformance.Bindings;
import stadion.api.conformance.JsonMatch;

/** Compares what GET requests were answered at some moment. Of lists that show all apps, only those of the flow matter. */
final class Snapshots {

    /** What says how often Mesos has offered something; Mesos is another one here. */
    private static final Set<String> OFFER_COUNTS =
            Set.of("processedOffersCount", "unusedOffersCount", "declined", "processed");

    private static final Set<String> OFFER_TIMES = Set.of("lastUsedOfferAt", "lastUnusedOfferAt");

    private Snapshots() {}

    static List<String> differences(
            JsonNode recorded, Map<String, JsonNode> taken, Map<String, String> instances, Set<String> specs) {
        return differences(recorded, taken, instances, specs, new Bindings());
    }

    /** What differs, by path; new placeholders are bound. */
    static List<String> differences(
            JsonNode recorded,
            Map<String, JsonNode> taken,
            Map<String, String> instances,
            Set<String> specs,
            Bindings bindings) {
        List<String> differences = new ArrayList<>();
        Map<String, JsonNode> expected = new TreeMap<>();
        recorded.properties().forEach(get -> expected.put(get.getKey(), get.getValue()));
        expected.forEach((path, answer) -> {
            JsonNode comparable = FlowText.comparable(
                    withoutOffers(
                            KnownDifferences.withoutFailuresBefore(isOfMesos(path) ? answer : only(specs, answer))),
                    instances);
            JsonNode whole = comparable.isArray()
                    ? JsonNodeFactory.instance.objectNode().set("<<unordered>>", comparable)
                    : comparable;
            JsonMatch.compare(whole, taken.get(path), bindings)
                    .forEach(miss -> differences.add("GET " + path + " " + miss));
        });
        return differences;
    }

    /** Whether this was not asked of Marathon. */
    static boolean isOfMesos(String path) {
        return !path.startsWith("/v2/");
    }

    /** A list without the tasks, deployments and queue items of others. */
    static JsonNode only(Set<String> specs, JsonNode answer) {
        if (answer.isArray()) {
            return filtered(answer, specs);
        }
        ObjectNode object = answer.deepCopy();
        for (String list : List.of("tasks", "queue")) {
            if (object.path(list).isArray()) {
                object.set(list, filtered(object.get(list), specs));
            }
        }
        return object;
    }

    private static ArrayNode filtered(JsonNode list, Set<String> specs) {
        ArrayNode own = JsonNodeFactory.instance.arrayNode();
        for (JsonNode item : list) {
            List<String> about = new ArrayList<>();
            about.add(item.path("appId").asText());
            about.add(item.path("app").path("id").asText());
            about.add(item.path("pod").path("id").asText());
            about.add(item.path("id").asText());
            item.path("affectedApps").forEach(app -> about.add(app.asText()));
            item.path("affectedPods").forEach(pod -> about.add(pod.asText()));
            if (!item.isObject() || about.stream().anyMatch(specs::contains)) {
                own.add(item);
            }
        }
        return own;
    }

    private static JsonNode withoutOffers(JsonNode recorded) {
        if (recorded.isArray()) {
            ArrayNode list = JsonNodeFactory.instance.arrayNode();
            recorded.forEach(item -> list.add(withoutOffers(item)));
            return list;
        }
        if (!recorded.isObject()) {
            return recorded;
        }
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        recorded.properties().forEach(entry -> {
            boolean grows = entry.getKey().equals("consecutiveFailures")
                    && entry.getValue().asInt() > 0;
            if (OFFER_COUNTS.contains(entry.getKey()) || grows) {
                object.set(entry.getKey(), TextNode.valueOf("<<int>>"));
            } else if (!OFFER_TIMES.contains(entry.getKey())) {
                object.set(entry.getKey(), withoutOffers(entry.getValue()));
            }
        });
        return object;
    }
}
