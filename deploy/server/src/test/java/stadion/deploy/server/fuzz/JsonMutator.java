package stadion.deploy.server.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Changes one place of a JSON document, which stays JSON. */
final class JsonMutator {

    private static final List<String> SCALARS = List.of(
            "null",
            "true",
            "false",
            "0",
            "1",
            "-1",
            "-0.0",
            "0.1",
            "1e-400",
            "1e400",
            "-1e400",
            "1e10",
            "2147483647",
            "2147483648",
            "-2147483649",
            "9223372036854775808",
            "1.7976931348623157e308",
            "123456789012345678901234567890",
            "\"\"",
            "\"a\"",
            "\"1\"",
            "\"true\"",
            "[]",
            "{}",
            "[[]]",
            "[null]",
            "[{}]",
            "{\"\": null}",
            "{\"a\": {}}");

    private static final int DEEPEST = 3000;

    /** Stands for the place that is replaced by text, while the document is written. */
    private static final String PLACE = "\"<here>\"";

    private final Random random;
    private final TextMutator texts;

    JsonMutator(Random random, TextMutator texts) {
        this.random = random;
        this.texts = texts;
    }

    private record Place(
            @Nullable JsonNode parent, @Nullable String field, int index, JsonNode value) {}

    /** @param other a document whose parts may be put in */
    String mutated(JsonNode document, JsonNode other) {
        JsonNode root = document.deepCopy();
        List<Place> places = places(root);
        Place place = places.get(random.nextInt(places.size()));
        if (place.parent() instanceof ObjectNode object && random.nextInt(6) == 0) {
            rename(object, place.field());
            return root.toString();
        }
        return put(root, place, replacement(place.value(), other));
    }

    /** Or leaves it out. */
    private void rename(ObjectNode object, String field) {
        JsonNode value = object.remove(field);
        if (random.nextBoolean()) {
            object.set(texts.mutated(field), value);
        }
    }

    private String replacement(JsonNode value, JsonNode other) {
        return switch (random.nextInt(6)) {
            case 0, 1 -> SCALARS.get(random.nextInt(SCALARS.size()));
            case 2 -> {
                List<Place> there = places(other);
                yield there.get(random.nextInt(there.size())).value().toString();
            }
            case 3 -> nested(value);
            case 4 ->
                value.isContainerNode()
                        ? "[" + value + "," + value + "]"
                        : JsonNodeFactory.instance
                                .textNode(texts.mutated(value.asText()))
                                .toString();
            default ->
                JsonNodeFactory.instance
                        .textNode(value.asText() + texts.strange())
                        .toString();
        };
    }

    private String nested(JsonNode value) {
        int depth = 1 + random.nextInt(random.nextBoolean() ? 5 : DEEPEST);
        return random.nextBoolean()
                ? "[".repeat(depth) + value + "]".repeat(depth)
                : "{\"a\":".repeat(depth) + value + "}".repeat(depth);
    }

    private static String put(JsonNode root, Place place, String text) {
        JsonNode mark = JsonNodeFactory.instance.textNode(PLACE.substring(1, PLACE.length() - 1));
        if (place.parent() instanceof ObjectNode object) {
            object.set(place.field(), mark);
        } else if (place.parent() instanceof ArrayNode array) {
            array.set(place.index(), mark);
        } else {
            return text;
        }
        return root.toString().replace(PLACE, text);
    }

    private static List<Place> places(JsonNode root) {
        List<Place> places = new ArrayList<>(List.of(new Place(null, null, 0, root)));
        for (int i = 0; i < places.size(); i++) {
            JsonNode node = places.get(i).value();
            node.properties().forEach(field -> places.add(new Place(node, field.getKey(), 0, field.getValue())));
            for (int element = 0; node.isArray() && element < node.size(); element++) {
                places.add(new Place(node, null, element, node.get(element)));
            }
        }
        return places;
    }
}
