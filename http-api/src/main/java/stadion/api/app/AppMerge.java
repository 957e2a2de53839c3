package stadion.api.app;

import org.jspecify.annotations.Nullable;

/** Lays a change over an app: each field that was sent replaces the old one as a whole. */
final class AppMerge {

    private AppMerge() {}

    /**
     * The app after the change, with the id of {@code app}. As in Marathon, {@code executorResources} and {@code resourceLimits} are lost unless they are sent again.
     *
     * @param change without older forms
     */
    static AppUpdate overlay(AppUpdate app, AppUpdate change) {
        return new AppUpdate(
                app.id(),
                either(change.acceptedResourceRoles(), app.acceptedResourceRoles()),
                either(change.args(), app.args()),
                either(change.backoffFactor(), app.backoffFactor()),
                either(change.backoffSeconds(), app.backoffSeconds()),
                either(change.cmd(), app.cmd()),
                either(change.constraints(), app.constraints()),
                either(change.container(), app.container()),
                either(change.cpus(), app.cpus()),
                either(change.dependencies(), app.dependencies()),
                either(change.disk(), app.disk()),
                either(change.env(), app.env()),
                either(change.executor(), app.executor()),
                change.executorResources(),
                either(change.fetch(), app.fetch()),
                either(change.healthChecks(), app.healthChecks()),
                either(change.check(), app.check()),
                either(change.instances(), app.instances()),
                either(change.labels(), app.labels()),
                either(change.maxLaunchDelaySeconds(), app.maxLaunchDelaySeconds()),
                either(change.mem(), app.mem()),
                either(change.gpus(), app.gpus()),
                null,
                either(change.networks(), app.networks()),
                null,
                either(change.portDefinitions(), app.portDefinitions()),
                either(change.readinessChecks(), app.readinessChecks()),
                either(change.residency(), app.residency()),
                change.resourceLimits(),
                either(change.requirePorts(), app.requirePorts()),
                either(change.secrets(), app.secrets()),
                either(change.taskKillGracePeriodSeconds(), app.taskKillGracePeriodSeconds()),
                either(change.upgradeStrategy(), app.upgradeStrategy()),
                null,
                either(change.user(), app.user()),
                null,
                either(change.killSelection(), app.killSelection()),
                either(change.unreachableStrategy(), app.unreachableStrategy()),
                either(change.tty(), app.tty()),
                either(change.role(), app.role()));
    }

    private static <T> @Nullable T either(@Nullable T changed, @Nullable T old) {
        return changed == null ? old : changed;
    }
}
