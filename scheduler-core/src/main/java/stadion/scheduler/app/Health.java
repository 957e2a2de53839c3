package stadion.scheduler.app;

import org.jspecify.annotations.Nullable;
import stadion.scheduler.model.AppDefinition;
import stadion.scheduler.model.Instance;
import stadion.scheduler.model.PodDefinition;
import stadion.scheduler.model.RunSpec;

/** Whether an instance that runs is of use. */
enum Health {
    /** It passes its health checks and was ready once; without checks it is as soon as it runs. */
    GOOD,
    /** A health check failed last time. */
    BAD,
    /** No check has answered yet: neither is it counted on, nor is it held against it. */
    UNKNOWN;

    /**
     * Sums up what is known.
     *
     * @param alive the outcome of the checks made by the scheduler, null before the first
     * @param ready whether all readiness checks were passed
     */
    static Health of(RunSpec runSpec, Instance instance, @Nullable Boolean alive, boolean ready) {
        boolean ours = isCheckedByScheduler(runSpec);
        boolean byMesos = isCheckedByMesos(runSpec);
        if ((ours && Boolean.FALSE.equals(alive)) || (byMesos && Boolean.FALSE.equals(instance.healthy()))) {
            return BAD;
        }
        boolean known = (!ours || alive != null) && (!byMesos || instance.healthy() != null);
        return known && (ready || !hasReadiness(runSpec)) ? GOOD : UNKNOWN;
    }

    /** Whether anything is asked of an instance besides to run. */
    static boolean isChecked(RunSpec runSpec) {
        return isCheckedByScheduler(runSpec) || isCheckedByMesos(runSpec) || hasReadiness(runSpec);
    }

    private static boolean isCheckedByScheduler(RunSpec runSpec) {
        return runSpec instanceof AppDefinition app
                && app.healthChecks().stream()
                        .anyMatch(check -> !check.protocol().byMesos());
    }

    /** Containers of pods are only ever checked by Mesos. */
    private static boolean isCheckedByMesos(RunSpec runSpec) {
        return runSpec instanceof AppDefinition app
                ? app.healthChecks().stream().anyMatch(check -> check.protocol().byMesos())
                : runSpec instanceof PodDefinition pod
                        && pod.containers().stream().anyMatch(container -> container.healthCheck() != null);
    }

    private static boolean hasReadiness(RunSpec runSpec) {
        return runSpec instanceof AppDefinition app && !app.readinessChecks().isEmpty();
    }
}
