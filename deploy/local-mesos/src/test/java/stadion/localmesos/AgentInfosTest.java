package stadion.localmesos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import org.apache.mesos.v1.Protos.AgentInfo;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import stadion.localmesos.resources.AttributeText;
import stadion.localmesos.resources.Resources;

class AgentInfosTest {

    @TempDir
    Path workDirectory;

    private LocalMesosConfig config;

    @BeforeEach
    void configure() {
        config = LocalMesosConfig.inDirectory(workDirectory);
    }

    private static Resources resources(AgentInfo info) {
        return Resources.of(info.getResourcesList());
    }

    @Test
    void whatIsLeftOutIsTheMachines() throws IOException {
        var agent = AgentInfos.of(config.withAgents(1, "mem:100", ""), "c").get(0);
        assertThat(resources(agent).scalar("mem")).isEqualTo(100);
        assertThat(resources(agent).scalar("cpus"))
                .isEqualTo(Runtime.getRuntime().availableProcessors());
        assertThat(resources(agent).scalar("disk")).isPositive();
        assertThat(resources(agent).valueOf("ports")).isEqualTo("[31000-31999]");
        assertThat(agent.getHostname()).isEqualTo("localhost");
    }

    @Test
    void eachAgentHasItsNumberInAttributesAndPorts() throws IOException {
        var agents = AgentInfos.of(config.withAgents(3, "ports:[100-199];cpus:1", "rack:r{i};n:{i}"), "c");
        assertThat(agents).extracting(agent -> agent.getId().getValue()).containsExactly("c-S0", "c-S1", "c-S2");
        assertThat(agents)
                .extracting(agent -> resources(agent).valueOf("ports"))
                .containsExactly("[100-199]", "[1100-1199]", "[2100-2199]");
        assertThat(agents)
                .extracting(agent -> AttributeText.valueOf(agent.getAttributes(0)))
                .containsExactly("r1", "r2", "r3");
        assertThat(agents)
                .extracting(agent -> AttributeText.valueOf(agent.getAttributes(1)))
                .containsExactly("1", "2", "3");
    }

    @Test
    void rulesAboutHostsCanTellAgentsOfThisMachineApart() throws IOException {
        assumeTrue(System.getProperty("os.name").equals("Linux"), "only Linux answers on the whole loopback network");

        assertThat(AgentInfos.of(config.withAgents(3, "cpus:1", ""), "c"))
                .extracting(AgentInfo::getHostname)
                .containsExactly("localhost", "127.0.0.2", "127.0.0.3");
    }

    @Test
    void portsStayBelowTheHighest() throws IOException {
        var agents = AgentInfos.of(config.withAgents(40, "ports:[31000-31999]", ""), "c");
        assertThat(resources(agents.get(33)).valueOf("ports")).isEqualTo("[64000-64999]");
        assertThat(resources(agents.get(34)).valueOf("ports")).isEqualTo("[31000-31999]");
    }
}
