package stadion.persistence.zookeeper;

import java.time.Duration;
import stadion.persistence.contract.JournalContract;

class ZooKeeperJournalTest extends JournalContract {

    ZooKeeperJournalTest() {
        super(new ZooKeeperStores(Duration.ofSeconds(10)).forOneStore());
    }
}
