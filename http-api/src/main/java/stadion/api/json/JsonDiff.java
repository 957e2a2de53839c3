package stadion.api.json;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What is different between two JSON values, field by field. Lists of the same length are compared element by element, others as a whole. */
public final class JsonDiff {

    private JsonDiff() {}

    /**
     * One difference.
     *
     * @param path a JSON pointer (RFC 6901)
     * @param before null when there was nothing
     * @param after null when there is nothing any more
     */
    public record Difference(
            String path,
            @Nullable JsonNode before,
            @Nullable JsonNode after) {}

    /** The differences in the order of their paths, those of list elements in the order of the list. */
    public static List<Difference> of(JsonNode before, JsonNode after) {
        List<Difference> differences = new ArrayList<>();
        compare("", before, after, differences);
        return differences;
    }

    private static void compare(
            String path, @Nullable JsonNode before, @Nullable JsonNode after, List<Difference> differences) {
        if (before != null && after != null && before.isObject() && after.isObject()) {
            Set<String> names = new TreeSet<>();
            before.fieldNames().forEachRemaining(names::add);
            after.fieldNames().forEachRemaining(names::add);
            names.forEach(name -> compare(path + "/" + escaped(name), before.get(name), after.get(name), differences));
        } else if (before != null
                && after != null
                && before.isArray()
                && after.isArray()
                && before.size() == after.size()) {
            for (int i = 0; i < before.size(); i++) {
                compare(path + "/" + i, before.get(i), after.get(i), differences);
            }
        } else if (before == null || !before.equals(after)) {
            differences.add(new Difference(path, before, after));
        }
    }

    private static String escaped(String name) {
        return name.replace("~", "~0").replace("/", "~1");
    }
}
