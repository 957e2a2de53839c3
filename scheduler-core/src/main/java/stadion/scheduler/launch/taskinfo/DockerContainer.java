package stadion.scheduler.launch.taskinfo;

import java.util.List;
import org.apache.mesos.v1.Protos.ContainerInfo;
import org.apache.mesos.v1.Protos.ContainerInfo.DockerInfo;
import org.apache.mesos.v1.Protos.NetworkInfo;
import org.apache.mesos.v1.Protos.Parameter;
import stadion.scheduler.model.AppDefinition;
import stadion.scheduler.model.AppDefinition.Container;
import stadion.scheduler.model.AppDefinition.DockerImage;
import stadion.scheduler.model.AppDefinition.Network;

/** A container of the Docker engine. Its task id is also told to Docker, as a label. */
final class DockerContainer {

    private DockerContainer() {}

    static ContainerInfo.Builder of(AppDefinition app, Container container, String taskId, List<TaskPort> ports) {
        DockerInfo.Builder docker = DockerInfo.newBuilder();
        if (container.docker() != null) {
            addImage(docker, container.docker());
        }
        docker.addParameters(Parameter.newBuilder().setKey("label").setValue("MESOS_TASK_ID=" + taskId));
        for (TaskPort port : ports) {
            if (port.mapped() && port.hostPort() != null) {
                for (String protocol : port.protocols()) {
                    docker.addPortMappings(DockerInfo.PortMapping.newBuilder()
                            .setHostPort(port.hostPort())
                            .setContainerPort(port.inTask())
                            .setProtocol(protocol));
                }
            }
        }
        ContainerInfo.Builder info = ContainerInfo.newBuilder().setType(ContainerInfo.Type.DOCKER);
        addNetwork(app, docker, info);
        return info.setDocker(docker);
    }

    private static void addImage(DockerInfo.Builder docker, DockerImage image) {
        docker.setImage(image.image()).setPrivileged(image.privileged()).setForcePullImage(image.forcePullImage());
        for (DockerImage.Parameter parameter : image.parameters()) {
            docker.addParameters(Parameter.newBuilder().setKey(parameter.key()).setValue(parameter.value()));
        }
    }

    /** Docker knows one network; that of a user has a name, but (in Marathon) no labels. */
    private static void addNetwork(AppDefinition app, DockerInfo.Builder docker, ContainerInfo.Builder info) {
        if (app.isHostNetwork()) {
            docker.setNetwork(DockerInfo.Network.HOST);
            return;
        }
        Network network = app.networks().get(0);
        if (network.mode() == Network.Mode.BRIDGE) {
            docker.setNetwork(DockerInfo.Network.BRIDGE);
            return;
        }
        docker.setNetwork(DockerInfo.Network.USER);
        if (network.name() != null) {
            info.addNetworkInfos(NetworkInfo.newBuilder().setName(network.name()));
        }
    }
}
