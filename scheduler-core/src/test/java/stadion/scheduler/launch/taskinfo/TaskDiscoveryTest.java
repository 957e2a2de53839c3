package stadion.scheduler.launch.taskinfo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.mesos.v1.Protos.Port;
import org.junit.jupiter.api.Test;
import stadion.scheduler.model.AnApp;
import stadion.scheduler.model.AppDefinition;
import stadion.scheduler.model.AppDefinition.PortDefinition;
import stadion.scheduler.model.AppDefinition.PortMapping;

class TaskDiscoveryTest {

    private static final AppDefinition APP = AnApp.called("/shop/cart");

    @Test
    void every_task_can_be_discovered() {
        assertThat(TaskOf.app(APP).getDiscovery().getName()).isEqualTo("cart.shop");
        assertThat(TaskOf.app(APP).getDiscovery().hasPorts()).isTrue();
        assertThat(ports(APP)).isEmpty();
    }

    @Test
    void a_port_of_both_protocols_is_listed_twice() {
        PortDefinition port = new PortDefinition(31001, "dns", "udp,tcp", Map.of("VIP_0", "/d:53"));

        assertThat(ports(APP.withPortDefinitions(List.of(port)).withRequirePorts(true)))
                .containsExactly("dns 31001/udp {VIP_0=/d:53}", "dns 31001/tcp {VIP_0=/d:53}");
    }

    @Test
    void a_mapped_port_says_whether_it_is_of_the_host_or_of_a_network() {
        PortMapping onB = new PortMapping(82, null, 0, "tcp", null, Map.of(), List.of("b"));
        AppDefinition app = APP.withNetworks(List.of(AnApp.network("a"), AnApp.network("b")))
                .withContainer(AnApp.mesos(AnApp.mapping(80, 31001), AnApp.mapping(81, null), onB));

        assertThat(ports(app))
                .containsExactly(
                        " 31001/tcp {network-scope=host}",
                        " 81/tcp {network-scope=container, network-name=a}",
                        " 81/tcp {network-scope=container, network-name=b}",
                        " 82/tcp {network-scope=container, network-name=b}");
    }

    private static List<String> ports(AppDefinition app) {
        return TaskOf.app(app).getDiscovery().getPorts().getPortsList().stream()
                .map(TaskDiscoveryTest::words)
                .toList();
    }

    private static String words(Port port) {
        return port.getName() + " " + port.getNumber() + "/" + port.getProtocol() + " "
                + port.getLabels().getLabelsList().stream()
                        .map(label -> label.getKey() + "=" + label.getValue())
                        .collect(Collectors.joining(", ", "{", "}"));
    }
}
