package stadion.deploy.server;

import java.net.InetAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import stadion.api.ApiSettings;
import stadion.api.NodeInfo;
import stadion.api.app.AppSettings;
import stadion.deploy.server.cluster.Listening;
import stadion.localmesos.ContainerTool;
import stadion.localmesos.LocalMesosConfig;
import stadion.scheduler.SchedulerSettings;
import stadion.scheduler.group.GroupSettings;
import stadion.scheduler.group.ServicePorts;
import stadion.scheduler.launch.MatcherSettings;
import stadion.scheduler.launch.taskinfo.LaunchSettings;
import stadion.scheduler.mesos.FrameworkSettings;
import stadion.scheduler.mesos.GatewaySettings;
import stadion.scheduler.mesos.MasterDetector;
import stadion.scheduler.offer.MatchSettings;
import stadion.scheduler.offer.MatchSettings.AcceptedRoles;
import stadion.scheduler.task.TaskSettings;

/** What the flags mean to each part of the server. */
final class Settings {

    private static final String EVERYWHERE = "0.0.0.0";

    /** Marathon shows these as null when they are not given. */
    private static final List<String> OPTIONAL_FLAGS = List.of(
            "access_control_allow_origin",
            "default_network_name",
            "env_vars_prefix",
            "mesos_leader_ui_url",
            "webui_url");

    private final ServerConfig config;

    Settings(ServerConfig config) {
        this.config = config;
    }

    ApiSettings api() {
        ServerConfig.Http http = config.http();
        return ApiSettings.defaults(http.address() == null ? EVERYWHERE : http.address(), http.port())
                .withPlainHttp(http.plain())
                .withTls(Optional.ofNullable(http.tls()))
                .withEventBuffer(http.eventBuffer())
                .withEventEndpoints(http.eventEndpoints())
                .withEventPatience(http.eventPatience())
                .withProxy(http.proxy().withHostname(config.mesos().hostname()))
                .withLeaderWait(http.leaderWait())
                .withCredentials(Optional.ofNullable(http.credentials()))
                .withRealm(http.realm())
                .withAllowedOrigins(http.allowedOrigins())
                .withCompression(http.compression());
    }

    /** Where this node listens for the others; without a shared store there are none. */
    Listening listening() {
        ServerConfig.Cluster cluster = config.cluster();
        String address = cluster.address() == null ? EVERYWHERE : cluster.address();
        return config.store() == null
                ? Listening.onLoopback(cluster.port())
                : new Listening(config.mesos().hostname(), address, cluster.port());
    }

    AppSettings apps() {
        ServerConfig.Apps apps = config.apps();
        return new AppSettings(
                apps.defaultNetworkName(),
                apps.mesosBridgeName(),
                config.mesos().role(),
                apps.newGroupsEnforceRole(),
                apps.features());
    }

    /**
     * What clients may know of the flags.
     *
     * @param masters the Mesos in use
     */
    NodeInfo info(Masters masters) {
        Map<String, Object> flags = new HashMap<>(config.flags());
        Map<String, Object> http = new HashMap<>();
        http.put("http_port", config.http().port());
        http.put("https_port", flags.get("https_port"));
        Map<String, Object> zookeeper = new HashMap<>();
        flags.forEach((name, value) -> {
            if (name.equals("zk") || name.startsWith("zk_")) {
                zookeeper.put(name, value);
            }
        });
        flags.keySet().removeAll(zookeeper.keySet());
        zookeeper.putIfAbsent("zk", "");
        flags.put("master", masters.shown());
        flags.put("hostname", config.mesos().hostname());
        flags.put("mesos_user", config.mesos().user());
        flags.put("features", config.apps().features().stream().sorted().toList());
        flags.put("launch_token", flags.get("launch_tokens"));
        flags.put("leader_proxy_connection_timeout_ms", flags.get("leader_proxy_connection_timeout"));
        flags.put("leader_proxy_read_timeout_ms", flags.get("leader_proxy_read_timeout"));
        flags.putIfAbsent("max_instances_per_offer", MatcherSettings.SPREAD_AT_LEAST);
        OPTIONAL_FLAGS.forEach(name -> flags.putIfAbsent(name, null));
        return new NodeInfo(
                config.mesos().frameworkName(), Version.current(), Version.current(), flags, zookeeper, http);
    }

    /** The embedded Mesos in the data directory, for when there is no master. */
    LocalMesosConfig localMesos() {
        ServerConfig.EmbeddedMesos mesos = config.embeddedMesos();
        return new LocalMesosConfig(
                InetAddress.getLoopbackAddress(),
                0,
                "localhost",
                mesos.agents(),
                0,
                mesos.resources() == null ? "" : mesos.resources(),
                mesos.attributes() == null ? "" : mesos.attributes(),
                config.dataDir().resolve("mesos"),
                new ContainerTool(mesos.containerTool(), mesos.containerArgs(), mesos.containerRunArgs()),
                null,
                LocalMesosConfig.ALLOCATION_INTERVAL);
    }

    /**
     * The scheduler's.
     *
     * @param masters the Mesos in use
     * @param webUi where this node is reached, for the Mesos UI
     */
    SchedulerSettings scheduler(Masters masters, String webUi) {
        return new SchedulerSettings(
                gateway(masters.detector(), webUi),
                new GroupSettings(
                        new ServicePorts(
                                config.apps().servicePortMin(), config.apps().servicePortMax()),
                        config.apps().maxVersions(),
                        config.tasks().maxRunningDeployments()),
                matcher(),
                matching(),
                new LaunchSettings(
                        config.apps().envVarsPrefix() == null
                                ? ""
                                : config.apps().envVarsPrefix(),
                        config.apps().executor(),
                        config.apps().mesosBridgeName()),
                new TaskSettings(
                        config.tasks().launchConfirmTimeout(),
                        config.tasks().launchTimeout(),
                        config.tasks().reservationTimeout(),
                        config.tasks().killRetryTimeout(),
                        config.tasks().healthKillBrake()),
                config.tasks().maxConcurrentHealthChecks(),
                config.tasks().reconciliationInitialDelay(),
                config.tasks().reconciliationInterval());
    }

    private GatewaySettings gateway(MasterDetector detector, String webUi) {
        ServerConfig.Mesos mesos = config.mesos();
        FrameworkSettings framework = new FrameworkSettings(
                mesos.frameworkName(),
                mesos.user(),
                null,
                Set.of(mesos.role()),
                Set.of(),
                mesos.checkpoint(),
                mesos.failoverTimeout(),
                config.apps().features().contains("task_killing"),
                config.apps().features().contains("gpu_resources"),
                mesos.hostname(),
                mesos.webuiUrl() == null ? webUi : mesos.webuiUrl(),
                mesos.principal());
        return GatewaySettings.of(detector, framework).withMissedHeartbeats(mesos.heartbeatFailureThreshold());
    }

    private MatcherSettings matcher() {
        ServerConfig.Offers offers = config.offers();
        Integer limit = offers.maxInstancesPerOffer();
        return new MatcherSettings(
                config.mesos().role(),
                limit == null ? OptionalInt.empty() : OptionalInt.of(limit),
                offers.declineDuration(),
                offers.reviveInterval(),
                offers.suppress(),
                config.mesos().principal());
    }

    private MatchSettings matching() {
        ServerConfig.Offers offers = config.offers();
        return new MatchSettings(
                AcceptedRoles.valueOf(config.apps().acceptedResources().toUpperCase(java.util.Locale.ROOT)),
                offers.respectMaintenance(),
                offers.drainingTime(),
                offers.gpusReserved(),
                null);
    }
}
