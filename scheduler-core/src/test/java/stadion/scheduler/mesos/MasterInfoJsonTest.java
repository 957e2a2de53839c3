package stadion.scheduler.mesos;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class MasterInfoJsonTest {

    private static String address(String json) {
        return MasterInfoJson.address(json.getBytes(UTF_8)).toString();
    }

    @Test
    void aMasterIsReachedAtItsIpAddress() {
        assertThat(address("""
                                {"address":{"hostname":"m1.example.com","ip":"10.0.0.7","port":5050},
                                 "capabilities":[{"type":"AGENT_UPDATE"}],"hostname":"m1.example.com","id":"5f1",
                                 "ip":117440522,"pid":"master@10.0.0.7:5050","port":5050,"version":"1.11.0"}""")).isEqualTo("http://10.0.0.7:5050");
    }

    @Test
    void anIpV6AddressIsOneToo() {
        assertThat(address("{\"address\":{\"ip\":\"2001:db8::7\",\"port\":5051}}"))
                .isEqualTo("http://[2001:db8::7]:5051");
    }

    @Test
    void anOlderMasterIsReachedAtItsHostname() {
        assertThat(address("{\"hostname\":\"m1.example.com\",\"ip\":117440522,\"port\":5050}"))
                .isEqualTo("http://m1.example.com:5050");
    }

    @Test
    void whatIsNoMasterInfoIsRefused() {
        assertThatThrownBy(() -> address("{}")).hasMessageContaining("names no address");
        assertThatThrownBy(() -> address("\u0000\u0001")).hasMessageContaining("isn't JSON");
    }
}
