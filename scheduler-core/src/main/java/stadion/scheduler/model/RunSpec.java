package stadion.scheduler.model;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import stadion.scheduler.model.AppDefinition.Constraint;
import stadion.scheduler.model.AppDefinition.KillSelection;
import stadion.scheduler.model.AppDefinition.Network;
import stadion.scheduler.model.AppDefinition.UnreachableStrategy;
import stadion.scheduler.model.AppDefinition.UpgradeStrategy;
import stadion.scheduler.model.AppDefinition.VersionInfo;

/**
 * What a user wants to be kept running: an app or a pod. All that the scheduler needs to know of either until a task is launched.
 *
 * <p>Units and meanings are those of {@link AppDefinition}.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind", defaultImpl = AppDefinition.class)
@JsonSubTypes({
    @JsonSubTypes.Type(value = AppDefinition.class, name = "app"),
    @JsonSubTypes.Type(value = PodDefinition.class, name = "pod")
})
public sealed interface RunSpec permits AppDefinition, PodDefinition {

    PathId id();

    int instances();

    String role();

    Instant version();

    @Nullable
    VersionInfo versionInfo();

    Map<String, String> labels();

    List<Constraint> constraints();

    List<String> acceptedResourceRoles();

    UpgradeStrategy upgradeStrategy();

    KillSelection killSelection();

    @Nullable
    UnreachableStrategy unreachableStrategy();

    double backoffSeconds();

    double backoffFactor();

    double maxLaunchDelaySeconds();

    List<Network> networks();

    List<PathId> dependencies();

    /** The same with another number of instances. */
    RunSpec scaledTo(int instances);

    /** The same as another version. */
    RunSpec stamped(Instant version, VersionInfo versionInfo);

    /** Whether the tasks use the agent's own network: the first network's mode decides how ports are assigned. */
    @JsonIgnore
    default boolean isHostNetwork() {
        return networks().isEmpty() || networks().get(0).mode() == Network.Mode.HOST;
    }

    /** Whether each instance keeps its reservation and volumes when it is launched again. */
    @JsonIgnore
    boolean isResident();

    /** When the configuration (anything but the number of instances) was last changed: instances launched since then are up to date. */
    default Instant configVersion() {
        return versionInfo() == null ? version() : versionInfo().lastConfigChangeAt();
    }
}
