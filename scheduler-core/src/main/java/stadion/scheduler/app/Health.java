package stadion.scheduler.app;

import org.jspecify.annotations.Nullable;
import stadion.scheduler.model.AppDefinition;
import stadion.scheduler.model.Instance;

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
    static Health of(AppDefinition app, Instance instance, @Nullable Boolean alive, boolean ready) {
        boolean ours =
                app.healthChecks().stream().anyMatch(check -> !check.protocol().byMesos());
        boolean byMesos =
                app.healthChecks().stream().anyMatch(check -> check.protocol().byMesos());
        if ((ours && Boolean.FALSE.equals(alive)) || (byMesos && Boolean.FALSE.equals(instance.healthy()))) {
            return BAD;
        }
        boolean known = (!ours || alive != null) && (!byMesos || instance.healthy() != null);
        return known && (ready || app.readinessChecks().isEmpty()) ? GOOD : UNKNOWN;
    }
}
