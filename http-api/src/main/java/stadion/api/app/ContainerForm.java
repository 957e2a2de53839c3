package stadion.api.app;

import java.util.List;
import org.jspecify.annotations.Nullable;
import stadion.scheduler.model.AppDefinition.Container;
import stadion.scheduler.model.AppDefinition.DockerImage;
import stadion.scheduler.model.AppDefinition.Network;
import stadion.scheduler.model.AppDefinition.PortMapping;
import stadion.scheduler.model.AppDefinition.Volume;

/** Containers and volumes between the sent form and the model. */
final class ContainerForm {

    private ContainerForm() {}

    /** Off the host network there is always a container; on a bridge every port is mapped to one of the host. */
    static @Nullable SentContainer complete(@Nullable SentContainer container, List<Network> networks) {
        if (networks.stream().allMatch(n -> n.mode() == Network.Mode.HOST)) {
            return container;
        }
        SentContainer present = container == null
                ? SentContainer.MESOS.withPortMappings(List.of(LegacyForms.DEFAULT_MAPPING))
                : container;
        if (present.portMappings() == null || networks.get(0).mode() != Network.Mode.BRIDGE) {
            return present;
        }
        return present.withPortMappings(
                present.portMappings().stream().map(ContainerForm::onHost).toList());
    }

    private static PortMapping onHost(PortMapping m) {
        return m.hostPort() != null
                ? m
                : new PortMapping(
                        m.containerPort(), 0, m.servicePort(), m.protocol(), m.name(), m.labels(), m.networkNames());
    }

    /** Options that mean nothing to the engine are dropped. */
    static Container toModel(SentContainer sent) {
        SentContainer.Docker docker = sent.docker();
        DockerImage image = null;
        if (docker != null) {
            image = sent.isDocker()
                    ? new DockerImage(
                            docker.image(), docker.forcePullImage(), docker.privileged(), docker.parameters(), null)
                    : new DockerImage(docker.image(), docker.forcePullImage(), false, List.of(), docker.pullConfig());
        }
        return new Container(
                sent.type(),
                image,
                sent.volumes().stream().map(ContainerForm::toModel).toList(),
                Lists.orEmpty(sent.portMappings()),
                sent.isDocker() ? null : sent.linuxInfo());
    }

    static SentContainer ofModel(Container container, boolean hostNetwork) {
        DockerImage image = container.docker();
        return new SentContainer(
                container.type(),
                image == null
                        ? null
                        : new SentContainer.Docker(
                                image.image(),
                                image.forcePullImage(),
                                image.privileged(),
                                image.parameters(),
                                image.pullConfig(),
                                false,
                                null,
                                null),
                container.volumes().stream().map(ContainerForm::ofModel).toList(),
                hostNetwork ? null : container.portMappings(),
                container.linuxInfo());
    }

    private static Volume toModel(SentVolume sent) {
        if (sent instanceof SentVolume.Host v) {
            return new Volume.Host(v.containerPath(), v.hostPath(), v.mode());
        } else if (sent instanceof SentVolume.Persistent v) {
            SentDisk disk = v.disk();
            return new Volume.Persistent(
                    v.containerPath(),
                    v.mode(),
                    disk.typeOrDefault(),
                    disk.size(),
                    disk.maxSize(),
                    disk.profileName(),
                    disk.placement());
        } else if (sent instanceof SentVolume.Secret v) {
            return new Volume.Secret(v.containerPath(), v.secret());
        } else if (sent instanceof SentVolume.External v) {
            return new Volume.Dvdi(v.containerPath(), v.mode(), v.name(), v.size(), v.options(), v.shared());
        }
        SentVolume.Csi csi = (SentVolume.Csi) sent;
        Volume.Csi v = csi.volume();
        return csi.accessType().equals("mount") ? v : withMount(v, null);
    }

    private static SentVolume ofModel(Volume volume) {
        if (volume instanceof Volume.Host v) {
            return new SentVolume.Host(v.containerPath(), v.hostPath(), v.mode());
        } else if (volume instanceof Volume.Persistent v) {
            List<List<String>> constraints =
                    v.constraints().stream().map(CanonicalForm::texts).toList();
            return new SentVolume.Persistent(
                    v.containerPath(),
                    v.mode(),
                    new SentDisk(v.type(), v.size(), v.maxSize(), v.profileName(), constraints));
        } else if (volume instanceof Volume.Secret v) {
            return new SentVolume.Secret(v.containerPath(), v.secret());
        } else if (volume instanceof Volume.Dvdi v) {
            return new SentVolume.External(
                    v.containerPath(), v.mode(), v.name(), "dvdi", v.size(), v.options(), v.shared());
        }
        Volume.Csi v = (Volume.Csi) volume;
        return v.mount() == null
                ? new SentVolume.Csi("block", withMount(v, new Volume.Csi.Mount("", List.of())))
                : new SentVolume.Csi("mount", v);
    }

    private static Volume.Csi withMount(Volume.Csi v, Volume.Csi.@Nullable Mount mount) {
        return new Volume.Csi(
                v.containerPath(),
                v.mode(),
                v.name(),
                v.pluginName(),
                v.accessMode(),
                mount,
                v.nodeStageSecret(),
                v.nodePublishSecret(),
                v.volumeContext());
    }
}
