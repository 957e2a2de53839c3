package stadion.api.pod;

import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import stadion.api.app.AppSettings;
import stadion.api.app.ConstraintRules;
import stadion.api.app.IdRules;
import stadion.api.app.LinuxInfoRules;
import stadion.api.app.Lists;
import stadion.api.app.NetworkRules;
import stadion.api.app.RoleRules;
import stadion.api.app.SecretRules;
import stadion.api.json.Violations;
import stadion.api.pod.SentPod.SentPodVolume;
import stadion.scheduler.model.AppDefinition.Constraint;
import stadion.scheduler.model.AppDefinition.LinuxInfo;
import stadion.scheduler.model.AppDefinition.UpgradeStrategy;
import stadion.scheduler.model.PathId;
import stadion.scheduler.model.PodDefinition.Endpoint;
import stadion.scheduler.model.PodDefinition.PodContainer;
import stadion.scheduler.model.PodDefinition.VolumeMount;

/** What Marathon asks of a pod before its defaults are filled in ({@code PodsValidation}). Paths and texts are Marathon's. */
record PodRules(AppSettings settings) {

    private static final String SECRET_VOLUMES = "/podSecretVolumes(pod)";

    private static final String NOT_EMPTY = "must be empty";

    void check(SentPod pod, Violations errors) {
        checkId(pod.id(), errors);
        errors.require(pod.user() == null || !pod.user().isEmpty(), "/user", "must not be empty");
        SecretRules.checkEnv(pod.environment(), pod.secrets().keySet(), settings, "/environment", errors);
        checkVolumes(pod, errors);
        checkContainers(pod, errors);
        checkSecrets(pod, errors);
        NetworkRules.check(pod.networks(), settings, errors);
        checkConstraints(pod.scheduling().placement().constraints(), errors);
        checkEndpoints(pod, errors);
        checkResident(pod, errors);
        if (pod.linuxInfo() != null) {
            checkLinuxInfo(pod.linuxInfo(), errors);
        }
    }

    private static void checkId(String text, Violations errors) {
        PathId id = PathId.of(text);
        IdRules.check(id, "/id", errors);
        errors.require(text.startsWith("/"), "/id", "Path needs to be absolute");
        errors.require(!id.isRoot(), "/id", IdRules.EMPTY);
    }

    private void checkVolumes(SentPod pod, Violations errors) {
        Set<String> mounted = pod.containers().stream()
                .flatMap(container -> container.definition().volumeMounts().stream())
                .map(VolumeMount::name)
                .collect(Collectors.toSet());
        List<SentPodVolume> volumes = pod.volumes();
        for (int i = 0; i < volumes.size(); i++) {
            String path = "/volumes(" + i + ")";
            errors.require(
                    mounted.contains(volumes.get(i).name()),
                    path,
                    "volume must be referenced by at least one container");
            if (volumes.get(i) instanceof SentPodVolume.Persistent v) {
                ConstraintRules.checkVolume(v.disk().constraints(), path + "/persistent/constraints", errors);
            }
        }
        errors.require(Lists.areUnique(volumes, SentPodVolume::name), "/volumes", "volume names must be unique");
        checkSecretVolumes(pod, errors);
    }

    private void checkSecretVolumes(SentPod pod, Violations errors) {
        List<String> used = pod.volumes().stream()
                .filter(SentPodVolume.Secret.class::isInstance)
                .map(volume -> ((SentPodVolume.Secret) volume).secret())
                .toList();
        if (!used.isEmpty()) {
            requireSecrets(SECRET_VOLUMES, errors);
        }
        for (int i = 0; i < used.size(); i++) {
            if (!pod.secrets().containsKey(used.get(i))) {
                errors.addOnce(SECRET_VOLUMES, NOT_EMPTY);
                errors.add(SECRET_VOLUMES + "(" + i + ")/secret", "volume.secret must refer to an existing secret");
            }
        }
    }

    private void requireSecrets(String path, Violations errors) {
        if (!settings.features().contains(AppSettings.SECRETS)) {
            errors.addOnce(path, NOT_EMPTY);
            errors.add(path, AppSettings.disabled(AppSettings.SECRETS));
        }
    }

