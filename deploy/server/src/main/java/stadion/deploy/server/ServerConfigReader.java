package stadion.deploy.server;

import static stadion.deploy.server.ServerFlag.*;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import stadion.api.events.CallbackUrl;
import stadion.api.http.Credentials;
import stadion.api.http.Tls;
import stadion.api.proxy.ProxySettings;

/** Turns the values of the flags into a {@link ServerConfig}: checks what one flag alone can't tell, and collects warnings. */
final class ServerConfigReader {

    private static final String EVERYWHERE = "0.0.0.0";

    private static final List<Flag> EMBEDDED_MESOS_FLAGS = List.of(
            LOCAL_AGENTS,
            LOCAL_AGENT_RESOURCES,
            LOCAL_AGENT_ATTRIBUTES,
            LOCAL_CONTAINER_TOOL,
            LOCAL_CONTAINER_ARGS,
            LOCAL_CONTAINER_RUN_ARGS);

    private static final List<Flag> SHARED_STORE_FLAGS = List.of(CLUSTER_ADDRESS, CLUSTER_PORT, ZK_SESSION_TIMEOUT);

    private final FlagValues values;
    private final Machine machine;

    private ServerConfigReader(FlagValues values, Machine machine) {
        this.values = values;
        this.machine = machine;
    }

    /** @throws FlagException if flags contradict each other, or one of them can't be obeyed and must not be ignored */
    static ServerConfig read(FlagValues values, Machine machine) {
        return new ServerConfigReader(values, machine).read();
    }

    private ServerConfig read() {
        refuseWhatWouldWeakenSecurity();
        return new ServerConfig(
                machine.workingDirectory().resolve(values.text(DATA_DIR)).normalize(),
                store(),
                values.millis(ZK_SESSION_TIMEOUT),
                new ServerConfig.Cluster(
                        values.optionalText(CLUSTER_ADDRESS).orElse(null), values.number(CLUSTER_PORT)),
                http(),
                mesos(),
                embeddedMesos(),
                apps(),
                offers(),
                tasks(),
                values.text(LOGGING_LEVEL),
                values.shown(),
                warnings());
    }

    private void refuseWhatWouldWeakenSecurity() {
        for (UnusedFlag flag : UnusedFlag.values()) {
            if (flag.reason().weakensSecurity() && values.isChanged(flag)) {
                throw new FlagException(flag.whenChanged() + " can't be obeyed: "
                        + flag.reason().text() + ". Leave it out to start without.");
            }
        }
    }

    private @Nullable String store() {
        Optional<String> database = values.optionalText(STORE);
        Optional<String> zooKeeper = values.optionalText(ZK);
        if (database.isPresent() && zooKeeper.isPresent()) {
            throw new FlagException("--zk and --store both say where the state is kept; leave one of them out.");
        }
        if (database.isPresent() && !database.get().startsWith("jdbc:postgresql:")) {
            throw new FlagException("--store must be jdbc:postgresql://host[:port]/database?user=...&password=...;"
                    + " it isn't shown here, as it may hold a password.");
        }
        if (zooKeeper.isPresent() && !zooKeeper.get().startsWith("zk://")) {
            throw new FlagException("--zk must be zk://[user:password@]host:port,.../path;"
                    + " it isn't shown here, as it may hold a password.");
        }
        Optional<String> shared = database.or(() -> zooKeeper);
        if (shared.isPresent() && values.value(MASTER).isEmpty()) {
            throw new FlagException((database.isPresent() ? "--store" : "--zk")
                    + " needs --master: nodes that share their state must use the same Mesos,"
                    + " and the embedded one is a node's own.");
        }
        return shared.orElse(null);
    }

    private List<String> warnings() {
        List<String> warnings = new ArrayList<>();
        values.given().stream()
                .filter(UnusedFlag.class::isInstance)
                .map(UnusedFlag.class::cast)
                .filter(flag -> !flag.reason().weakensSecurity())
                .sorted()
                .map(flag -> "--" + flag.flagName() + " has no effect: "
                        + flag.reason().text() + ".")
                .forEach(warnings::add);
        if (values.value(STORE).isEmpty() && values.value(ZK).isEmpty()) {
            SHARED_STORE_FLAGS.stream()
                    .filter(values.given()::contains)
                    .map(flag -> "--" + flag.flagName()
                            + " has no effect: without --zk or --store there are no other nodes.")
                    .forEach(warnings::add);
        }
        if (values.value(MASTER).isPresent()) {
            EMBEDDED_MESOS_FLAGS.stream()
                    .filter(values.given()::contains)
                    .sorted(Comparator.comparing(Flag::flagName))
                    .map(flag -> "--" + flag.flagName() + " has no effect: with --master there is no embedded Mesos.")
                    .forEach(warnings::add);
        }
        return warnings;
    }

    private ServerConfig.Http http() {
        Optional<Tls> tls = values.optionalText(SSL_KEYSTORE_PATH).map(this::tls);
        if (tls.isEmpty() && !values.isOn(HTTP)) {
            throw new FlagException("--disable_http leaves no way to the API without --ssl_keystore_path.");
        }
        return new ServerConfig.Http(
                values.optionalText(HTTP_ADDRESS).orElse(null),
                values.number(HTTP_PORT),
                values.isOn(HTTP),
                tls.orElse(null),
                values.isOn(HTTP_COMPRESSION),
                values.optionalText(HTTP_CREDENTIALS)
                        .map(ServerConfigReader::credentials)
                        .orElse(null),
                values.text(HTTP_REALM),
                values.list(ACCESS_CONTROL_ALLOW_ORIGIN),
                values.number(EVENT_STREAM_MAX_OUTSTANDING_MESSAGES),
                endpoints(),
                values.millis(HTTP_EVENT_CALLBACK_SLOW_CONSUMER_TIMEOUT),
                proxy(),
                values.millis(LEADER_WAIT_TIMEOUT));
    }

