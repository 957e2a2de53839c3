package stadion.persistence.zookeeper;

import com.typesafe.config.Config;
import java.time.Duration;
import stadion.persistence.contract.JournalContract;
import stadion.persistence.servers.ZooKeeperServers;

class ZooKeeperJournalTest extends JournalContract {

    private ZooKeeperServers servers;
    private ZooKeeperStore store;

    @Override
    protected Config open() throws Exception {
        servers = ZooKeeperServers.start();
        store = ZooKeeperStore.open("zk://" + servers.connectString() + "/marathon", Duration.ofSeconds(10));
        return store.config();
    }

    @Override
    protected void close() throws Exception {
        store.close();
        servers.close();
    }
}
