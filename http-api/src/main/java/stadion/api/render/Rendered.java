package stadion.api.render;

import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Remembers what was made of an immutable object for as long as that object is in use elsewhere. Objects are told apart by identity, which is cheap and right: a
 * changed app or instance is another object. Safe for use by many threads.
 */
public final class Rendered<K, V> {

    private static final class Key<K> extends WeakReference<K> {
        private final int hash;

        Key(K object, @Nullable ReferenceQueue<K> queue) {
            super(object, queue);
            hash = System.identityHashCode(object);
        }

        @Override
        public int hashCode() {
            return hash;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return this == other || (other instanceof Key<?> key && get() != null && get() == key.get());
        }
    }

    private final Map<Key<K>, V> values = new ConcurrentHashMap<>();
    private final ReferenceQueue<K> unused = new ReferenceQueue<>();
    private final @Nullable Function<K, V> usual;

    /** What is made of an object depends on that object alone. */
    public Rendered(Function<K, V> make) {
        this.usual = make;
    }

    /** What is made of an object also depends on something that goes with it, and is the same each time. */
    public Rendered() {
        this.usual = null;
    }

    public V of(K object) {
        return of(object, Objects.requireNonNull(usual, "made without a function"));
    }

    /** What was made of the object, or what {@code make} makes of it now. */
    public V of(K object, Function<K, V> make) {
        V known = values.get(new Key<>(object, null));
        if (known != null) {
            return known;
        }
        forgetUnused();
        V made = make.apply(object);
        values.put(new Key<>(object, unused), made);
        return made;
    }

    private void forgetUnused() {
        for (Object key = unused.poll(); key != null; key = unused.poll()) {
            values.remove(key);
        }
    }

    int size() {
        forgetUnused();
        return values.size();
    }
}
