package stadion.scheduler.group;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;
import stadion.scheduler.model.AppDefinition;
import stadion.scheduler.model.AppDefinition.HealthCheck;
import stadion.scheduler.model.AppDefinition.VersionInfo;
import stadion.scheduler.model.PodDefinition;
import stadion.scheduler.model.RunSpec;

/**
 * Versions of one app or pod: what counts as a change of configuration, and which moments it leaves in the version info (Marathon: {@code AppDefinition.isUpgrade},
 * {@code PodDefinition.isUpgrade}, {@code GroupVersioningUtil}).
 */
public final class RunSpecVersions {

    private RunSpecVersions() {}

    /** The app with its new version: unchanged apps keep the old one, scaling keeps the moment of the last change of configuration. */
    public static AppDefinition stamp(@Nullable AppDefinition old, AppDefinition next, Instant now) {
        return (AppDefinition) stamp((RunSpec) old, next, now);
    }

    /** The pod with its new version, by the same rules as apps. */
    public static PodDefinition stamp(@Nullable PodDefinition old, PodDefinition next, Instant now) {
        return (PodDefinition) stamp((RunSpec) old, next, now);
    }

    private static RunSpec stamp(@Nullable RunSpec old, RunSpec next, Instant now) {
        if (old == null || isUpgrade(old, next)) {
            return next.stamped(now, new VersionInfo(now, now));
        }
        if (isScaled(old, next)) {
            return next.stamped(now, new VersionInfo(now, old.configVersion()));
        }
        return next.stamped(old.version(), old.versionInfo());
    }

    /** The same app as a new configuration, so that all its instances are replaced. */
    public static AppDefinition restart(AppDefinition app, Instant now) {
        Instant scaled =
                app.versionInfo() == null ? app.version() : app.versionInfo().lastScalingAt();
        return app.stamped(now, new VersionInfo(scaled, now));
    }

    public static boolean isScaled(RunSpec old, RunSpec next) {
        return old.instances() != next.instances();
    }

    /** Whether running instances must be replaced. */
    public static boolean isUpgrade(RunSpec old, RunSpec next) {
        if (old instanceof AppDefinition oldApp && next instanceof AppDefinition app) {
            return !comparable(oldApp, app).equals(comparable(app, app));
        }
        if (old instanceof PodDefinition oldPod && next instanceof PodDefinition pod) {
            return !comparable(oldPod, pod).equals(comparable(pod, pod));
        }
        return true;
    }

    /**
     * Anything counts but the number of instances and (as in Marathon) the executor's resources. Constraints, health checks, dependencies and accepted roles are sets in
     * Marathon, so their order means nothing.
     */
    private static AppDefinition comparable(AppDefinition app, AppDefinition like) {
        return app.withInstances(like.instances())
                .withConstraints(inOrder(app.constraints(), like.constraints()))
                .withHealthChecks(inOrder(withPort(app), withPort(like)))
                .withDependencies(inOrder(app.dependencies(), like.dependencies()))
                .withAcceptedResourceRoles(inOrder(app.acceptedResourceRoles(), like.acceptedResourceRoles()))
                .withExecutorResources(like.executorResources())
                .withResidency(like.residency())
                .withVersion(like.version())
                .withVersionInfo(like.versionInfo());
    }

    /** As for apps; besides, how a pod's instances are given up or chosen to be killed is no part of their configuration. */
    private static PodDefinition comparable(PodDefinition pod, PodDefinition like) {
        return pod.withInstances(like.instances())
                .withConstraints(inOrder(pod.constraints(), like.constraints()))
                .withAcceptedResourceRoles(inOrder(pod.acceptedResourceRoles(), like.acceptedResourceRoles()))
                .withExecutorResources(like.executorResources())
                .withUnreachableStrategy(like.unreachableStrategy())
                .withKillSelection(like.killSelection())
                .withLegacySharedCgroups(like.legacySharedCgroups())
                .withVersion(like.version())
                .withVersionInfo(like.versionInfo());
    }

    /** A check that names no port means the first. */
    private static List<HealthCheck> withPort(AppDefinition app) {
        return app.healthChecks().stream()
                .map(check -> check.port() == null && check.portIndex() == null ? check.withPortIndex(0) : check)
                .toList();
    }

    private static <T> List<T> inOrder(List<T> elements, List<T> like) {
        return new HashSet<>(elements).equals(new HashSet<>(like)) ? like : elements;
    }
}
