package stadion.api.app;

import org.jspecify.annotations.Nullable;
import stadion.api.app.AppUpdate.Limit;
import stadion.api.app.AppUpdate.Limits;
import stadion.api.json.Violations;
import stadion.scheduler.model.AppDefinition.ResourceLimits;

/** How far tasks may go beyond what they request. */
public final class LimitRules {

    private LimitRules() {}

    /** No limit may lie below the request: {@code cpus} in cores, {@code mem} in MiB. */
    public static void check(Limits limits, double cpus, double mem, String path, Violations errors) {
        check(limits.cpus(), cpus, path + "/cpus", errors);
        check(limits.mem(), mem, path + "/mem", errors);
    }

    private static void check(@Nullable Limit limit, double request, String path, Violations errors) {
        if (limit == null) {
            return;
        }
        if (limit.text() != null) {
            errors.require(
                    limit.text().equals("unlimited"),
                    path,
                    "'" + limit.text() + "' is an invalid resource limit. It must be 'unlimited' or a number");
        } else {
            errors.require(
                    limit.number() >= request,
                    path,
                    "resource limit must be greater than or equal to requested resource (" + request + ")");
        }
    }

    /** Limits that have passed the rules, as the scheduler knows them. */
    public static ResourceLimits toModel(Limits sent) {
        return new ResourceLimits(toModel(sent.cpus()), toModel(sent.mem()));
    }

    private static @Nullable Double toModel(@Nullable Limit sent) {
        if (sent == null) {
            return null;
        }
        return sent.text() == null ? sent.number() : Double.POSITIVE_INFINITY;
    }
}
