package stadion.api.app;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What the rules ask of lists. */
public final class Lists {

    private Lists() {}

    /** Whether no two elements have the same key; those without a key (null) do not count. */
    public static <T, K> boolean areUnique(List<T> elements, Function<T, @Nullable K> key) {
        Set<K> seen = new HashSet<>();
        for (T element : elements) {
            K k = key.apply(element);
            if (k != null && !seen.add(k)) {
                return false;
            }
        }
        return true;
    }

    /** The list, or an empty one where none was sent. */
    public static <T> List<T> orEmpty(@Nullable List<T> elements) {
        return elements == null ? List.of() : elements;
    }
}
