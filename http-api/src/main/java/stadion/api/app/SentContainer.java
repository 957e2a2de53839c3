package stadion.api.app;

import java.util.List;
import org.jspecify.annotations.Nullable;
import stadion.scheduler.model.AppDefinition.Container;
import stadion.scheduler.model.AppDefinition.DockerImage;
import stadion.scheduler.model.AppDefinition.LinuxInfo;
import stadion.scheduler.model.AppDefinition.PortMapping;

/** The container of an app as a client sent it. {@code portMappings} is null where none were sent, which differs from an empty list. */
public record SentContainer(
        Container.Type type,
        @Nullable Docker docker,
        List<SentVolume> volumes,
        @Nullable List<PortMapping> portMappings,
        @Nullable LinuxInfo linuxInfo) {

    /** A Mesos container of which nothing is said. */
    static final SentContainer MESOS = new SentContainer(Container.Type.MESOS, null, List.of(), null, null);

    SentContainer withDocker(@Nullable Docker other) {
        return new SentContainer(type, other, volumes, portMappings, linuxInfo);
    }

    SentContainer withPortMappings(@Nullable List<PortMapping> other) {
        return new SentContainer(type, docker, volumes, other, linuxInfo);
    }

    boolean isDocker() {
        return type == Container.Type.DOCKER;
    }

    boolean hasVolume(Class<? extends SentVolume> kind) {
        return volumes.stream().anyMatch(kind::isInstance);
    }

    /** {@code network} and {@code portMappings} are older forms. {@code credential} tells that one was sent, which is refused. */
    public record Docker(
            String image,
            boolean forcePullImage,
            boolean privileged,
            List<DockerImage.Parameter> parameters,
            DockerImage.@Nullable PullConfig pullConfig,
            boolean credential,
            @Nullable String network,
            @Nullable List<PortMapping> portMappings) {

        Docker withoutNetworking() {
            return new Docker(image, forcePullImage, privileged, parameters, pullConfig, credential, null, null);
        }
    }
}
