package stadion.scheduler.mesos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MasterAddressTest {

    @ParameterizedTest
    @CsvSource({
        "master:5050, http://master:5050",
        "master, http://master:5050",
        "10.0.0.1:80, http://10.0.0.1:80",
        "[::1]:5050, http://[::1]:5050",
        "http://master:5050, http://master:5050",
        "http://master:5050/, http://master:5050",
        "http://master, http://master:80",
        "https://master, https://master:443",
        "https://proxy:8443/mesos/, https://proxy:8443/mesos"
    })
    void readsWhatPeopleCallAMaster(String text, String meant) {
        assertThat(MasterAddress.parse(text)).hasToString(meant);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "zk://a:2181/mesos",
                "ftp://a:21",
                "http://",
                "http://u:secret@a:5050",
                "a:b:c",
                "a b",
                "http://a/?x"
            })
    void refusesWhatIsNoAddressAndSaysWhatIs(String text) {
        assertThatThrownBy(() -> MasterAddress.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("host:port, http://host:port or https://host:port");
    }

    @Test
    void readsSeveralAddresses() {
        assertThat(MasterAddress.parseAll("a:1, b:2"))
                .isEqualTo(List.of(MasterAddress.parse("a:1"), MasterAddress.parse("b:2")));
    }

    @Test
    void theApiIsBelowThePathOfAProxy() {
        assertThat(MasterAddress.parse("a:5050").apiPath()).isEqualTo("/api/v1/scheduler");
        assertThat(MasterAddress.parse("https://a/mesos").apiPath()).isEqualTo("/mesos/api/v1/scheduler");
    }

    @ParameterizedTest
    @CsvSource({
        "//leader:5051/api/v1/scheduler, https://leader:5051",
        "leader:5051, https://leader:5051",
        "http://leader:5051/api/v1/scheduler, http://leader:5051",
        "/mesos/api/v1/scheduler, https://old:5050/mesos"
    })
    void followsEveryFormOfRedirect(String location, String leader) {
        assertThat(MasterAddress.parse("https://old:5050").redirectedTo(location))
                .hasToString(leader);
    }
}