    private ProxySettings proxy() {
        return ProxySettings.DEFAULTS
                .withMaxConnections(values.number(LEADER_PROXY_MAX_OPEN_CONNECTIONS))
                .withConnectTimeout(values.millis(LEADER_PROXY_CONNECTION_TIMEOUT))
                .withReadTimeout(values.millis(LEADER_PROXY_READ_TIMEOUT))
                .withIgnoreHostname(values.isOn(LEADER_PROXY_SSL_IGNORE_HOSTNAME));
    }

    private List<String> endpoints() {
        List<String> endpoints = values.list(HTTP_ENDPOINTS);
        endpoints.stream().filter(url -> !CallbackUrl.isValid(url)).findFirst().ifPresent(url -> {
            throw new FlagException("--http_endpoints " + CallbackUrl.RIGHT + ", or several joined by commas.");
        });
        return endpoints;
    }

    private Tls tls(String keystore) {
        String password = values.optionalText(SSL_KEYSTORE_PASSWORD)
                .orElseThrow(() -> new FlagException("--ssl_keystore_path needs --ssl_keystore_password."));
        return new Tls(
                values.optionalText(HTTPS_ADDRESS).orElse(EVERYWHERE),
                values.number(HTTPS_PORT),
                machine.workingDirectory().resolve(keystore).normalize(),
                password);
    }

    private ServerConfig.Mesos mesos() {
        return new ServerConfig.Mesos(
                values.optionalText(MASTER).map(MesosFlag::parse).orElse(null),
                values.text(FRAMEWORK_NAME),
                values.text(MESOS_ROLE),
                values.optionalText(MESOS_USER).orElse(machine.userName()),
                values.optionalText(MESOS_AUTHENTICATION_PRINCIPAL).orElse(null),
                values.optionalText(HOSTNAME).orElse(machine.hostName()),
                values.optionalText(WEBUI_URL).orElse(null),
                values.isOn(CHECKPOINT),
                values.seconds(FAILOVER_TIMEOUT),
                values.number(MESOS_HEARTBEAT_FAILURE_THRESHOLD));
    }

    private ServerConfig.EmbeddedMesos embeddedMesos() {
        return new ServerConfig.EmbeddedMesos(
                values.number(LOCAL_AGENTS),
                values.optionalText(LOCAL_AGENT_RESOURCES).orElse(null),
                values.optionalText(LOCAL_AGENT_ATTRIBUTES).orElse(null),
                values.optionalText(LOCAL_CONTAINER_TOOL).orElse(null),
                words(LOCAL_CONTAINER_ARGS),
                words(LOCAL_CONTAINER_RUN_ARGS));
    }

    private ServerConfig.Apps apps() {
        int servicePortMin = values.number(LOCAL_PORT_MIN);
        int servicePortMax = values.number(LOCAL_PORT_MAX);
        if (servicePortMin > servicePortMax) {
            throw new FlagException("--local_port_min " + servicePortMin + " must not be above --local_port_max "
                    + servicePortMax + ".");
        }
        return new ServerConfig.Apps(
                values.text(EXECUTOR),
                values.optionalText(ENV_VARS_PREFIX).orElse(null),
                servicePortMin,
                servicePortMax,
                values.optionalText(DEFAULT_NETWORK_NAME).orElse(null),
                values.text(MESOS_BRIDGE_NAME),
                Set.copyOf(values.list(ENABLE_FEATURES)),
                values.text(NEW_GROUP_ENFORCE_ROLE).equals("top"),
                values.text(ACCEPTED_RESOURCE_ROLES_DEFAULT_BEHAVIOR),
                values.number(ZK_MAX_VERSIONS));
    }

    private ServerConfig.Offers offers() {
        return new ServerConfig.Offers(
                values.millis(DECLINE_OFFER_DURATION),
                values.millis(MIN_REVIVE_OFFERS_INTERVAL),
                values.isOn(SUPPRESS_OFFERS),
                values.optionalNumber(MAX_INSTANCES_PER_OFFER).orElse(null),
                values.isOn(MAINTENANCE_MODE),
                values.seconds(DRAINING_SECONDS),
                values.text(GPU_SCHEDULING_BEHAVIOR).equals("restricted"));
    }

    private ServerConfig.Tasks tasks() {
        return new ServerConfig.Tasks(
                values.millis(TASK_LAUNCH_CONFIRM_TIMEOUT),
                values.millis(TASK_LAUNCH_TIMEOUT),
                values.millis(TASK_RESERVATION_TIMEOUT),
                values.millis(RECONCILIATION_INITIAL_DELAY),
                values.millis(RECONCILIATION_INTERVAL),
                values.millis(KILL_RETRY_TIMEOUT),
                values.number(MAX_CONCURRENT_MARATHON_HEALTH_CHECKS),
                values.share(HEALTH_KILL_BRAKE),
                values.number(MAX_RUNNING_DEPLOYMENTS));
    }

    private static Credentials credentials(String text) {
        try {
            return Credentials.parse(text);
        } catch (IllegalArgumentException e) {
            throw new FlagException("--http_credentials must be user:password; there is no colon in it.");
        }
    }

    private List<String> words(Flag flag) {
        try {
            return values.optionalText(flag).map(ShellWords::split).orElse(List.of());
        } catch (IllegalArgumentException e) {
            throw new FlagException("--" + flag.flagName() + " " + e.getMessage() + ".");
        }
    }
}
