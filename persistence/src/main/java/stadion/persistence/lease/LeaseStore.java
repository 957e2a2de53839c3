package stadion.persistence.lease;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import stadion.persistence.OpenStores;

/** A store that keeps leases. */
public interface LeaseStore {

    LeaseRecords leases();

    /** The settings of an actor system on this open store: those of the store, in a resource of this name next to its class, and those of its leases. */
    default Config config(String resource) {
        return OpenStores.setting(this)
                .atPath("stadion")
                .withFallback(ConfigFactory.parseResources(getClass(), resource))
                .withFallback(ConfigFactory.parseResources(LeaseStore.class, "lease.conf"))
                .resolve();
    }
}
