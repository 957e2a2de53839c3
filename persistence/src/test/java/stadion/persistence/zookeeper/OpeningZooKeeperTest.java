package stadion.persistence.zookeeper;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.UUID;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.CuratorFrameworkFactory;
import org.apache.curator.retry.RetryOneTime;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import stadion.persistence.StoreUnavailable;
import stadion.persistence.servers.ZooKeeperServers;

/** A ZooKeeper that can't be used is told of before anything else begins, with what to do about it and without the password. */
class OpeningZooKeeperTest {

    private static final Duration SESSION = Duration.ofSeconds(10);

    private static ZooKeeperServers servers;

    private final String path = "/marathon-" + UUID.randomUUID();

    @BeforeAll
    static void startZooKeeper() throws Exception {
        servers = ZooKeeperServers.start();
    }

    @AfterAll
    static void stopZooKeeper() throws Exception {
        servers.close();
    }

    @Test
    void aPathIsPreparedAndOpenedAgain() {
        open("").close();
        open("").close();
    }

    @Test
    void whatAUserHasCreatedIsClosedToOthers() {
        open("marathon:hidden@").close();
        open("marathon:hidden@").close();
        assertRefused("");
        assertRefused("marathon:guessed@").hasMessageNotContainingAny("hidden", "guessed");
    }

    @Test
    void whatOthersHaveWrittenThereIsLeftAlone() throws Exception {
        write("something else");
        assertRefused("", "is not Stadion's. Choose another path in --zk.");
    }

    @Test
    void dataOfALaterVersion() throws Exception {
        write("99");
        assertRefused("", "later version of Stadion").hasMessageContaining("its form has version 99");
    }

    private ZooKeeperStore open(String who) {
        return ZooKeeperStore.open("zk://" + who + "127.0.0.1:" + servers.port(0) + path, SESSION);
    }

    private AbstractThrowableAssert<?, ? extends Throwable> assertRefused(String who) {
        return assertRefused(who, "refuses access to " + path + "/stadion")
                .hasMessageContaining("Check user and password in --zk.");
    }

    private AbstractThrowableAssert<?, ? extends Throwable> assertRefused(String who, String why) {
        return assertThatThrownBy(() -> open(who))
                .isInstanceOf(StoreUnavailable.class)
                .hasMessageContaining("(--zk)")
                .hasMessageContaining(why);
    }

    private void write(String data) throws Exception {
        try (CuratorFramework client =
                CuratorFrameworkFactory.newClient("127.0.0.1:" + servers.port(0), new RetryOneTime(1000))) {
            client.start();
            client.create().creatingParentsIfNeeded().forPath(path + "/stadion", data.getBytes(UTF_8));
        }
    }
}
