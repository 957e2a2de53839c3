package stadion.scheduler.offer;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The flags that decide about matching.
 *
 * @param acceptedRolesDefault whose resources an app without {@code acceptedResourceRoles} takes
 * @param maintenanceMode whether agents in maintenance are avoided
 * @param draining how long before its maintenance an agent is avoided
 * @param gpuRestricted whether agents with GPUs are kept for apps that need some; an app's label {@code GPU_SCHEDULING_BEHAVIOR} overrides it
 * @param homeRegion the region of the Mesos master, null if it has none (or is not known yet): agents of other regions are only used by apps that say
 *     so in a constraint
 */
public record MatchSettings(
        AcceptedRoles acceptedRolesDefault,
        boolean maintenanceMode,
        Duration draining,
        boolean gpuRestricted,
        @Nullable String homeRegion) {

    /** The values of {@code --accepted_resource_roles_default_behavior}. */
    public enum AcceptedRoles {
        ANY,
        UNRESERVED,
        RESERVED
    }

    /** The values that hold when no flag is given. */
    public static final MatchSettings DEFAULTS = new MatchSettings(AcceptedRoles.ANY, true, Duration.ZERO, true, null);

    public MatchSettings withHomeRegion(@Nullable String region) {
        return new MatchSettings(acceptedRolesDefault, maintenanceMode, draining, gpuRestricted, region);
    }
}
