package stadion.persistence.zookeeper;

import java.time.Duration;
import stadion.persistence.contract.NodeDirectoryContract;

class ZooKeeperNodeDirectoryTest extends NodeDirectoryContract {

    ZooKeeperNodeDirectoryTest() {
        super(new ZooKeeperStores(Duration.ofSeconds(4)));
    }
}
