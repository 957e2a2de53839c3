package stadion.api.app;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import stadion.scheduler.model.AppDefinition.Check;
import stadion.scheduler.model.AppDefinition.EnvValue;
import stadion.scheduler.model.AppDefinition.ExecutorResources;
import stadion.scheduler.model.AppDefinition.FetchUri;
import stadion.scheduler.model.AppDefinition.HealthCheck;
import stadion.scheduler.model.AppDefinition.KillSelection;
import stadion.scheduler.model.AppDefinition.Network;
import stadion.scheduler.model.AppDefinition.PortDefinition;
import stadion.scheduler.model.AppDefinition.ReadinessCheck;
import stadion.scheduler.model.AppDefinition.Residency;
import stadion.scheduler.model.AppDefinition.SecretSource;
import stadion.scheduler.model.AppDefinition.UnreachableStrategy;
import stadion.scheduler.model.AppDefinition.UpgradeStrategy;

/**
 * An app, or a change of one, as a client sent it: of the right shape, but neither complete nor checked. Null is what was not sent. Four fields are forms of older
 * versions of Marathon's API: {@code ipAddress}, {@code ports}, {@code uris} and two in {@link SentContainer.Docker}.
 */
@RecordBuilder
public record AppUpdate(
        @Nullable String id,
        @Nullable List<String> acceptedResourceRoles,
        @Nullable List<String> args,
        @Nullable Double backoffFactor,
        @Nullable Integer backoffSeconds,
        @Nullable String cmd,
        @Nullable List<List<String>> constraints,
        @Nullable SentContainer container,
        @Nullable Double cpus,
        @Nullable List<String> dependencies,
        @Nullable Double disk,
        @Nullable Map<String, EnvValue> env,
        @Nullable String executor,
        @Nullable ExecutorResources executorResources,
        @Nullable List<FetchUri> fetch,
        @Nullable List<HealthCheck> healthChecks,
        @Nullable Check check,
        @Nullable Integer instances,
        @Nullable Map<String, String> labels,
        @Nullable Integer maxLaunchDelaySeconds,
        @Nullable Double mem,
        @Nullable Integer gpus,
        @Nullable IpAddress ipAddress,
        @Nullable List<Network> networks,
        @Nullable List<Integer> ports,
        @Nullable List<PortDefinition> portDefinitions,
        @Nullable List<ReadinessCheck> readinessChecks,
        @Nullable Residency residency,
        @Nullable Limits resourceLimits,
        @Nullable Boolean requirePorts,
        @Nullable Map<String, SecretSource> secrets,
        @Nullable Integer taskKillGracePeriodSeconds,
        @Nullable UpgradeStrategy upgradeStrategy,
        @Nullable List<String> uris,
        @Nullable String user,
        @Nullable Instant version,
        @Nullable KillSelection killSelection,
        @Nullable Unreachable unreachableStrategy,
        @Nullable Boolean tty,
        @Nullable String role)
        implements AppUpdateBuilder.With {

    /** A change of nothing. */
    public static final AppUpdate EMPTY = AppUpdateBuilder.builder().build();

    /** Whether this asks to go back to the definition of {@code version}, which must then stand alone but for the id. */
    public boolean isRollback() {
        return version != null;
    }

    /** The older way to ask for a container network; {@code discovery} is null where none was sent. */
    public record IpAddress(
            @Nullable String networkName,
            Map<String, String> labels,
            @Nullable List<DiscoveryPort> discovery) {

        List<DiscoveryPort> ports() {
            return discovery == null ? List.of() : discovery;
        }

        public record DiscoveryPort(int number, String name, String protocol, Map<String, String> labels) {}
    }

    /** Either a text, which should be "unlimited", or a number. */
    public record Limit(@Nullable String text, double number) {}

    public record Limits(@Nullable Limit cpus, @Nullable Limit mem) {}

    /** Null is "disabled". */
    public record Unreachable(@Nullable UnreachableStrategy strategy) {}
}
