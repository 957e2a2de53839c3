package stadion.persistence.zookeeper;

import java.time.Duration;
import stadion.persistence.contract.SnapshotStoreContract;

class ZooKeeperSnapshotStoreTest extends SnapshotStoreContract {

    ZooKeeperSnapshotStoreTest() {
        super(new ZooKeeperStores(Duration.ofSeconds(10)).forOneStore());
    }
}
