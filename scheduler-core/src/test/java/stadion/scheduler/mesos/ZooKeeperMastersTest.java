package stadion.scheduler.mesos;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.CuratorFrameworkFactory;
import org.apache.curator.retry.RetryOneTime;
import org.apache.curator.test.TestingServer;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.ZooDefs.Ids;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import stadion.scheduler.zookeeper.ZooKeeperAddress;

class ZooKeeperMastersTest {

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private TestingServer server;
    private CuratorFramework mesos;

    @BeforeEach
    void start() throws Exception {
        server = new TestingServer();
        mesos = CuratorFrameworkFactory.builder()
                .connectString(server.getConnectString())
                .retryPolicy(new RetryOneTime(100))
                .authorization("digest", "mesos:secret".getBytes(UTF_8))
                .build();
        mesos.start();
    }

    @AfterEach
    void stop() throws Exception {
        mesos.close();
        server.close();
    }

    /** As a master does; returns its node. */
    private String candidate(String ip) throws Exception {
        String info = "{\"address\":{\"hostname\":\"m\",\"ip\":\"" + ip + "\",\"port\":5050},\"pid\":\"master@" + ip
                + ":5050\"}";
        return mesos.create()
                .creatingParentsIfNeeded()
                .withMode(CreateMode.EPHEMERAL_SEQUENTIAL)
                .forPath("/mesos/json.info_", info.getBytes(UTF_8));
    }

    private ZooKeeperMasters masters() {
        return ZooKeeperMasters.at(ZooKeeperAddress.parse("zk://" + server.getConnectString() + "/mesos"));
    }

    private static String find(MasterDetector masters) {
        CompletableFuture<MasterAddress> found = masters.find(0).toCompletableFuture();
        assertThat(found).succeedsWithin(PATIENCE);
        return found.join().toString();
    }

    @Test
    void theMasterWithTheLowestNumberLeads() throws Exception {
        candidate("10.0.0.1");
        candidate("10.0.0.2");
        mesos.create().forPath("/mesos/log_replicas");
        try (ZooKeeperMasters masters = masters()) {
            assertThat(find(masters)).isEqualTo("http://10.0.0.1:5050");
        }
    }

    @Test
    void itIsFollowedWhenItChanges() throws Exception {
        String first = candidate("10.0.0.1");
        candidate("10.0.0.2");
        try (ZooKeeperMasters masters = masters()) {
            find(masters);
            mesos.delete().forPath(first);
            assertThat(find(masters)).isEqualTo("http://10.0.0.2:5050");
        }
    }

    @Test
    void aMasterIsWaitedForWhileThereIsNone() throws Exception {
        try (ZooKeeperMasters masters = masters()) {
            CompletableFuture<MasterAddress> found = masters.find(0).toCompletableFuture();
            candidate("10.0.0.3");
            assertThat(found).succeedsWithin(PATIENCE).hasToString("http://10.0.0.3:5050");
        }
    }

    @Test
    void ifThereIsNoneForLongThatIsSaid() {
        try (ZooKeeperMasters masters = masters()) {
            assertThat(masters.find(0).toCompletableFuture())
                    .failsWithin(PATIENCE)
                    .withThrowableThat()
                    .withMessageContaining("no Mesos master leads at zk://" + server.getConnectString() + "/mesos");
        }
    }

    @Test
    void aMasterIsFoundInAnEnsembleThatAsksForAPassword() throws Exception {
        mesos.create()
                .creatingParentsIfNeeded()
                .withACL(Ids.CREATOR_ALL_ACL)
                .forPath(
                        "/mesos/json.info_0000000007",
                        "{\"address\":{\"ip\":\"10.0.0.7\",\"port\":5050}}".getBytes(UTF_8));
        ZooKeeperAddress address =
                new ZooKeeperAddress(server.getConnectString(), "/mesos", Optional.of("mesos:secret"));
        try (ZooKeeperMasters masters = ZooKeeperMasters.at(address);
                ZooKeeperMasters stranger = masters()) {
            assertThat(find(masters)).isEqualTo("http://10.0.0.7:5050");
            assertThat(stranger.find(0).toCompletableFuture()).failsWithin(PATIENCE);
        }
    }

    @Test
    void theEnsembleIsFoundAgainAfterARestart() throws Exception {
        candidate("10.0.0.1");
        try (ZooKeeperMasters masters = masters()) {
            find(masters);
            server.restart();
            assertThat(find(masters)).isEqualTo("http://10.0.0.1:5050");
        }
    }
}