    private void checkContainers(SentPod pod, Violations errors) {
        PodContainerRules rules = new PodContainerRules(settings, pod);
        for (int i = 0; i < pod.containers().size(); i++) {
            rules.check(pod.containers().get(i), "/containers(" + i + ")", errors);
        }
        errors.require(
                Lists.areUnique(
                        pod.containers(), container -> container.definition().name()),
                "/containers",
                "container names must be unique");
    }

    private void checkSecrets(SentPod pod, Violations errors) {
        if (pod.secrets().isEmpty()) {
            return;
        }
        requireSecrets("/secrets", errors);
        Violations keys = new Violations();
        SecretRules.checkKeys(pod.secrets().keySet(), "/secrets", keys);
        if (!keys.isEmpty()) {
            errors.addOnce("/secrets", NOT_EMPTY);
            errors.addAll(keys);
        }
    }

    /** A list that is neither empty nor good breaks both halves of Marathon's rule. */
    private static void checkConstraints(List<Constraint> constraints, Violations errors) {
        String path = "/scheduling/placement/constraints";
        for (int i = 0; i < constraints.size(); i++) {
            Constraint constraint = constraints.get(i);
            String here = path + "(" + i + ")";
            if (constraint.field().isEmpty()) {
                errors.addOnce(path, NOT_EMPTY);
                errors.add(here, "missing field for constraint declaration");
            } else {
                ConstraintRules.problem(constraint.operator(), constraint.value())
                        .ifPresent(problem -> {
                            errors.addOnce(path, NOT_EMPTY);
                            errors.add(here, problem);
                        });
            }
        }
    }

    private static void checkEndpoints(SentPod pod, Violations errors) {
        List<Endpoint> endpoints = pod.containers().stream()
                .map(SentPod.Container::definition)
                .map(PodContainer::endpoints)
                .flatMap(List::stream)
                .toList();
        errors.require(
                Lists.areUnique(endpoints, Endpoint::name), "/", "endpoint names nust be unique across all containers");
        errors.require(
                areDifferent(endpoints.stream().map(Endpoint::containerPort)),
                "/",
                "container ports must be unique across all containers");
        errors.require(
                areDifferent(endpoints.stream().map(Endpoint::hostPort)),
                "/",
                "host ports must be unique across all containers");
    }

    /** Port 0 stands for any, and may be there several times. */
    private static boolean areDifferent(Stream<Integer> ports) {
        return ports.filter(Objects::nonNull).filter(port -> port != 0).allMatch(new HashSet<Integer>()::add);
    }

    private static void checkResident(SentPod pod, Violations errors) {
        List<String> roles = pod.scheduling().placement().acceptedResourceRoles();
        if (!roles.isEmpty()) {
            Violations problems = new Violations();
            RoleRules.checkAccepted("pod", roles, pod.isResident(), problems);
            if (!problems.isEmpty()) {
                errors.add("/acceptedResourceRoles", NOT_EMPTY);
                errors.addAll(problems);
            }
        }
        if (!pod.isResident()) {
            return;
        }
        UpgradeStrategy upgrade = pod.scheduling().upgrade();
        errors.require(
                upgrade == null || upgrade.maximumOverCapacity() == 0,
                "/upgrade/maximumOverCapacity",
                upgrade == null ? "" : "got " + upgrade.maximumOverCapacity() + ", expected 0.0");
        errors.require(
                pod.scheduling().unreachable() == null
                        || pod.scheduling().unreachable().strategy() == null,
                "/",
                "unreachableStrategy must be disabled for pods with persistent volumes");
    }

    private static void checkLinuxInfo(LinuxInfo info, Violations errors) {
        errors.require(
                info.seccomp() == null,
                "/linuxInfo/seccomp",
                "Seccomp configuration on executor level is not supported");
        LinuxInfoRules.checkIpc(info.ipcInfo(), "/linuxInfo/ipcInfo", errors);
    }
}
