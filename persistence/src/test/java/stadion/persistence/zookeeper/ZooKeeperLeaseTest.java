package stadion.persistence.zookeeper;

import java.time.Duration;
import stadion.persistence.contract.LeaseContract;

class ZooKeeperLeaseTest extends LeaseContract {

    ZooKeeperLeaseTest() {
        super(new ZooKeeperStores(Duration.ofSeconds(4)));
    }
}
