package stadion.persistence.zookeeper;

import java.time.Duration;
import java.util.UUID;
import stadion.persistence.SharedStore;
import stadion.persistence.contract.LeaseContract;
import stadion.persistence.servers.ZooKeeperServers;

class ZooKeeperLeaseTest extends LeaseContract {

    private ZooKeeperServers servers;
    private String path;

    @Override
    protected int startServer() throws Exception {
        servers = ZooKeeperServers.start();
        return servers.port(0);
    }

    @Override
    protected void begin() {
        path = "/marathon-" + UUID.randomUUID();
    }

    @Override
    protected SharedStore open(int port) {
        return ZooKeeperStore.open("zk://127.0.0.1:" + port + path, Duration.ofSeconds(4));
    }

    @Override
    protected void stopServer() throws Exception {
        servers.close();
    }
}
