package stadion.scheduler.launch.taskinfo;

import java.util.List;
import org.apache.mesos.v1.Protos.DiscoveryInfo;
import org.apache.mesos.v1.Protos.Labels;
import org.apache.mesos.v1.Protos.Port;
import org.apache.mesos.v1.Protos.Ports;
import org.jspecify.annotations.Nullable;
import stadion.scheduler.model.AppDefinition.Network;
import stadion.scheduler.model.PathId;

/** What service discovery (Mesos-DNS and its like) is told about a task. */
final class TaskDiscovery {

    private TaskDiscovery() {}

    /** Each port once per protocol; ports without a host port once per network they are on, as Marathon does with the number of the definition. */
    static DiscoveryInfo of(PathId runSpec, List<Network> networks, List<TaskPort> ports) {
        Ports.Builder list = Ports.newBuilder();
        for (TaskPort port : ports) {
            if (!port.mapped()) {
                add(list, port, port.effective(), LabelList.of(port.labels()));
            } else if (port.hostPort() != null) {
                add(list, port, port.hostPort(), scoped(port, "host", null));
            } else {
                for (Network network : networks) {
                    if (port.isOn(network.name())) {
                        add(list, port, port.requested(), scoped(port, "container", network.name()));
                    }
                }
            }
        }
        return DiscoveryInfo.newBuilder()
                .setVisibility(DiscoveryInfo.Visibility.FRAMEWORK)
                .setName(runSpec.hostname())
                .setPorts(list)
                .build();
    }

    private static Labels.Builder scoped(TaskPort port, String scope, @Nullable String network) {
        Labels.Builder labels = LabelList.of(port.labels());
        LabelList.add(labels, "network-scope", scope);
        if (network != null) {
            LabelList.add(labels, "network-name", network);
        }
        return labels;
    }

    private static void add(Ports.Builder list, TaskPort port, int number, Labels.Builder labels) {
        for (String protocol : port.protocols()) {
            Port.Builder entry = Port.newBuilder().setNumber(number).setProtocol(protocol);
            if (port.name() != null) {
                entry.setName(port.name());
            }
            if (labels.getLabelsCount() > 0) {
                entry.setLabels(labels);
            }
            list.addPorts(entry);
        }
    }
}
