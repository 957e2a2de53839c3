package stadion.deploy.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MesosFlagTest {

    @ParameterizedTest
    @ValueSource(strings = {"mesos-1:5050", "http://mesos-1:5050", "http://mesos-1:5050/", "HTTP://mesos-1:5050"})
    void isAHostAndItsPort(String master) {
        assertThat(MesosFlag.parse(master)).isEqualTo(URI.create("http://mesos-1:5050"));
    }

    @Test
    void mayBeAnIpAddress() {
        assertThat(MesosFlag.parse("10.0.0.1:5050")).isEqualTo(URI.create("http://10.0.0.1:5050"));
        assertThat(MesosFlag.parse("[::1]:5050")).isEqualTo(URI.create("http://[::1]:5050"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mesos",
                "mesos:",
                "mesos:0",
                "mesos:99999",
                "mesos:port",
                ":5050",
                "http://mesos",
                "ftp://mesos:5050",
                "mesos:5050/master",
                "http://me:secret@mesos:5050",
                "mesos 5050",
                "http://mesos:5050?x"
            })
    void isNothingElse(String master) {
        assertThatExceptionOfType(FlagException.class)
                .isThrownBy(() -> MesosFlag.parse(master))
                .withMessage("--master must be host:port, http://host:port or zk://host:port,.../path, not '" + master
                        + "'.");
    }

    @Test
    void mayBeWhereTheMastersAreInZooKeeper() {
        assertThat(MesosFlag.parse("zk://z1:2181,z2:2181/mesos")).isEqualTo(URI.create("zk://z1:2181,z2:2181/mesos"));
        assertThatExceptionOfType(FlagException.class)
                .isThrownBy(() -> MesosFlag.parse("zk://"))
                .withMessageStartingWith("--master: ");
    }

    @Test
    void showsNoPasswordOfZooKeeper() {
        Masters masters = Masters.of(MesosFlag.parse("zk://me:secret@127.0.0.1:1/mesos"));
        try {
            assertThat(masters.shown()).contains("127.0.0.1:1/mesos").doesNotContain("secret");
        } finally {
            masters.whenDone().run();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://mesos:5050"})
    void saysWhatIsNotBuiltYet(String master) {
        assertThatExceptionOfType(FlagException.class)
                .isThrownBy(() -> MesosFlag.parse(master))
                .withMessageContaining("not built yet")
                .withMessageContaining("http://host:port");
    }
}
