package stadion.api.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** The values that placeholders of one scenario stand for: equal names have equal values, and of some kinds different names have different ones. */
public final class Bindings {

    private static final Set<String> DISTINCT =
            Set.of("host", "uuid", "timestamp", "taskId", "instanceId", "servicePort");

    private final Map<String, JsonNode> values = new HashMap<>();
    private final Map<String, String> kinds = new HashMap<>();

    public Bindings copy() {
        Bindings copy = new Bindings();
        copy.take(this);
        return copy;
    }

    void take(Bindings other) {
        values.clear();
        values.putAll(other.values);
        kinds.clear();
        kinds.putAll(other.kinds);
    }

    /** Keeps a value of an answer for later steps. */
    public void capture(String name, JsonNode value) {
        values.put(name, value);
    }

    JsonNode captured(String name) {
        return values.getOrDefault(name, TextNode.valueOf("(not captured: " + name + ")"));
    }

    boolean bind(Placeholder placeholder, JsonNode value) {
        String name = placeholder.name();
        if (name == null) {
            return true;
        }
        if (values.containsKey(name)) {
            return values.get(name).equals(value);
        }
        boolean taken = DISTINCT.contains(placeholder.kind())
                && kinds.entrySet().stream()
                        .anyMatch(e -> e.getValue().equals(placeholder.kind())
                                && values.get(e.getKey()).equals(value));
        if (!taken) {
            values.put(name, value);
            kinds.put(name, placeholder.kind());
        }
        return !taken;
    }

    /** A text of a request, with captured values put in. */
    public String fill(String text) {
        return Placeholder.PATTERN.matcher(text).replaceAll(found -> {
            boolean capture = found.group(1).equals("capture");
            String filled = capture ? captured(found.group(2)).asText() : found.group();
            return java.util.regex.Matcher.quoteReplacement(filled);
        });
    }
}
