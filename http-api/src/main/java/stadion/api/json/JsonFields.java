package stadion.api.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import org.jspecify.annotations.Nullable;

/**
 * The fields of one JSON object, read one by one. A field that is null counts as absent, as play-json's optional fields do; unknown fields are ignored. When the value is no
 * object at all, only its required fields complain.
 */
public final class JsonFields {

    private final JsonNode node;
    private final String path;
    private final Violations errors;
    private final boolean strict;

    private JsonFields(JsonNode node, String path, Violations errors, boolean strict) {
        this.node = node;
        this.path = path;
        this.errors = errors;
        this.strict = strict;
    }

    public static JsonFields of(JsonNode node, String path, Violations errors) {
        return new JsonFields(node, path, errors, false);
    }

    /**
     * The same for the small types of which Marathon insists that they are objects ({@code error.expected.jsobject}), with {@code error.path.missing} where a field is
     * missing.
     */
    public static JsonFields strict(JsonNode node, String path, Violations errors) {
        errors.require(node.isObject(), path, "error.expected.jsobject");
        return new JsonFields(node, path, errors, true);
    }

    public boolean has(String name) {
        return node.hasNonNull(name);
    }

    /** The field, or null when it is absent. */
    public <T> @Nullable T optional(String name, JsonType<T> type) {
        JsonNode value = node.get(name);
        return value == null || value.isNull() ? null : type.read(value, path + "/" + name, errors);
    }

    /** The field, or {@code absent} when it is absent. */
    public <T> T optional(String name, JsonType<T> type, T absent) {
        T value = optional(name, type);
        return value == null ? absent : value;
    }

    /** The field; when it is absent this is an error and the value is {@code absent}. */
    public <T> T required(String name, JsonType<T> type, T absent) {
        JsonNode value = node.get(name);
        T read = null;
        if (value != null) {
            read = type.read(value, path + "/" + name, errors);
        } else if (node.isObject()) {
            errors.add(
                    path + "/" + name,
                    strict ? "error.path.missing" : "'" + name + "' is undefined on object: " + node);
        } else if (!strict) {
            errors.add(path + "/" + name, (node.isMissingNode() ? NullNode.instance : node) + " is not an object");
        }
        return read == null ? absent : read;
    }
}
