package stadion.scheduler.launch.taskinfo;

import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.mesos.v1.Protos.Parameter;
import org.apache.mesos.v1.Protos.Parameters;
import org.apache.mesos.v1.Protos.Secret;
import org.apache.mesos.v1.Protos.Volume;
import org.apache.mesos.v1.Protos.Volume.Source;
import org.apache.mesos.v1.Protos.Volume.Source.CSIVolume;
import org.apache.mesos.v1.Protos.Volume.Source.CSIVolume.VolumeCapability;
import org.apache.mesos.v1.Protos.Volume.Source.CSIVolume.VolumeCapability.AccessMode;
import org.apache.mesos.v1.Protos.Volume.Source.DockerVolume;
import stadion.scheduler.model.AppDefinition.Volume.Csi;
import stadion.scheduler.model.AppDefinition.Volume.Dvdi;
import stadion.scheduler.model.AppDefinition.Volume.Host;

/** A volume as part of a container. */
final class TaskVolume {

    private static final String DVDI = "dvdi/";
    private static final String DRIVER = "dvdi/driver";

    private TaskVolume() {}

    /** Nothing for persistent volumes (which come as resources) and for secrets (which only a plugin could resolve). */
    static Optional<Volume> of(stadion.scheduler.model.AppDefinition.Volume volume) {
        if (volume instanceof Host host) {
            return Optional.of(mounted(host.containerPath(), host.mode())
                    .setHostPath(host.hostPath())
                    .build());
        }
        if (volume instanceof Dvdi dvdi) {
            return Optional.of(mounted(dvdi.containerPath(), dvdi.mode())
                    .setSource(Source.newBuilder()
                            .setType(Source.Type.DOCKER_VOLUME)
                            .setDockerVolume(dockerVolume(dvdi)))
                    .build());
        }
        if (volume instanceof Csi csi) {
            return Optional.of(mounted(csi.containerPath(), csi.mode())
                    .setSource(
                            Source.newBuilder().setType(Source.Type.CSI_VOLUME).setCsiVolume(csiVolume(csi)))
                    .build());
        }
        return Optional.empty();
    }

    private static Volume.Builder mounted(String containerPath, String mode) {
        return Volume.newBuilder().setContainerPath(containerPath).setMode(Volume.Mode.valueOf(mode));
    }

    /** The driver's own options lose the prefix {@code dvdi/}; options of others mean nothing to it. */
    private static DockerVolume.Builder dockerVolume(Dvdi dvdi) {
        DockerVolume.Builder volume = DockerVolume.newBuilder().setName(dvdi.name());
        Parameters.Builder options = Parameters.newBuilder();
        dvdi.options().forEach((key, value) -> {
            if (key.equals(DRIVER)) {
                volume.setDriver(value);
            } else if (key.startsWith(DVDI)) {
                options.addParameter(Parameter.newBuilder()
                        .setKey(key.substring(DVDI.length()))
                        .setValue(value));
            }
        });
        if (dvdi.size() != null) {
            options.addParameter(
                    Parameter.newBuilder().setKey("size").setValue(dvdi.size().toString()));
        }
        return options.getParameterCount() == 0 ? volume : volume.setDriverOptions(options);
    }

    private static CSIVolume.Builder csiVolume(Csi csi) {
        VolumeCapability.Builder capability = VolumeCapability.newBuilder()
                .setAccessMode(AccessMode.newBuilder().setMode(AccessMode.Mode.valueOf(csi.accessMode())));
        if (csi.mount() == null) {
            capability.setBlock(VolumeCapability.BlockVolume.newBuilder());
        } else {
            capability.setMount(VolumeCapability.MountVolume.newBuilder()
                    .setFsType(csi.mount().fsType())
                    .addAllMountFlags(csi.mount().flags()));
        }
        CSIVolume.StaticProvisioning.Builder provisioning = CSIVolume.StaticProvisioning.newBuilder()
                .setVolumeId(csi.name())
                .setVolumeCapability(capability)
                .putAllVolumeContext(csi.volumeContext());
        references(csi.nodeStageSecret()).forEach(provisioning::putNodeStageSecrets);
        references(csi.nodePublishSecret()).forEach(provisioning::putNodePublishSecrets);
        return CSIVolume.newBuilder().setPluginName(csi.pluginName()).setStaticProvisioning(provisioning);
    }

    private static Map<String, Secret> references(Map<String, String> secrets) {
        return secrets.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey,
                        secret -> Secret.newBuilder()
                                .setType(Secret.Type.REFERENCE)
                                .setReference(Secret.Reference.newBuilder().setName(secret.getValue()))
                                .build()));
    }
}
