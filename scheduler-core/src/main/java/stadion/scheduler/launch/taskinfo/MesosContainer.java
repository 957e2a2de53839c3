package stadion.scheduler.launch.taskinfo;

import java.util.List;
import org.apache.mesos.v1.Protos.ContainerInfo;
import org.apache.mesos.v1.Protos.ContainerInfo.MesosInfo;
import org.apache.mesos.v1.Protos.Image;
import org.apache.mesos.v1.Protos.LinuxInfo;
import org.apache.mesos.v1.Protos.NetworkInfo;
import org.apache.mesos.v1.Protos.SeccompInfo;
import org.apache.mesos.v1.Protos.Secret;
import org.jspecify.annotations.Nullable;
import stadion.scheduler.model.AppDefinition;
import stadion.scheduler.model.AppDefinition.Container;
import stadion.scheduler.model.AppDefinition.DockerImage;
import stadion.scheduler.model.AppDefinition.DockerImage.PullConfig;
import stadion.scheduler.model.AppDefinition.Network;

/** A container of the Mesos containerizer, with a Docker image or without. */
final class MesosContainer {

    private MesosContainer() {}

    static ContainerInfo.Builder of(
            AppDefinition app, @Nullable Container container, List<TaskPort> ports, String bridge) {
        MesosInfo.Builder mesos = MesosInfo.newBuilder();
        ContainerInfo.Builder info = ContainerInfo.newBuilder().setType(ContainerInfo.Type.MESOS);
        if (container != null && container.docker() != null) {
            mesos.setImage(image(container.docker()));
        }
        if (container != null && container.linuxInfo() != null) {
            info.setLinuxInfo(linuxInfo(container.linuxInfo()));
        }
        if (!app.isHostNetwork()) {
            for (Network network : app.networks()) {
                info.addNetworkInfos(
                        network(network, ports, bridge).addIpAddresses(NetworkInfo.IPAddress.newBuilder()));
            }
        }
        return info.setMesos(mesos);
    }

    private static Image image(DockerImage docker) {
        Image.Docker.Builder image = Image.Docker.newBuilder().setName(docker.image());
        if (docker.pullConfig() != null) {
            image.setConfig(secret(docker.pullConfig()));
        }
        return Image.newBuilder()
                .setType(Image.Type.DOCKER)
                .setDocker(image)
                .setCached(!docker.forcePullImage())
                .build();
    }

    static Secret.Builder secret(PullConfig config) {
        return Secret.newBuilder()
                .setType(Secret.Type.REFERENCE)
                .setReference(Secret.Reference.newBuilder().setName(config.secret()));
    }

    static LinuxInfo.Builder linuxInfo(AppDefinition.LinuxInfo linux) {
        LinuxInfo.Builder info = LinuxInfo.newBuilder();
        if (linux.seccomp() != null) {
            SeccompInfo.Builder seccomp =
                    SeccompInfo.newBuilder().setUnconfined(linux.seccomp().unconfined());
            if (linux.seccomp().profileName() != null) {
                seccomp.setProfileName(linux.seccomp().profileName());
            }
            info.setSeccomp(seccomp);
        }
        if (linux.ipcInfo() != null) {
            info.setIpcMode(LinuxInfo.IpcMode.valueOf(linux.ipcInfo().mode()));
            if (linux.ipcInfo().shmSize() != null) {
                info.setShmSize(linux.ipcInfo().shmSize());
            }
        }
        return info;
    }

    static NetworkInfo.Builder network(Network network, List<TaskPort> ports, String bridge) {
        NetworkInfo.Builder info = NetworkInfo.newBuilder().setLabels(LabelList.of(network.labels()));
        @Nullable String name = network.mode() == Network.Mode.BRIDGE ? bridge : network.name();
        if (name != null) {
            info.setName(name);
        }
        for (TaskPort port : ports) {
            if (port.hostPort() != null && port.isOn(network.name())) {
                for (String protocol : port.protocols()) {
                    info.addPortMappings(NetworkInfo.PortMapping.newBuilder()
                            .setHostPort(port.hostPort())
                            .setContainerPort(port.inTask())
                            .setProtocol(protocol));
                }
            }
        }
        return info;
    }
}
