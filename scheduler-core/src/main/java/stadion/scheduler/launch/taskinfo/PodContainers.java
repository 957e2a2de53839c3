package stadion.scheduler.launch.taskinfo;

import java.util.Optional;
import org.apache.mesos.v1.Protos.ContainerInfo;
import org.apache.mesos.v1.Protos.ContainerInfo.MesosInfo;
import org.apache.mesos.v1.Protos.Image;
import org.apache.mesos.v1.Protos.LinuxInfo;
import org.apache.mesos.v1.Protos.TTYInfo;
import org.apache.mesos.v1.Protos.Volume;
import org.apache.mesos.v1.Protos.Volume.Source;
import org.jspecify.annotations.Nullable;
import stadion.scheduler.model.AppDefinition;
import stadion.scheduler.model.PodDefinition;
import stadion.scheduler.model.PodDefinition.PodContainer;
import stadion.scheduler.model.PodDefinition.PodVolume;
import stadion.scheduler.model.PodDefinition.VolumeMount;

/** The container of one task of a pod: its image and volumes; the network is the executor's. */
final class PodContainers {

    private PodContainers() {}

    static ContainerInfo of(PodDefinition pod, PodContainer container) {
        ContainerInfo.Builder info = ContainerInfo.newBuilder()
                .setType(ContainerInfo.Type.MESOS)
                .setLinuxInfo(linuxInfo(pod, container.linuxInfo()));
        if (container.image() != null) {
            info.setMesos(MesosInfo.newBuilder().setImage(image(container.image())));
        }
        for (VolumeMount mount : container.volumeMounts()) {
            pod.volumes().stream()
                    .filter(volume -> volume.name().equals(mount.name()))
                    .findFirst()
                    .flatMap(volume -> volume(volume, mount))
                    .ifPresent(info::addVolumes);
        }
        if (Boolean.TRUE.equals(container.tty())) {
            info.setTtyInfo(TTYInfo.newBuilder());
        }
        return info.build();
    }

    /** Each container has control groups of its own, unless the pod wants to share them as it was before Mesos 1.10. */
    static LinuxInfo linuxInfo(PodDefinition pod, AppDefinition.@Nullable LinuxInfo linux) {
        LinuxInfo.Builder info = linux == null ? LinuxInfo.newBuilder() : MesosContainer.linuxInfo(linux);
        return info.setShareCgroups(Boolean.TRUE.equals(pod.legacySharedCgroups()))
                .build();
    }

    private static Image image(PodDefinition.Image image) {
        Image.Docker.Builder docker = Image.Docker.newBuilder().setName(image.id());
        if (image.pullConfig() != null) {
            docker.setConfig(MesosContainer.secret(image.pullConfig()));
        }
        Image.Builder info = Image.newBuilder().setType(Image.Type.DOCKER).setDocker(docker);
        return image.forcePull() == null
                ? info.build()
                : info.setCached(!image.forcePull()).build();
    }

    /** Nothing for secrets, which only a plugin could resolve. What is shared lies in the sandbox of the executor. */
    private static Optional<Volume> volume(PodVolume volume, VolumeMount mount) {
        Volume.Builder info = Volume.newBuilder()
                .setContainerPath(mount.mountPath())
                .setMode(mount.readOnly() ? Volume.Mode.RO : Volume.Mode.RW);
        if (volume instanceof PodVolume.Host host) {
            return Optional.of(info.setHostPath(host.host()).build());
        }
        if (volume instanceof PodVolume.Ephemeral) {
            return Optional.of(
                    info.setSource(ofExecutor("volumes/" + volume.name())).build());
        }
        return volume instanceof PodVolume.Persistent
                ? Optional.of(info.setSource(ofExecutor(volume.name())).build())
                : Optional.empty();
    }

    private static Source.Builder ofExecutor(String path) {
        return Source.newBuilder()
                .setType(Source.Type.SANDBOX_PATH)
                .setSandboxPath(Source.SandboxPath.newBuilder()
                        .setType(Source.SandboxPath.Type.PARENT)
                        .setPath(path));
    }
}
