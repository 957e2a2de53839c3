package stadion.deploy.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MasterAddressTest {

    @ParameterizedTest
    @ValueSource(strings = {"mesos-1:5050", "http://mesos-1:5050", "http://mesos-1:5050/", "HTTP://mesos-1:5050"})
    void isAHostAndItsPort(String master) {
        assertThat(MasterAddress.parse(master)).isEqualTo(URI.create("http://mesos-1:5050"));
    }

    @Test
    void mayBeAnIpAddress() {
        assertThat(MasterAddress.parse("10.0.0.1:5050")).isEqualTo(URI.create("http://10.0.0.1:5050"));
        assertThat(MasterAddress.parse("[::1]:5050")).isEqualTo(URI.create("http://[::1]:5050"));
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
                .isThrownBy(() -> MasterAddress.parse(master))
                .withMessage("--master must be host:port or http://host:port, not '" + master + "'.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"zk://z:2181/mesos", "https://mesos:5050"})
    void saysWhatIsNotBuiltYet(String master) {
        assertThatExceptionOfType(FlagException.class)
                .isThrownBy(() -> MasterAddress.parse(master))
                .withMessageContaining("not built yet")
                .withMessageContaining("http://host:port");
    }
}
