package stadion.persistence.zookeeper;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.typesafe.config.Config;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.curator.framework.CuratorFramework;
import org.apache.zookeeper.KeeperException;
import stadion.persistence.NodeDirectory;
import stadion.persistence.OpenStores;
import stadion.persistence.SharedStore;
import stadion.persistence.StoreUnavailable;
import stadion.persistence.lease.LeaseRecords;
import stadion.persistence.lease.LeaseStore;
import stadion.scheduler.zookeeper.ZooKeeperAddress;

/** The store of several nodes in ZooKeeper. An event is on the disks of a majority of the ensemble before it is acknowledged. */
public final class ZooKeeperStore implements SharedStore, LeaseStore {

    /** The version of what is stored, in the node above all; a server refuses a later one. */
    private static final int VERSION = 1;

    private static final Duration CONNECTING = Duration.ofSeconds(15);

    /** How long the journal waits for an answer; Akka's circuit breaker waits for 10 s. */
    private static final Duration PATIENCE = Duration.ofSeconds(8);

    /** How long leases and the directory wait for one. */
    private static final Duration LITTLE_PATIENCE = Duration.ofSeconds(2);

    private final ZooKeeperAddress address;
    private final String base;
    private final Znodes data;
    private final Znodes coordination;
    private final ZooKeeperLeases leases;
    private final ZooKeeperNodes nodes;

    private ZooKeeperStore(ZooKeeperAddress address, Znodes data, Znodes coordination) {
        this.address = address;
        this.base = base(address);
        this.data = data;
        this.coordination = coordination;
        this.leases = new ZooKeeperLeases(coordination, base);
        this.nodes = new ZooKeeperNodes(coordination, base);
        OpenStores.add(this);
    }

    /**
     * Connects, and creates the nodes below {@code <path>/stadion} that are not there.
     *
     * @param url {@code zk://[user:password@]host:port,host:port.../path}; with a user and a password what is created can be read and written by them alone
     * @param sessionTimeout after how long without a sign of life this node is dead for the others; the ensemble's own bounds apply (usually 4 to 40 s)
     * @throws StoreUnavailable if the address is none, or ZooKeeper can't be used; the message names {@code --zk} and no password
     */
    public static ZooKeeperStore open(String url, Duration sessionTimeout) {
        ZooKeeperAddress address = address(url);
        Znodes data = new Znodes(address, sessionTimeout, PATIENCE, "stadion-zookeeper-journal");
        Znodes coordination = new Znodes(address, sessionTimeout, LITTLE_PATIENCE, "stadion-zookeeper");
        try {
            prepare(address, coordination.client());
            return new ZooKeeperStore(address, data, coordination);
        } catch (RuntimeException e) {
            data.close();
            coordination.close();
            throw e;
        }
    }

    private static ZooKeeperAddress address(String url) {
        try {
            return ZooKeeperAddress.parse(url);
        } catch (IllegalArgumentException e) {
            throw new StoreUnavailable("--zk: " + e.getMessage() + ".", e);
        }
    }

    /** The node below which everything is. Marathon uses others of the same path. */
    private static String base(ZooKeeperAddress address) {
        return address.path() + "/stadion";
    }

    private static void prepare(ZooKeeperAddress address, CuratorFramework client) {
        try {
            if (!client.blockUntilConnected(Math.toIntExact(CONNECTING.toSeconds()), TimeUnit.SECONDS)) {
                throw new StoreUnavailable("ZooKeeper at " + address + " (--zk) doesn't answer within "
                        + CONNECTING.toSeconds() + " s. Check that it runs, and the hosts and ports in --zk.");
            }
            String base = base(address);
            create(client, base, Integer.toString(VERSION));
            checkVersion(address, new String(client.getData().forPath(base), UTF_8));
            for (String path : List.of(
                    ZooKeeperJournal.root(base),
                    ZooKeeperSnapshotStore.root(base),
                    ZooKeeperLeases.root(base),
                    ZooKeeperNodes.root(base))) {
                create(client, path, "");
            }
        } catch (StoreUnavailable e) {
            throw e;
        } catch (KeeperException.NoAuthException e) {
            throw new StoreUnavailable(
                    "ZooKeeper at " + address + " (--zk) refuses access to " + e.getPath()
                            + ": it belongs to others. Check user and password in --zk.",
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreUnavailable("The start was interrupted.", e);
        } catch (Exception e) {
            throw new StoreUnavailable("ZooKeeper at " + address + " (--zk) can't be used: " + e.getMessage(), e);
        }
    }

    private static void create(CuratorFramework client, String path, String data) throws Exception {
        try {
            client.create().creatingParentsIfNeeded().forPath(path, data.getBytes(UTF_8));
        } catch (KeeperException.NodeExistsException e) {
            // Another node, or an earlier start, has created it.
            return;
        }
    }

    private static void checkVersion(ZooKeeperAddress address, String found) {
        if (!found.matches("\\d{1,9}")) {
            throw new StoreUnavailable(
                    base(address) + " in ZooKeeper (--zk) is not Stadion's. Choose another path in --zk.");
        }
        if (Integer.parseInt(found) > VERSION) {
            throw new StoreUnavailable(base(address)
                    + " in ZooKeeper (--zk) was written by a later version of Stadion (its form has version " + found
                    + ", this server knows " + VERSION + "). Start that version or a newer one.");
        }
    }

    @Override
    public Config config() {
        return config("zookeeper.conf");
    }

    @Override
    public NodeDirectory nodes() {
        return nodes;
    }

    @Override
    public LeaseRecords leases() {
        return leases;
    }

    /** The session of journal and snapshots; leases and the directory have their own, so that nothing has to wait for large records. */
    Znodes data() {
        return data;
    }

    String base() {
        return base;
    }

    /** The address without user and password. */
    @Override
    public String toString() {
        return address.toString();
    }

    @Override
    public void close() {
        OpenStores.remove(this);
        data.close();
        coordination.close();
    }
}
