package stadion.scheduler.launch.taskinfo;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import stadion.scheduler.model.AppDefinition;
import stadion.scheduler.model.AppDefinition.PortDefinition;
import stadion.scheduler.model.AppDefinition.PortMapping;
import stadion.scheduler.model.PodDefinition;
import stadion.scheduler.model.PodDefinition.Endpoint;
import stadion.scheduler.model.PodDefinition.PodContainer;
import stadion.scheduler.offer.OfferMatcher.Match;

/**
 * One port of a task, as its definition and the place found for it say together.
 *
 * @param requested the number in the definition: the service port on the host network, else the container port; 0 if it was left open
 * @param hostPort the port of the agent, null if there is none
 * @param effective the host port, else the container port
 * @param mapped whether it is a port mapping, and not a port of the host network
 * @param networkNames the networks that a mapping is for; empty for all
 */
record TaskPort(
        int requested,
        @Nullable Integer hostPort,
        int effective,
        @Nullable String name,
        List<String> protocols,
        Map<String, String> labels,
        boolean mapped,
        List<String> networkNames) {

    /** The ports of an app's instance, in the order of its definition. */
    static List<TaskPort> of(AppDefinition app, Match.Placed placed) {
        List<TaskPort> ports = new ArrayList<>(placed.ports().size());
        for (int i = 0; i < placed.ports().size(); i++) {
            @Nullable Integer hostPort = placed.hostPorts().get(i);
            int effective = placed.ports().get(i);
            ports.add(
                    app.isHostNetwork()
                            ? of(app.portDefinitions().get(i), hostPort, effective)
                            : of(app.portMappings().get(i), hostPort, effective));
        }
        return ports;
    }

    /** The endpoints of a pod's instance, those of one container after those of another. */
    static List<TaskPort> of(PodDefinition pod, Match.Placed placed) {
        List<TaskPort> ports = new ArrayList<>(placed.ports().size());
        for (PodContainer container : pod.containers()) {
            for (Endpoint endpoint : container.endpoints()) {
                ports.add(new TaskPort(
                        Objects.requireNonNullElse(endpoint.containerPort(), 0),
                        placed.hostPorts().get(ports.size()),
                        placed.ports().get(ports.size()),
                        endpoint.name(),
                        endpoint.protocol(),
                        endpoint.labels(),
                        !pod.isHostNetwork(),
                        endpoint.networkNames()));
            }
        }
        return ports;
    }

    /** The number under which the task itself sees this port. */
    int inTask() {
        return mapped && requested != 0 ? requested : effective;
    }

    /** Whether its number was made up, as neither a host port nor a container port was asked for. */
    boolean isGenerated() {
        return hostPort == null && requested == 0;
    }

    boolean isOn(@Nullable String network) {
        return networkNames.isEmpty() || networkNames.contains(network);
    }

    private static TaskPort of(PortDefinition port, @Nullable Integer hostPort, int effective) {
        List<String> protocols = protocols(port.protocol());
        return new TaskPort(port.port(), hostPort, effective, port.name(), protocols, port.labels(), false, List.of());
    }

    private static TaskPort of(PortMapping port, @Nullable Integer hostPort, int effective) {
        return new TaskPort(
                port.containerPort(),
                hostPort,
                effective,
                port.name(),
                protocols(port.protocol()),
                port.labels(),
                true,
                port.networkNames());
    }

    /** {@code tcp}, {@code udp} or both with a comma between. */
    private static List<String> protocols(String protocol) {
        return List.of(protocol.split(","));
    }
}
