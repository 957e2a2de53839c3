package stadion.api.json;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import stadion.api.ApiException;

/**
 * Collects everything that is wrong with one value, by path, in the order found. Paths are Marathon's: {@code /field(0)/sub}, {@code /} for the whole value. Not for use
 * by several threads.
 */
public final class Violations {

    private final Map<String, List<String>> errors = new LinkedHashMap<>();

    public void add(String path, String error) {
        errors.computeIfAbsent(path, p -> new ArrayList<>()).add(error);
    }

    /** Adds {@code error} unless {@code path} has it already: rules that are asked twice count once. */
    public void addOnce(String path, String error) {
        List<String> known = errors.computeIfAbsent(path, p -> new ArrayList<>());
        if (!known.contains(error)) {
            known.add(error);
        }
    }

    /** Adds {@code error} unless {@code holds}. */
    public void require(boolean holds, String path, String error) {
        if (!holds) {
            add(path, error);
        }
    }

    public void addAll(Violations others) {
        others.errors.forEach((path, texts) -> texts.forEach(text -> add(path, text)));
    }

    public boolean isEmpty() {
        return errors.isEmpty();
    }

    /** The errors of each path, in the order found. */
    public Map<String, List<String>> byPath() {
        return errors;
    }

    /** Says nothing when there are no errors. @throws ApiException 422 "Invalid JSON": a value has the wrong shape */
    public void throwIfMisshapen() {
        throwIfAny("Invalid JSON");
    }

    /** Says nothing when there are no errors. @throws ApiException 422 "Object is not valid": a rule is broken */
    public void throwIfInvalid() {
        throwIfAny("Object is not valid");
    }

    private void throwIfAny(String message) {
        if (!errors.isEmpty()) {
            throw ApiException.withDetails(422, message, details());
        }
    }

    private ArrayNode details() {
        ArrayNode details = JsonNodeFactory.instance.arrayNode();
        errors.forEach((path, texts) -> {
            ObjectNode detail = details.addObject().put("path", path);
            ArrayNode list = detail.putArray("errors");
            texts.forEach(list::add);
        });
        return details;
    }
}
