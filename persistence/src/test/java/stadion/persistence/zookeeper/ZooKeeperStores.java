package stadion.persistence.zookeeper;

import java.time.Duration;
import java.util.UUID;
import stadion.persistence.SharedStore;
import stadion.persistence.contract.StoreServer;
import stadion.persistence.servers.ZooKeeperServers;

/** A ZooKeeper, and stores at one path of it after the other. */
final class ZooKeeperStores implements StoreServer {

    private final Duration sessionTimeout;
    private ZooKeeperServers servers;
    private String path;

    ZooKeeperStores(Duration sessionTimeout) {
        this.sessionTimeout = sessionTimeout;
    }

    @Override
    public int start() throws Exception {
        servers = ZooKeeperServers.start();
        return servers.port(0);
    }

    @Override
    public void stop() throws Exception {
        servers.close();
    }

    @Override
    public void begin() {
        path = "/marathon-" + UUID.randomUUID();
    }

    @Override
    public SharedStore open(int port) {
        return ZooKeeperStore.open("zk://127.0.0.1:" + port + path, sessionTimeout);
    }
}
