package stadion.scheduler.mesos;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How the framework presents itself to Mesos.
 *
 * @param id the framework id of an earlier subscription, null to be given one
 * @param user the operating-system user tasks run as unless they name another
 * @param roles the roles to subscribe to, at least one
 * @param suppressedRoles those of {@code roles} that want no offers yet
 * @param failoverTimeout how long Mesos keeps the tasks of a disconnected framework
 * @param taskKillingState whether executors report TASK_KILLING
 * @param gpuResources whether offers of agents with GPUs are wanted
 * @param principal who the framework is to the master's authorizer
 */
@RecordBuilder
@RecordBuilder.Options(useImmutableCollections = true)
public record FrameworkSettings(
        String name,
        String user,
        @Nullable String id,
        Set<String> roles,
        Set<String> suppressedRoles,
        boolean checkpoint,
        Duration failoverTimeout,
        boolean taskKillingState,
        boolean gpuResources,
        @Nullable String hostname,
        @Nullable String webuiUrl,
        @Nullable String principal)
        implements FrameworkSettingsBuilder.With {

    /** Marathon's defaults: role {@code *}, checkpoints, a week of failover. */
    public static FrameworkSettings named(String name, String user) {
        return new FrameworkSettings(
                name, user, null, Set.of("*"), Set.of(), true, Duration.ofDays(7), false, false, null, null, null);
    }
}
