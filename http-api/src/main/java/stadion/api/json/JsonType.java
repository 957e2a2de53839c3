package stadion.api.json;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What a JSON value is expected to be, and how it is read. Types are put together: {@code INT.check(n -> n >= 0, "error.min")}, {@code STRING.list()}.
 *
 * @param <T> what reading gives
 */
@FunctionalInterface
public interface JsonType<T> {

    /**
     * Reads a value; what does not fit is added to {@code errors}.
     *
     * @param path of the value, without a trailing slash
     * @return the value; null, or anything, after an error
     */
    @Nullable
    T read(JsonNode node, String path, Violations errors);

    /** The same, with a further rule. Every rule is checked, so that one value can have several errors. */
    default JsonType<T> check(Predicate<T> rule, String error) {
        return (node, path, errors) -> {
            T value = read(node, path, errors);
            if (value != null) {
                errors.require(rule.test(value), path, error);
            }
            return value;
        };
    }

    default <R> JsonType<R> map(Function<T, R> function) {
        return (node, path, errors) -> {
            T value = read(node, path, errors);
            return value == null ? null : function.apply(value);
        };
    }

    /** Either this or {@code other}; when neither fits, the errors are those of {@code other}. */
    default JsonType<T> or(JsonType<? extends T> other) {
        return (node, path, errors) -> {
            Violations ours = new Violations();
            T value = read(node, path, ours);
            return ours.isEmpty() ? value : other.read(node, path, errors);
        };
    }

    /** An array of this. */
    default JsonType<List<T>> list() {
        return (node, path, errors) -> {
            if (!node.isArray()) {
                errors.add(path, "error.expected.jsarray");
                return null;
            }
            List<T> values = new ArrayList<>(node.size());
            for (int i = 0; i < node.size(); i++) {
                T value = read(node.get(i), path + "(" + i + ")", errors);
                if (value != null) {
                    values.add(value);
                }
            }
            return values;
        };
    }

    /** An array of this whose repeated elements count once. */
    default JsonType<List<T>> set() {
        return list().map(values -> new ArrayList<>(new LinkedHashSet<>(values)));
    }

    /** An object whose values are each this, in its order. */
    default JsonType<Map<String, T>> values() {
        return (node, path, errors) -> {
            if (!node.isObject()) {
                errors.add(path, "error.expected.jsobject");
                return null;
            }
            Map<String, T> values = new LinkedHashMap<>();
            node.properties().forEach(entry -> {
                T value = read(entry.getValue(), path + "/" + entry.getKey(), errors);
                if (value != null) {
                    values.put(entry.getKey(), value);
                }
            });
            return values;
        };
    }
}
