package stadion.deploy.server;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import stadion.api.http.Credentials;
import stadion.api.http.Tls;
import stadion.api.proxy.ProxySettings;

/**
 * All that the server is told, complete and checked, before anything starts.
 *
 * @param dataDir the directory of the embedded store and the embedded Mesos, absolute
 * @param store the address of the store that several nodes share, {@code zk://} or {@code jdbc:postgresql://}; null for the embedded store
 * @param zkSessionTimeout after how long without a sign of life ZooKeeper takes this node for dead
 * @param loggingLevel off, error, warn, info, debug, trace or all
 * @param flags the flags and their values, without secrets, as Marathon shows them in /v2/info
 * @param warnings what the user should know about the flags given, one sentence each
 */
record ServerConfig(
        Path dataDir,
        @Nullable String store,
        Duration zkSessionTimeout,
        Cluster cluster,
        Http http,
        Mesos mesos,
        EmbeddedMesos embeddedMesos,
        Apps apps,
        Offers offers,
        Tasks tasks,
        String loggingLevel,
        Map<String, Object> flags,
        List<String> warnings) {

    ServerConfig {
        flags = Map.copyOf(flags);
        warnings = List.copyOf(warnings);
    }

    /**
     * Where this node listens for others, if it shares its store with some.
     *
     * @param address null for all addresses
     * @param port 0 for any free one
     */
    record Cluster(@Nullable String address, int port) {}

    /**
     * The API.
     *
     * @param address what to listen on; null for all addresses
     * @param port 0 for any free one
     * @param plain whether to serve without encryption
     * @param tls where to serve with it; null for nowhere
     * @param credentials what requests must carry; null to let everybody in
     * @param realm named when the credentials are asked for
     * @param allowedOrigins origins whose pages may read the API; none switches CORS off
     * @param eventBuffer events held for a slow reader of the event stream
     * @param eventEndpoints addresses to which every event is posted
     * @param eventPatience how long they may take to answer
     * @param proxy how the leader is asked while that is another node, without this one's name
     * @param leaderWait how long requests wait for a leader
     */
    record Http(
            @Nullable String address,
            int port,
            boolean plain,
            @Nullable Tls tls,
            boolean compression,
            @Nullable Credentials credentials,
            String realm,
            List<String> allowedOrigins,
            int eventBuffer,
            List<String> eventEndpoints,
            Duration eventPatience,
            ProxySettings proxy,
            Duration leaderWait) {}

    /**
     * The framework, as Mesos knows it.
     *
     * @param master the master's base URI; null when Mesos is embedded
     * @param hostname this node's name, for Mesos and clients
     * @param webuiUrl null for the API's own address, which is only known when its port is bound
     */
    record Mesos(
            @Nullable URI master,
            String frameworkName,
            String role,
            String user,
            @Nullable String principal,
            String hostname,
            @Nullable String webuiUrl,
            boolean checkpoint,
            Duration failoverTimeout,
            int heartbeatFailureThreshold) {}

    /**
     * The embedded Mesos, which is used when there is no master.
     *
     * @param resources what each agent offers, in the format of the Mesos agent; null for the machine's
     * @param attributes likewise; null for none
     * @param containerTool podman, docker or a path; null for whatever is installed
     * @param containerArgs further arguments of it, before the sub-command
     * @param containerRunArgs further arguments of its {@code run}
     */
    record EmbeddedMesos(
            int agents,
            @Nullable String resources,
            @Nullable String attributes,
            @Nullable String containerTool,
            List<String> containerArgs,
            List<String> containerRunArgs) {}

    /**
     * What apps may be, and what they are unless they say so.
     *
     * @param envVarsPrefix null for none
     * @param servicePortMin lowest service port to assign, at most {@code servicePortMax}
     * @param acceptedResources any, unreserved or reserved
     * @param maxVersions versions kept of each app and group
     */
    record Apps(
            String executor,
            @Nullable String envVarsPrefix,
            int servicePortMin,
            int servicePortMax,
            @Nullable String defaultNetworkName,
            String mesosBridgeName,
            Set<String> features,
            boolean newGroupsEnforceRole,
            String acceptedResources,
            int maxVersions) {}

    /**
     * How offers are asked for and used.
     *
     * @param declineDuration how long Mesos is not to repeat a declined offer
     * @param reviveInterval shortest time between two calls for offers
     * @param suppress whether to ask for none while there is nothing to launch
     * @param maxInstancesPerOffer null to spread what waits over the offers at hand
     * @param respectMaintenance whether to decline offers of agents in maintenance
     * @param drainingTime how long before it to decline them already
     * @param gpusReserved whether agents with GPUs are only for apps that ask for some
     */
    record Offers(
            Duration declineDuration,
            Duration reviveInterval,
            boolean suppress,
            @Nullable Integer maxInstancesPerOffer,
            boolean respectMaintenance,
            Duration drainingTime,
            boolean gpusReserved) {}

    /**
     * How tasks and deployments are looked after; delays count from the start of the scheduler.
     *
     * @param healthKillBrake see {@link stadion.scheduler.health.HealthKillBrake}
     */
    record Tasks(
            Duration launchConfirmTimeout,
            Duration launchTimeout,
            Duration reservationTimeout,
            Duration reconciliationInitialDelay,
            Duration reconciliationInterval,
            Duration killRetryTimeout,
            int maxConcurrentHealthChecks,
            double healthKillBrake,
            int maxRunningDeployments) {}
}
