package stadion.api.pod;

import java.time.Instant;
import java.util.List;
import stadion.api.ApiException;
import stadion.api.app.AppSettings;
import stadion.api.app.AppUpdate.Unreachable;
import stadion.api.app.LimitRules;
import stadion.api.app.NetworkRules;
import stadion.api.app.RoleRules;
import stadion.api.app.Roles;
import stadion.api.app.SentDisk;
import stadion.api.json.Violations;
import stadion.api.pod.SentPod.SentPodVolume;
import stadion.scheduler.group.RootGroup;
import stadion.scheduler.model.AppDefinition.Network;
import stadion.scheduler.model.AppDefinition.UnreachableStrategy;
import stadion.scheduler.model.AppDefinition.UpgradeStrategy;
import stadion.scheduler.model.PathId;
import stadion.scheduler.model.PodDefinition;
import stadion.scheduler.model.PodDefinition.Endpoint;
import stadion.scheduler.model.PodDefinition.PodContainer;
import stadion.scheduler.model.PodDefinition.PodVolume;

/**
 * Makes definitions of what clients send, as Marathon does: the pod is checked, completed, and checked once more. Both steps report all their errors at once, as 422
 * "Object is not valid". The definitions have the version {@code EPOCH} and no version info; the tree gives them theirs.
 */
public record PodDefinitions(AppSettings settings) {

    /**
     * Checks a pod as it was sent.
     *
     * @throws ApiException 422 with all errors
     */
    public void check(SentPod pod) {
        Violations errors = new Violations();
        new PodRules(settings).check(pod, errors);
        errors.throwIfInvalid();
    }

    /**
     * The definition of a pod that has been checked.
     *
     * @param root is asked for roles
     * @param force whether the role of a resident pod may change
     * @throws ApiException 422 with all errors
     */
    public PodDefinition complete(SentPod pod, RootGroup root, boolean force) {
        PathId id = PathId.of(pod.id());
        Roles roles = Roles.of(settings, id, root, force);
        PodDefinition definition = definition(id, pod, pod.role() == null ? roles.byDefault() : pod.role());
        Violations errors = new Violations();
        RoleRules.check(definition.role(), roles, errors);
        if (definition.isResident()) {
            RoleRules.checkResident("pod", definition.role(), roles, errors);
        }
        RoleRules.checkAllowed(definition.acceptedResourceRoles(), definition.role(), errors);
        errors.throwIfInvalid();
        return definition;
    }

    /** A new pod: both steps. */
    public PodDefinition create(SentPod pod, RootGroup root) {
        check(pod);
        return complete(pod, root, false);
    }

    private PodDefinition definition(PathId id, SentPod pod, String role) {
        boolean contained = pod.networks().stream().anyMatch(n -> n.mode() == Network.Mode.CONTAINER);
        SentPod.Scheduling scheduling = pod.scheduling();
        UpgradeStrategy upgrade = pod.isResident() ? new UpgradeStrategy(0.5, 0) : new UpgradeStrategy(1, 1);
        Unreachable unreachable = new Unreachable(pod.isResident() ? null : new UnreachableStrategy(0, 0));
        return new PodDefinition(
                id,
                pod.user(),
                pod.environment(),
                pod.labels(),
                pod.containers().stream()
                        .map(container -> container(container, contained))
                        .toList(),
                pod.secrets(),
                pod.volumes().stream().map(PodDefinitions::volume).toList(),
                NetworkRules.named(pod.networks(), settings),
                pod.instances(),
                scheduling.backoff().seconds(),
                scheduling.backoff().factor(),
                scheduling.backoff().maxLaunchDelay(),
                scheduling.upgrade() == null ? upgrade : scheduling.upgrade(),
                scheduling.placement().constraints(),
                scheduling.placement().acceptedResourceRoles().stream()
                        .distinct()
                        .toList(),
                scheduling.killSelection(),
                (scheduling.unreachable() == null ? unreachable : scheduling.unreachable()).strategy(),
                pod.executorResources(),
                pod.linuxInfo(),
                pod.legacySharedCgroups() ? true : null,
                role,
                Instant.EPOCH,
                null);
    }

    /** On the host's network and the bridge every endpoint has a port of the host, by default any. */
    private static PodContainer container(SentPod.Container sent, boolean contained) {
        PodContainer c = sent.definition();
        List<Endpoint> endpoints = contained
                ? c.endpoints()
                : c.endpoints().stream().map(PodDefinitions::onHost).toList();
        return new PodContainer(
                c.name(),
                c.exec(),
                c.resources(),
                sent.resourceLimits() == null ? null : LimitRules.toModel(sent.resourceLimits()),
                endpoints,
                c.image(),
                c.env(),
                c.user(),
                c.healthCheck(),
                c.check(),
                c.volumeMounts(),
                c.artifacts(),
                c.labels(),
                c.killGracePeriodSeconds(),
                c.tty(),
                c.linuxInfo());
    }

    private static Endpoint onHost(Endpoint e) {
        return e.hostPort() != null
                ? e
                : new Endpoint(e.name(), e.containerPort(), 0, e.protocol(), e.labels(), e.networkNames());
    }

    private static PodVolume volume(SentPodVolume sent) {
        if (sent instanceof SentPodVolume.Host v) {
            return new PodVolume.Host(v.name(), v.host());
        } else if (sent instanceof SentPodVolume.Secret v) {
            return new PodVolume.Secret(v.name(), v.secret());
        } else if (sent instanceof SentPodVolume.Persistent v) {
            SentDisk disk = v.disk();
            return new PodVolume.Persistent(
                    v.name(), disk.typeOrDefault(), disk.size(), disk.maxSize(), disk.profileName(), disk.placement());
        }
        return new PodVolume.Ephemeral(sent.name());
    }
}
