package stadion.persistence.contract;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.coordination.lease.javadsl.Lease;
import akka.coordination.lease.javadsl.LeaseProvider;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import stadion.persistence.SharedStore;
import stadion.persistence.lease.LeaseRecords;
import stadion.persistence.lease.LeaseStore;

/** A node as far as its store goes: an actor system with a shared store of its own. */
final class SharedNode implements AutoCloseable {

    private final SharedStore store;
    private final ActorTestKit kit;
    final Journal journal;
    final Snapshots snapshots;

    /** Uses the store, and closes it in the end. */
    SharedNode(SharedStore store) {
        this(store, ConfigFactory.empty());
    }

    /** The same with settings that win over those of the store. */
    SharedNode(SharedStore store, Config settings) {
        this.store = store;
        kit = ActorTestKit.create(settings.withFallback(store.config()).withFallback(ConfigFactory.load()));
        journal = new Journal(kit);
        snapshots = new Snapshots(kit);
    }

    Lease lease(String name) {
        return LeaseProvider.get(kit.system()).getLease(name, SharedStore.LEASE, "127.0.0.1:1");
    }

    LeaseRecords records() {
        return ((LeaseStore) store).leases();
    }

    @Override
    public void close() {
        kit.shutdownTestKit();
        store.close();
    }
}
