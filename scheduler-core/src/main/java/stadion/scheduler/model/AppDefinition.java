package stadion.scheduler.model;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a user wants of one app, in the canonical form of Marathon's app definition (no legacy fields): every default is filled in.
 *
 * <p>{@code cpus} in cores; {@code mem} and {@code disk} in MiB; durations in seconds. {@code version} is the moment at which this definition
 * came to be, {@code versionInfo} when it was last scaled and last changed otherwise.
 */
@RecordBuilder
@RecordBuilder.Options(useUnmodifiableCollections = true)
@JsonAutoDetect(isGetterVisibility = JsonAutoDetect.Visibility.NONE)
public record AppDefinition(
        PathId id,
        @Nullable String cmd,
        List<String> args,
        @Nullable String user,
        Map<String, EnvValue> env,
        int instances,
        double cpus,
        double mem,
        double disk,
        int gpus,
        String executor,
        @Nullable ExecutorResources executorResources,
        @Nullable ResourceLimits resourceLimits,
        List<Constraint> constraints,
        List<FetchUri> fetch,
        List<PortDefinition> portDefinitions,
        boolean requirePorts,
        double backoffSeconds,
        double backoffFactor,
        double maxLaunchDelaySeconds,
        @Nullable Container container,
        List<Network> networks,
        List<HealthCheck> healthChecks,
        @Nullable Check check,
        List<ReadinessCheck> readinessChecks,
        @Nullable Integer taskKillGracePeriodSeconds,
        List<PathId> dependencies,
        UpgradeStrategy upgradeStrategy,
        Map<String, String> labels,
        List<String> acceptedResourceRoles,
        @Nullable Residency residency,
        Map<String, SecretSource> secrets,
        @Nullable UnreachableStrategy unreachableStrategy,
        KillSelection killSelection,
        @Nullable Boolean tty,
        String role,
        Instant version,
        @Nullable VersionInfo versionInfo)
        implements RunSpec, AppDefinitionBuilder.With {

    @Override
    public AppDefinition scaledTo(int wanted) {
        return withInstances(wanted);
    }

    @Override
    public AppDefinition stamped(Instant newVersion, VersionInfo newInfo) {
        return withVersion(newVersion).withVersionInfo(newInfo);
    }

    @Override
    public boolean isResident() {
        return container != null && container.volumes().stream().anyMatch(v -> v instanceof Volume.Persistent);
    }

    /** The mapped ports of a container, empty on the host network. */
    public List<PortMapping> portMappings() {
        return container == null ? List.of() : container.portMappings();
    }

    public record EnvValue(@Nullable String value, @Nullable String secret) {
        public static EnvValue of(String value) {
            return new EnvValue(value, null);
        }

        public static EnvValue secret(String name) {
            return new EnvValue(null, name);
        }
    }

    public record ExecutorResources(double cpus, double mem, double disk) {}

    /** Upper limits; null where none was given, infinity for "unlimited". */
    public record ResourceLimits(
            @Nullable Double cpus, @Nullable Double mem) {}

    public record Constraint(
            String field, Operator operator, @Nullable String value) {
        public enum Operator {
            UNIQUE,
            CLUSTER,
            GROUP_BY,
            LIKE,
            UNLIKE,
            MAX_PER,
            IS
        }
    }

    public record FetchUri(
            String uri,
            boolean extract,
            boolean executable,
            boolean cache,
            @Nullable String destPath) {}

    /** {@code port} is the service port once assigned; with requirePorts also the host port. {@code protocol} is tcp, udp or "udp,tcp". */
    public record PortDefinition(int port, @Nullable String name, String protocol, Map<String, String> labels) {}

    public record Network(@Nullable String name, Mode mode, Map<String, String> labels) {
        public enum Mode {
            HOST,
            BRIDGE,
            CONTAINER
        }
    }

    /** {@code docker} is null for a plain Mesos container; {@code portMappings} is empty on the host network. */
    public record Container(
            Type type,
            @Nullable DockerImage docker,
            List<Volume> volumes,
            List<PortMapping> portMappings,
            @Nullable LinuxInfo linuxInfo) {
        public enum Type {
            DOCKER,
            MESOS
        }
    }

    public record DockerImage(
            String image,
            boolean forcePullImage,
            boolean privileged,
            List<Parameter> parameters,
            @Nullable PullConfig pullConfig) {
        public record Parameter(String key, String value) {}

        public record PullConfig(String secret) {}
    }

    public record LinuxInfo(
            @Nullable Seccomp seccomp, @Nullable IpcInfo ipcInfo) {
        public record Seccomp(@Nullable String profileName, boolean unconfined) {}

        public record IpcInfo(String mode, @Nullable Integer shmSize) {}
    }

    /** {@code hostPort}: a number is fixed, 0 is chosen from the offer, null is not mapped to the host. */
    public record PortMapping(
            int containerPort,
            @Nullable Integer hostPort,
            int servicePort,
            String protocol,
            @Nullable String name,
            Map<String, String> labels,
            List<String> networkNames) {}

    /** Something mounted into a container at {@code containerPath}; {@code mode} is RO or RW. */
    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = Volume.Host.class, name = "host"),
        @JsonSubTypes.Type(value = Volume.Persistent.class, name = "persistent"),
        @JsonSubTypes.Type(value = Volume.Secret.class, name = "secret"),
        @JsonSubTypes.Type(value = Volume.Dvdi.class, name = "dvdi"),
        @JsonSubTypes.Type(value = Volume.Csi.class, name = "csi")
    })
    public sealed interface Volume {
        String containerPath();

        /** A volume of a storage system outside Mesos, known there by its name. */
        sealed interface External extends Volume {
            String mode();

            String name();
        }

        record Host(String containerPath, String hostPath, String mode) implements Volume {}

        /** {@code size} and {@code maxSize} in MiB; {@code type} is root, path or mount. */
        record Persistent(
                String containerPath,
                String mode,
                String type,
                long size,
                @Nullable Long maxSize,
                @Nullable String profileName,
                List<Constraint> constraints)
                implements Volume {}

        record Secret(String containerPath, String secret) implements Volume {}

        /** Of a Docker volume driver; {@code options} hold at least {@code dvdi/driver}; {@code size} in GiB. A shared volume may be used by many instances. */
        record Dvdi(
                String containerPath,
                String mode,
                String name,
                @Nullable Long size,
                Map<String, String> options,
                boolean shared)
                implements External {}

        /**
         * Of a CSI plugin. {@code accessMode} is one of CSI's five modes, such as SINGLE_NODE_WRITER. {@code mount} is null for raw block access. The secrets are names of secrets
         * by key.
         */
        record Csi(
                String containerPath,
                String mode,
                String name,
                String pluginName,
                String accessMode,
                @Nullable Mount mount,
                Map<String, String> nodeStageSecret,
                Map<String, String> nodePublishSecret,
                Map<String, String> volumeContext)
                implements External {
            public record Mount(String fsType, List<String> flags) {}
        }
    }

    /** Durations in seconds. {@code maxConsecutiveFailures} 0 means never kill. */
    public record HealthCheck(
            Protocol protocol,
            @Nullable String path,
            @Nullable Integer port,
            @Nullable Integer portIndex,
            @Nullable String command,
            int gracePeriodSeconds,
            int intervalSeconds,
            int timeoutSeconds,
            int maxConsecutiveFailures,
            int delaySeconds,
            @Nullable Boolean ignoreHttp1xx,
            String ipProtocol) {
        /** The time within which one answer follows the other at the latest: the interval and the timeout. */
        public Duration longestSilence() {
            return Duration.ofSeconds((long) Math.max(1, intervalSeconds) + timeoutSeconds);
        }

        public HealthCheck withPortIndex(int index) {
            return new HealthCheck(
                    protocol,
                    path,
                    port,
                    index,
                    command,
                    gracePeriodSeconds,
                    intervalSeconds,
                    timeoutSeconds,
                    maxConsecutiveFailures,
                    delaySeconds,
                    ignoreHttp1xx,
                    ipProtocol);
        }

        public enum Protocol {
            HTTP,
            HTTPS,
            TCP,
            COMMAND,
            MESOS_HTTP,
            MESOS_HTTPS,
            MESOS_TCP;

            /** Whether the Mesos executor runs the check, not the scheduler. */
            public boolean byMesos() {
                return this != HTTP && this != HTTPS && this != TCP;
            }
        }
    }

    /** A check that only reports. Exactly one of http, tcp, exec is set. Durations in seconds. */
    public record Check(
            @Nullable Http http,
            @Nullable Tcp tcp,
            @Nullable Exec exec,
            int intervalSeconds,
            int timeoutSeconds,
            int delaySeconds) {
        public record Http(
                @Nullable Integer portIndex,
                @Nullable Integer port,
                @Nullable String path,
                @Nullable String scheme) {}

        public record Tcp(
                @Nullable Integer portIndex, @Nullable Integer port) {}

        /** Either a shell command or an argument vector. */
        public record Exec(@Nullable String shell, List<String> argv) {}
    }

    public record ReadinessCheck(
            String name,
            String protocol,
            String path,
            String portName,
            int intervalSeconds,
            int timeoutSeconds,
            List<Integer> httpStatusCodesForReady,
            boolean preserveLastResponse) {}

    /**
     * How a version takes the place of the one before. The capacities are shares of the wanted number of instances, 0 to 1. The limits are not Marathon's; null where none was
     * given.
     *
     * @param progressDeadlineSeconds a deployment that makes no progress for so long fails; 1 or more
     * @param maxFailedInstances a deployment of which more instances than this have failed fails; 0 or more
     * @param autoRevert whether a deployment that failed so is followed by one back to the last good version
     */
    public record UpgradeStrategy(
            double minimumHealthCapacity,
            double maximumOverCapacity,
            @Nullable Integer progressDeadlineSeconds,
            @Nullable Integer maxFailedInstances,
            @Nullable Boolean autoRevert) {

        /** Without limits, as in Marathon. */
        public UpgradeStrategy(double minimumHealthCapacity, double maximumOverCapacity) {
            this(minimumHealthCapacity, maximumOverCapacity, null, null, null);
        }

        public boolean hasLimits() {
            return progressDeadlineSeconds != null || maxFailedInstances != null;
        }
    }

    public record Residency(long relaunchEscalationTimeoutSeconds, String taskLostBehavior) {}

    public record SecretSource(String source) {}

    /** Seconds; an app without a strategy ("disabled") waits forever for unreachable instances, which is a null strategy. */
    public record UnreachableStrategy(long inactiveAfterSeconds, long expungeAfterSeconds) {}

    public enum KillSelection {
        YOUNGEST_FIRST,
        OLDEST_FIRST
    }

    public record VersionInfo(Instant lastScalingAt, Instant lastConfigChangeAt) {}
}
