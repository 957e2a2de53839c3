package stadion.deploy.server.faults;

import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import stadion.persistence.servers.TcpProxy;
import stadion.persistence.servers.ZooKeeperServers;
import stadion.persistence.zookeeper.StoredWriters;

/** An ensemble of three ZooKeeper servers, each a process of its own; the nodes reach them at the address that the network has for what is outside of it. */
final class ZooKeeperUnderTest implements SharedStoreServer {

    private static final int SERVERS = 3;
    private static final String PATH = "/stadion-under-fault";

    private final ZooKeeperServers servers;
    private final String address;
    private final List<TcpProxy> proxies = new ArrayList<>();
    private int killed;

    private ZooKeeperUnderTest(ZooKeeperServers servers, String address) {
        this.servers = servers;
        this.address = address;
    }

    static ZooKeeperUnderTest start(String address) throws IOException {
        ZooKeeperUnderTest ensemble = new ZooKeeperUnderTest(ZooKeeperServers.start(SERVERS), address);
        for (int i = 0; i < SERVERS; i++) {
            ensemble.proxies.add(TcpProxy.between(InetAddress.getByName(address), ensemble.servers.port(i)));
        }
        return ensemble;
    }

    @Override
    public Map<String, String> flags() {
        List<String> addresses =
                proxies.stream().map(proxy -> address + ":" + proxy.port()).toList();
        return Map.of("--zk", "zk://" + String.join(",", addresses) + PATH, "--zk_session_timeout", "4000");
    }

    @Override
    public void kill() {
        killed = servers.leader();
        servers.kill(killed);
    }

    @Override
    public void startAgain() throws IOException {
        servers.run(killed);
    }

    @Override
    public Map<String, List<String>> writers() {
        // Events that are deleted while they are read make it fail.
        return Nodes.patiently().until(() -> StoredWriters.in("zk://" + servers.connectString() + PATH), all -> true);
    }

    @Override
    public void close() throws IOException {
        for (TcpProxy proxy : proxies) {
            proxy.close();
        }
        servers.close();
    }
}
