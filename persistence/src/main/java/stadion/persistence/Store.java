package stadion.persistence;

import com.typesafe.config.Config;

/**
 * Where a server keeps its state. Open it before the actor system is started, start the system with {@link #config()}, and close it after the system has ended.
 *
 * <p>An event is durable before Akka Persistence acknowledges it.
 */
public interface Store extends AutoCloseable {

    /** The settings of the journal, the snapshot store and the read journal for the actor system that is to use this store. */
    Config config();

    /**
     * Gives everything free that this process holds of the store.
     *
     * @throws StoreUnavailable if that fails; nothing that was acknowledged is lost by it
     */
    @Override
    void close();
}
