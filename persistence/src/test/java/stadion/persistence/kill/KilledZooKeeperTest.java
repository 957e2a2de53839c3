package stadion.persistence.kill;

import stadion.persistence.servers.ZooKeeperServers;

class KilledZooKeeperTest extends SharedStoreKillContract {

    private ZooKeeperServers servers;
    private int killed;

    @Override
    void startServer() throws Exception {
        servers = ZooKeeperServers.start(3);
    }

    @Override
    void stopServer() throws Exception {
        servers.close();
    }

    @Override
    String store() {
        return "zk://" + servers.connectString() + "/marathon";
    }

    @Override
    void killServer() {
        killed = servers.leader();
        servers.kill(killed);
    }

    @Override
    void runServer() throws Exception {
        servers.run(killed);
    }
}
