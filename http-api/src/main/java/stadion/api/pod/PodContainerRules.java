package stadion.api.pod;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import stadion.api.app.AppSettings;
import stadion.api.app.LimitRules;
import stadion.api.app.LinuxInfoRules;
import stadion.api.app.NetworkRules;
import stadion.api.app.SecretRules;
import stadion.api.json.Violations;
import stadion.scheduler.model.AppDefinition.Network;
import stadion.scheduler.model.AppDefinition.Network.Mode;
import stadion.scheduler.model.AppDefinition.SecretSource;
import stadion.scheduler.model.PodDefinition.Endpoint;
import stadion.scheduler.model.PodDefinition.Image;
import stadion.scheduler.model.PodDefinition.PodContainer;
import stadion.scheduler.model.PodDefinition.PodHealthCheck;
import stadion.scheduler.model.PodDefinition.Probe;

/** What Marathon asks of one container of a pod. */
record PodContainerRules(AppSettings settings, SentPod pod) {

    void check(SentPod.Container sent, String path, Violations errors) {
        PodContainer container = sent.definition();
        if (sent.resourceLimits() != null) {
            LimitRules.check(
                    sent.resourceLimits(),
                    container.resources().cpus(),
                    container.resources().mem(),
                    path + "/resourceLimits",
                    errors);
            errors.require(
                    !pod.legacySharedCgroups(),
                    path + "/resourceLimits",
                    "resourceLimits cannot be defined if legacySharedCgroups is enabled");
        }
        for (int i = 0; i < container.endpoints().size(); i++) {
            checkEndpoint(container.endpoints().get(i), path + "/endpoints(" + i + ")", errors);
        }
        if (container.image() != null) {
            checkImage(container.image(), path + "/image", errors);
        }
        SecretRules.checkEnv(container.env(), pod.secrets().keySet(), settings, path + "/environment", errors);
        if (container.healthCheck() != null) {
            checkHealth(container.healthCheck(), container.endpoints(), path + "/healthCheck", errors);
        }
        checkMounts(container, path, errors);
        if (container.linuxInfo() != null) {
            LinuxInfoRules.check(container.linuxInfo(), path + "/linuxInfo", errors);
        }
    }

    private void checkEndpoint(Endpoint endpoint, String path, Violations errors) {
        List<Network> networks = pod.networks();
        NetworkRules.checkMapped(endpoint.networkNames(), endpoint.hostPort() != null, networks, path, errors);
        errors.require(
                endpoint.containerPort() == null || networks.stream().noneMatch(n -> n.mode() == Mode.HOST),
                path + "/containerPort",
                "is not allowed when using host-mode networking");
        errors.require(
                endpoint.containerPort() != null || networks.stream().noneMatch(n -> n.mode() == Mode.CONTAINER),
                path + "/containerPort",
                "is required when using container-mode networking");
        errors.require(
                new HashSet<>(endpoint.protocol()).size() == endpoint.protocol().size(),
                path + "/protocol",
                "Duplicate protocols within the same endpoint are not allowed");
    }

    private void checkImage(Image image, String path, Violations errors) {
        if (image.pullConfig() == null) {
            return;
        }
        if (!settings.features().contains(AppSettings.SECRETS)) {
            errors.add(path + "/pullConfig", "must be empty");
            errors.add(path + "/pullConfig", AppSettings.disabled(AppSettings.SECRETS));
        }
        Map<String, SecretSource> secrets = pod.secrets();
        errors.require(
                secrets.containsKey(image.pullConfig().secret()),
                path + "/pullConfig",
                "pullConfig.secret must refer to an existing secret");
    }

    private static void checkHealth(PodHealthCheck check, List<Endpoint> endpoints, String path, Violations errors) {
        errors.require(
                check.timeoutSeconds() < check.intervalSeconds(),
                path + "/timeoutSeconds",
                "got " + check.timeoutSeconds() + ", expected less than " + check.intervalSeconds());
        Probe probe = check.probe();
        if (probe.http() != null) {
            checkProbed(probe.http().endpoint(), endpoints, path + "/http/endpoint", errors);
        }
        if (probe.tcp() != null) {
            checkProbed(probe.tcp().endpoint(), endpoints, path + "/tcp/endpoint", errors);
        }
        long kinds = Stream.of(probe.http(), probe.tcp(), probe.exec())
                .filter(kind -> kind != null)
                .count();
        errors.require(kinds == 1, path, "Only one of http, tcp, or command may be specified");
    }

    private static void checkProbed(String name, List<Endpoint> endpoints, String path, Violations errors) {
        errors.require(
                endpoints.stream().anyMatch(endpoint -> endpoint.name().equals(name)),
                path,
                "contained in the container endpoints");
    }

    private void checkMounts(PodContainer container, String path, Violations errors) {
        for (int i = 0; i < container.volumeMounts().size(); i++) {
            String name = container.volumeMounts().get(i).name();
            errors.require(
                    pod.volumes().stream().anyMatch(volume -> volume.name().equals(name)),
                    path + "/volumeMounts(" + i + ")/name",
                    "Referenced Volume in VolumeMount should exist");
        }
    }
}
