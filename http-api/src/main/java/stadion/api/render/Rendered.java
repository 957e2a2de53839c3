package stadion.api.render;

import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.Map;
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
    private final Function<K, V> make;

    public Rendered(Function<K, V> make) {
        this.make = make;
    }

    public V of(K object) {
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
