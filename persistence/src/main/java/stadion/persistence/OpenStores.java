package stadion.persistence;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Leads the plugins of an actor system, which Akka creates and gives nothing but settings, to the store that was opened for it. So addresses and passwords never get into the
 * settings, and connections outlive the actor system.
 */
public final class OpenStores {

    private static final String KEY = "open-store";

    private static final Map<String, Object> OPEN = new ConcurrentHashMap<>();

    private OpenStores() {}

    /** Makes a store known until {@link #remove}. */
    public static void add(Object store) {
        OPEN.put(key(store), store);
    }

    public static void remove(Object store) {
        OPEN.remove(key(store));
    }

    /** The setting {@code open-store} by which {@link #find} knows the store. */
    public static Config setting(Object store) {
        return ConfigFactory.parseMap(Map.of(KEY, key(store)), "the open store");
    }

    /**
     * The store that these settings name.
     *
     * @throws IllegalStateException if it is closed, or of another kind
     */
    public static <T> T find(Config settings, Class<T> kind) {
        Object store = OPEN.get(settings.getString(KEY));
        if (!kind.isInstance(store)) {
            throw new IllegalStateException("The actor system runs without an open " + kind.getSimpleName()
                    + "; open it first and close it last.");
        }
        return kind.cast(store);
    }

    private static String key(Object store) {
        return store.getClass().getSimpleName() + "@" + Integer.toHexString(System.identityHashCode(store));
    }
}
