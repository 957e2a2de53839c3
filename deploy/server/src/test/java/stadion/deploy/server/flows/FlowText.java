package stadion.deploy.server.flows;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Turns the placeholders of recorded flows, such as {@code <<uuid1>>}, into those that {@link stadion.api.conformance.JsonMatch} knows. */
final class FlowText {

    private static final Pattern NUMBERED = Pattern.compile("<<(uuid|ts|port|servicePort)(\\d+)>>");

    private static final Pattern INSTANCE = Pattern.compile("\\.instance-<<(uuid\\d+)>>");

    private static final Map<String, String> KINDS = Map.of(
            "uuid", "uuid",
            "ts", "instant",
            "port", "port",
            "servicePort", "servicePort");

    private static final Map<String, String> PLAIN = Map.of(
            "<<frameworkId>>", "<<word=frameworkId>>",
            "<<seconds>>", "<<number>>",
            "<<agent dir>>", "<<string>>",
            "<<http date>>", "<<string>>");

    /** Lists whose order Marathon leaves open. */
    private static final Set<String> UNORDERED = Set.of(
            "tasks",
            "apps",
            "actions",
            "deployments",
            "queue",
            "versions",
            "instances",
            "containers",
            "affectedApps",
            "affectedPods");

    private FlowText() {}

    /**
     * The same with placeholders that can be compared. Where a task runs matters only in flows about agents, and about volumes, which are on one; which instances are on the same
     * agent does not.
     */
    static JsonNode readable(JsonNode recorded, boolean agentsMatter) {
        return readable(recorded, agentsMatter, "");
    }

    private static JsonNode readable(JsonNode recorded, boolean agentsMatter, String instance) {
        if (recorded.isTextual()) {
            return TextNode.valueOf(readable(recorded.textValue(), agentsMatter && !instance.isEmpty(), instance));
        }
        if (recorded.isArray()) {
            ArrayNode list = JsonNodeFactory.instance.arrayNode();
            recorded.forEach(item -> list.add(readable(item, agentsMatter, instance)));
            return list;
        }
        if (recorded.isObject()) {
            String described = instance(recorded).orElse(instance);
            ObjectNode object = JsonNodeFactory.instance.objectNode();
            recorded.properties()
                    .forEach(entry -> object.set(entry.getKey(), readable(entry.getValue(), agentsMatter, described)));
            return object;
        }
        return recorded;
    }

    private static Optional<String> instance(JsonNode object) {
        return Stream.of("instanceId", "taskId", "id")
                .map(key -> INSTANCE.matcher(object.path(key).asText()))
                .filter(Matcher::find)
                .map(found -> found.group(1))
                .findFirst();
    }

    private static String readable(String recorded, boolean agentMatters, String instance) {
        String agent = agentMatters ? "<<word=$1_" + instance + ">>" : "<<word>>";
        String text = NUMBERED.matcher(recorded.replaceAll("<<(agent\\d+)>>", agent))
                .replaceAll(found -> Matcher.quoteReplacement(
                        "<<" + KINDS.get(found.group(1)) + "=" + found.group(1) + found.group(2) + ">>"));
        for (Map.Entry<String, String> plain : PLAIN.entrySet()) {
            text = text.replace(plain.getKey(), plain.getValue());
        }
        return text;
    }

    /** The same, to be compared without regard to an order that nobody promised; {@code known} are texts for placeholders. */
    static JsonNode comparable(JsonNode expected, Map<String, String> known) {
        if (expected.isTextual()) {
            return TextNode.valueOf(fill(expected.textValue(), known));
        }
        if (expected.isArray()) {
            ArrayNode list = JsonNodeFactory.instance.arrayNode();
            expected.forEach(item -> list.add(comparable(item, known)));
            return list;
        }
        if (expected.isObject()) {
            ObjectNode object = JsonNodeFactory.instance.objectNode();
            expected.properties().forEach(entry -> {
                JsonNode value = comparable(entry.getValue(), known);
                boolean unordered = value.isArray() && UNORDERED.contains(entry.getKey());
                object.set(
                        entry.getKey(),
                        unordered ? JsonNodeFactory.instance.objectNode().set("<<unordered>>", value) : value);
            });
            return object;
        }
        return expected;
    }

    /** Puts known values in the place of placeholders. */
    static String fill(String text, Map<String, String> known) {
        String filled = text;
        for (Map.Entry<String, String> value : known.entrySet()) {
            filled = filled.replace(value.getKey(), value.getValue());
        }
        return filled;
    }
}
