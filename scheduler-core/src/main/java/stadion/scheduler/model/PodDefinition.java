package stadion.scheduler.model;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import stadion.scheduler.model.AppDefinition.Check;
import stadion.scheduler.model.AppDefinition.Constraint;
import stadion.scheduler.model.AppDefinition.DockerImage.PullConfig;
import stadion.scheduler.model.AppDefinition.EnvValue;
import stadion.scheduler.model.AppDefinition.ExecutorResources;
import stadion.scheduler.model.AppDefinition.FetchUri;
import stadion.scheduler.model.AppDefinition.KillSelection;
import stadion.scheduler.model.AppDefinition.LinuxInfo;
import stadion.scheduler.model.AppDefinition.Network;
import stadion.scheduler.model.AppDefinition.ResourceLimits;
import stadion.scheduler.model.AppDefinition.SecretSource;
import stadion.scheduler.model.AppDefinition.UnreachableStrategy;
import stadion.scheduler.model.AppDefinition.UpgradeStrategy;
import stadion.scheduler.model.AppDefinition.VersionInfo;

/**
 * What a user wants of one pod: containers that are launched together on one agent, as one task group under Mesos's default executor, and that share volumes
 * and network. Every default of Marathon's pod definition is filled in.
 *
 * <p>{@code mem} and {@code disk} in MiB, durations in seconds. {@code networks} is empty where none was given, which means the host network.
 * {@code acceptedResourceRoles} is empty where none were given.
 */
@RecordBuilder
@RecordBuilder.Options(useUnmodifiableCollections = true)
@JsonAutoDetect(isGetterVisibility = JsonAutoDetect.Visibility.NONE)
public record PodDefinition(
        PathId id,
        @Nullable String user,
        Map<String, EnvValue> env,
        Map<String, String> labels,
        List<PodContainer> containers,
        Map<String, SecretSource> secrets,
        List<PodVolume> volumes,
        List<Network> networks,
        int instances,
        double backoffSeconds,
        double backoffFactor,
        double maxLaunchDelaySeconds,
        UpgradeStrategy upgradeStrategy,
        List<Constraint> constraints,
        List<String> acceptedResourceRoles,
        KillSelection killSelection,
        @Nullable UnreachableStrategy unreachableStrategy,
        ExecutorResources executorResources,
        @Nullable LinuxInfo linuxInfo,
        @Nullable Boolean legacySharedCgroups,
        String role,
        Instant version,
        @Nullable VersionInfo versionInfo)
        implements RunSpec, PodDefinitionBuilder.With {

    @Override
    public PodDefinition scaledTo(int wanted) {
        return withInstances(wanted);
    }

    @Override
    public PodDefinition stamped(Instant newVersion, VersionInfo newInfo) {
        return withVersion(newVersion).withVersionInfo(newInfo);
    }

    @Override
    public boolean isResident() {
        return volumes.stream().anyMatch(volume -> volume instanceof PodVolume.Persistent);
    }

    /** Pods cannot be given dependencies of their own; those of their groups apply. */
    @Override
    public List<PathId> dependencies() {
        return List.of();
    }

    /** One container of a pod; its task is named after it. */
    public record PodContainer(
            String name,
            @Nullable Exec exec,
            Resources resources,
            @Nullable ResourceLimits resourceLimits,
            List<Endpoint> endpoints,
            @Nullable Image image,
            Map<String, EnvValue> env,
            @Nullable String user,
            @Nullable PodHealthCheck healthCheck,
            @Nullable PodCheck check,
            List<VolumeMount> volumeMounts,
            List<FetchUri> artifacts,
            Map<String, String> labels,
            @Nullable Double killGracePeriodSeconds,
            @Nullable Boolean tty,
            @Nullable LinuxInfo linuxInfo) {}

    /** Either a shell command or an argument vector. */
    public record Exec(
            @Nullable String shell,
            List<String> argv,
            @Nullable Boolean overrideEntrypoint) {}

    public record Resources(double cpus, double mem, double disk, int gpus) {}

    /** A Docker image, run by the Mesos containerizer. */
    public record Image(
            String id,
            @Nullable PullConfig pullConfig,
            @Nullable Boolean forcePull,
            Map<String, String> labels) {}

    /** {@code hostPort}: a number is fixed, 0 is chosen from the offer, null is not mapped to the host. {@code protocol}: tcp, udp or both. */
    public record Endpoint(
            String name,
            @Nullable Integer containerPort,
            @Nullable Integer hostPort,
            List<String> protocol,
            Map<String, String> labels,
            List<String> networkNames) {}

    public record VolumeMount(String name, String mountPath, boolean readOnly) {}

    /** How to find out whether a container is well. Exactly one of http, tcp and exec is set; {@code endpoint} names one of the container's. */
    public record Probe(@Nullable Http http, @Nullable Tcp tcp, Check.@Nullable Exec exec) {
        public record Http(
                String endpoint,
                @Nullable String path,
                @Nullable String scheme) {}

        public record Tcp(String endpoint) {}
    }

    public record PodHealthCheck(
            Probe probe,
            int gracePeriodSeconds,
            int intervalSeconds,
            int maxConsecutiveFailures,
            int timeoutSeconds,
            int delaySeconds) {}

    /** A check that only reports. */
    public record PodCheck(Probe probe, int intervalSeconds, int timeoutSeconds, int delaySeconds) {}

    /** Something the containers of a pod can mount by its name. */
    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = PodVolume.Ephemeral.class, name = "ephemeral"),
        @JsonSubTypes.Type(value = PodVolume.Host.class, name = "host"),
        @JsonSubTypes.Type(value = PodVolume.Secret.class, name = "secret"),
        @JsonSubTypes.Type(value = PodVolume.Persistent.class, name = "persistent")
    })
    public sealed interface PodVolume {
        String name();

        /** A directory that lives as long as the instance. */
        record Ephemeral(String name) implements PodVolume {}

        record Host(String name, String host) implements PodVolume {}

        record Secret(String name, String secret) implements PodVolume {}

        /** {@code size} and {@code maxSize} in MiB; {@code type} is root, path or mount, null where none was given. */
        record Persistent(
                String name,
                @Nullable String type,
                long size,
                @Nullable Long maxSize,
                @Nullable String profileName,
                List<Constraint> constraints)
                implements PodVolume {}
    }
}
