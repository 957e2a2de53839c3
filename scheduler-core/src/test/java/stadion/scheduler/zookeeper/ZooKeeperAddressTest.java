package stadion.scheduler.zookeeper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ZooKeeperAddressTest {

    @Test
    void anAddressNamesServersAndAPath() {
        ZooKeeperAddress address = ZooKeeperAddress.parse("zk://h1:2181,h2:2182/some/path/");
        assertThat(address.servers()).isEqualTo("h1:2181,h2:2182");
        assertThat(address.path()).isEqualTo("/some/path");
        assertThat(address.digest()).isEmpty();
    }

    @Test
    void aServerWithoutAPortIsAtTheUsualOne() {
        assertThat(ZooKeeperAddress.parse("zk://h1,[2001:db8::1]/m").servers()).isEqualTo("h1:2181,[2001:db8::1]:2181");
    }

    @Test
    void thePathMayBeTheRoot() {
        assertThat(ZooKeeperAddress.parse("zk://h1:2181").path()).isEmpty();
        assertThat(ZooKeeperAddress.parse("zk://h1:2181/").path()).isEmpty();
    }

    @Test
    void aPasswordIsReadAndNeverShown() {
        ZooKeeperAddress address = ZooKeeperAddress.parse("zk://user:pa:ss@h1:2181/marathon");
        assertThat(address.digest()).contains("user:pa:ss");
        assertThat(address).hasToString("zk://h1:2181/marathon");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "h1:2181/marathon",
                "zk://",
                "zk:///marathon",
                "zk://h1:0/m",
                "zk://h1:99999/m",
                "zk://h1:2181,/m",
                "zk://h1:x/m",
                "zk://secret@h1:2181/m",
                "zk://h1:2181/a//b"
            })
    void whatIsNoAddressIsRefusedWithoutShowingIt(String text) {
        assertThatThrownBy(() -> ZooKeeperAddress.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("zk://[user:password@]host:port")
                .hasMessageNotContaining("secret");
    }
}
