package stadion.persistence;

import java.lang.reflect.Constructor;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.pcollections.HashTreePMap;
import org.pcollections.HashTreePSet;
import org.pcollections.OrderedPMap;
import org.pcollections.PMap;
import org.pcollections.PSet;
import org.pcollections.PSortedMap;
import org.pcollections.PVector;
import org.pcollections.TreePMap;
import org.pcollections.TreePVector;
import stadion.scheduler.model.InstanceId;
import stadion.scheduler.model.PathId;

/** Makes values of any type that may be stored, by its shape alone: a type that cannot be made here has no settled form in the journal. */
final class RandomRecords {

    private final Random random;
    private final int depth;

    /** @param depth below how many records collections are empty and nullable components null; 0 makes the smallest value */
    RandomRecords(long seed, int depth) {
        this.random = new Random(seed);
        this.depth = depth;
    }

    <T> T make(Class<T> type) {
        return type.cast(value(type, depth));
    }

    private Object record(Class<?> type, int left) {
        RecordComponent[] components = type.getRecordComponents();
        Object[] values = Arrays.stream(components)
                .map(c -> isAbsent(c, left) ? null : value(c.getGenericType(), left - 1))
                .toArray();
        Class<?>[] types =
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        try {
            Constructor<?> constructor = type.getDeclaredConstructor(types);
            constructor.setAccessible(true);
            return constructor.newInstance(values);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(type + " with " + Arrays.toString(values), e);
        }
    }

    private boolean isAbsent(RecordComponent component, int left) {
        boolean nullable = component.getAnnotatedType().isAnnotationPresent(Nullable.class);
        return nullable && (left <= 0 || random.nextInt(4) == 0);
    }

    private Object value(Type type, int left) {
        return type instanceof ParameterizedType generic
                ? container((Class<?>) generic.getRawType(), generic.getActualTypeArguments(), left)
                : plain((Class<?>) type, left);
    }

    private Object plain(Class<?> type, int left) {
        if (type == String.class) {
            return word();
        }
        if (type == int.class || type == Integer.class) {
            return random.nextInt();
        }
        if (type == long.class || type == Long.class) {
            return random.nextLong();
        }
        if (type == double.class || type == Double.class) {
            return random.nextInt(5) == 0 ? Double.POSITIVE_INFINITY : random.nextDouble() * 1e6;
        }
        if (type == boolean.class || type == Boolean.class) {
            return random.nextBoolean();
        }
        if (type == Instant.class) {
            return Instant.ofEpochSecond(random.nextInt(Integer.MAX_VALUE), random.nextInt(1_000_000_000));
        }
        if (type == Duration.class) {
            return Duration.ofNanos(random.nextLong(1L << 50));
        }
        if (type == PathId.class) {
            return PathId.of("/" + word() + "/" + word());
        }
        if (type == InstanceId.class) {
            return InstanceId.of(PathId.of("/" + word()), new UUID(random.nextLong(), random.nextLong()));
        }
        if (type.isEnum()) {
            return oneOf(type.getEnumConstants());
        }
        if (type.isSealed()) {
            return value((Class<?>) oneOf(type.getPermittedSubclasses()), left);
        }
        if (type.isRecord()) {
            return record(type, left);
        }
        throw new AssertionError("no settled form in the journal: " + type);
    }

    private Object container(Class<?> type, Type[] of, int left) {
        if (type == Optional.class) {
            return left <= 0 ? Optional.empty() : Optional.of(value(of[0], left));
        }
        if (Map.class.isAssignableFrom(type)) {
            return map(type, entries(of, left));
        }
        List<Object> elements = elements(of[0], left);
        if (type == List.class) {
            return elements;
        }
        if (type == Set.class) {
            return new LinkedHashSet<>(elements);
        }
        if (type == PVector.class) {
            return TreePVector.from(elements);
        }
        if (type == PSet.class) {
            return HashTreePSet.from(elements);
        }
        throw new AssertionError("no settled form in the journal: " + type);
    }

    @SuppressWarnings("unchecked") // a sorted map is only declared with keys that can be compared
    private static Object map(Class<?> type, Map<Object, Object> entries) {
        if (type == Map.class) {
            return entries;
        }
        if (type == PMap.class) {
            return HashTreePMap.from(entries);
        }
        if (type == OrderedPMap.class) {
            return OrderedPMap.from(entries);
        }
        if (type == PSortedMap.class) {
            return TreePMap.from((Map<String, Object>) (Map<?, ?>) entries);
        }
        throw new AssertionError("no settled form in the journal: " + type);
    }

    private Map<Object, Object> entries(Type[] of, int left) {
        Map<Object, Object> entries = new LinkedHashMap<>();
        for (int n = size(left); n > 0; n--) {
            entries.put(value(of[0], left - 1), value(of[1], left - 1));
        }
        return entries;
    }

    private List<Object> elements(Type of, int left) {
        List<Object> elements = new ArrayList<>();
        for (int n = size(left); n > 0; n--) {
            elements.add(value(of, left - 1));
        }
        return elements;
    }

    private int size(int left) {
        return left <= 0 ? 0 : random.nextInt(4);
    }

    private String word() {
        return Integer.toString(random.nextInt(1_000_000), 36) + (random.nextInt(10) == 0 ? "é漢\u0000" : "");
    }

    private <T> T oneOf(T[] choices) {
        return choices[random.nextInt(choices.length)];
    }
}
