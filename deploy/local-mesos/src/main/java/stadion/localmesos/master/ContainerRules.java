package stadion.localmesos.master;

import java.util.Optional;
import org.apache.mesos.v1.Protos.CommandInfo;
import org.apache.mesos.v1.Protos.ContainerInfo;
import org.apache.mesos.v1.Protos.Environment;
import org.apache.mesos.v1.Protos.Volume;

/** What makes commands and containers valid by the rules of Mesos' master, in its words. */
final class ContainerRules {

    private ContainerRules() {}

    static Optional<String> check(CommandInfo command) {
        return command.getEnvironment().getVariablesList().stream()
                .map(ContainerRules::check)
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static Optional<String> check(Environment.Variable variable) {
        var start = "Environment variable '" + variable.getName() + "' of type '" + variable.getType() + "' must ";
        return switch (variable.getType()) {
            case SECRET -> {
                if (!variable.hasSecret()) {
                    yield Optional.of(start + "have a secret set");
                }
                yield variable.hasValue() ? Optional.of(start + "not have a value set") : Optional.empty();
            }
            case VALUE -> {
                if (!variable.hasValue()) {
                    yield Optional.of(start + "have a value set");
                }
                yield variable.hasSecret() ? Optional.of(start + "not have a secret set") : Optional.empty();
            }
            case UNKNOWN -> Optional.of("Environment variable of type 'UNKNOWN' is not allowed");
        };
    }

    static Optional<String> check(ContainerInfo container) {
        for (var volume : container.getVolumesList()) {
            var problem = check(volume);
            if (problem.isPresent()) {
                return problem.map(text -> "Invalid volume: " + text);
            }
        }
        if (container.getType() != ContainerInfo.Type.DOCKER) {
            return Optional.empty();
        }
        if (!container.hasDocker()) {
            return Optional.of("DockerInfo 'docker' is not set for DOCKER typed ContainerInfo");
        }
        return container.getDocker().getParametersList().stream()
                        .anyMatch(parameter -> parameter.getKey().equals("name"))
                ? Optional.of("Parameter in DockerInfo must not be 'name'")
                : Optional.empty();
    }

    private static Optional<String> check(Volume volume) {
        int given = (volume.hasHostPath() ? 1 : 0) + (volume.hasImage() ? 1 : 0) + (volume.hasSource() ? 1 : 0);
        if (given != 1) {
            return Optional.of("Only one of them should be set: 'host_path', 'image' and 'source'");
        }
        if (!volume.hasSource()) {
            return Optional.empty();
        }
        var source = volume.getSource();
        var missing = switch (source.getType()) {
            case DOCKER_VOLUME -> source.hasDockerVolume() ? "" : "docker_volume";
            case HOST_PATH -> source.hasHostPath() ? "" : "host_path";
            case SANDBOX_PATH -> source.hasSandboxPath() ? "" : "sandbox_path";
            case SECRET -> source.hasSecret() ? "" : "secret";
            case CSI_VOLUME -> source.hasCsiVolume() ? "" : "csi_volume";
            case UNKNOWN -> "type";
        };
        return missing.isEmpty()
                ? Optional.empty()
                : Optional.of("'source." + missing + "' is not set for " + source.getType() + " volume");
    }
}
