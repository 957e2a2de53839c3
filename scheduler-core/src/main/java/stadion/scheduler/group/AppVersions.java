package stadion.scheduler.group;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;
import stadion.scheduler.model.AppDefinition;
import stadion.scheduler.model.AppDefinition.HealthCheck;
import stadion.scheduler.model.AppDefinition.VersionInfo;

/**
 * Versions of one app: what counts as a change of configuration, and which moments it leaves in the version info (Marathon: {@code AppDefinition.isUpgrade},
 * {@code GroupVersioningUtil}).
 */
public final class AppVersions {

    private AppVersions() {}

    /** The app with its new version: unchanged apps keep the old one, scaling keeps the moment of the last change of configuration. */
    public static AppDefinition stamp(@Nullable AppDefinition old, AppDefinition next, Instant now) {
        if (old == null || isUpgrade(old, next)) {
            return next.withVersion(now).withVersionInfo(new VersionInfo(now, now));
        }
        if (isScaled(old, next)) {
            return next.withVersion(now).withVersionInfo(new VersionInfo(now, old.configVersion()));
        }
        return next.withVersion(old.version()).withVersionInfo(old.versionInfo());
    }

    /** The same app as a new configuration, so that all its instances are replaced. */
    public static AppDefinition restart(AppDefinition app, Instant now) {
        Instant scaled =
                app.versionInfo() == null ? app.version() : app.versionInfo().lastScalingAt();
        return app.withVersion(now).withVersionInfo(new VersionInfo(scaled, now));
    }

    public static boolean isScaled(AppDefinition old, AppDefinition next) {
        return old.instances() != next.instances();
    }

    /**
     * Whether running instances must be replaced: anything differs but the number of instances and (as in Marathon) the executor's resources. Constraints, health checks,
     * dependencies and accepted roles are sets in Marathon, so their order means nothing.
     */
    public static boolean isUpgrade(AppDefinition old, AppDefinition next) {
        return !comparable(old, next).equals(comparable(next, next));
    }

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
