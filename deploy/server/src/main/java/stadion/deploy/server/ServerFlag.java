package stadion.deploy.server;

import static stadion.deploy.server.FlagGroup.APPS;
import static stadion.deploy.server.FlagGroup.LOGS;
import static stadion.deploy.server.FlagGroup.MESOS;
import static stadion.deploy.server.FlagGroup.OFFERS;
import static stadion.deploy.server.FlagGroup.STADION;
import static stadion.deploy.server.FlagGroup.TASKS;
import static stadion.deploy.server.FlagType.COUNT;
import static stadion.deploy.server.FlagType.MILLIS;
import static stadion.deploy.server.FlagType.ON_OFF;
import static stadion.deploy.server.FlagType.PORT;
import static stadion.deploy.server.FlagType.SECONDS;
import static stadion.deploy.server.FlagType.SECRET;
import static stadion.deploy.server.FlagType.TEXT;
import static stadion.deploy.server.FlagType.choice;
import static stadion.deploy.server.FlagType.list;
import static stadion.deploy.server.FlagType.someOf;
import static stadion.deploy.server.FlagType.text;
import static stadion.deploy.server.FlagType.whole;

/** The flags that have an effect, with their defaults ("" for none) and what they mean. */
enum ServerFlag implements Flag {
    DATA_DIR(STADION, text("directory"), "./stadion-data", "Where the state and the sandboxes are kept."),
    LOCAL_AGENTS(STADION, whole("n", 1, 1000), "1", "Number of agents of the embedded Mesos."),
    LOCAL_AGENT_RESOURCES(
            STADION,
            text("resources"),
            "",
            "What each of them offers, as in 'cpus:4;mem:8192;disk:40000;ports:[31000-31999]'; without it, what the machine"
                    + " has. Further agents get the port ranges that follow, +1000 each."),
    LOCAL_AGENT_ATTRIBUTES(
            STADION, text("attributes"), "", "Their attributes, as in 'rack:r{i}'; {i} is the agent's number, from 1."),
    LOCAL_CONTAINER_TOOL(
            STADION, text("tool"), "", "podman, docker or a path; without it, the first of the two that is installed."),
    LOCAL_CONTAINER_ARGS(STADION, text("arguments"), "", "Further arguments of that tool, before its sub-command."),
    LOCAL_CONTAINER_RUN_ARGS(STADION, text("arguments"), "", "Further arguments of its sub-command 'run'."),
    STORE(
            STADION,
            FlagType.SECRET_URL,
            "",
            "Database of several nodes, jdbc:postgresql://host/database?user=...&password=...; instead of --zk."),
    ZK(
            STADION,
            text("zk://..."),
            "",
            "ZooKeeper of several nodes, zk://[user:password@]host:port,.../path; without it or --store, the state is kept"
                    + " below the data directory, by this node alone."),
    ZK_SESSION_TIMEOUT(
            STADION, MILLIS, "10000", "After how long without a sign of life ZooKeeper takes this node for dead."),
    CLUSTER_PORT(STADION, PORT, "0", "Port for other nodes; 0 takes a free one."),
    CLUSTER_ADDRESS(STADION, text("address"), "", "Address to listen on for other nodes; without it, all."),

    MASTER(
            MESOS,
            text("host:port"),
            "",
            "The Mesos master, also http://host:port, or zk://host:port,.../path to find the one that leads. Without it, Mesos is embedded."),
    FRAMEWORK_NAME(MESOS, TEXT, "marathon", "Name of this framework in Mesos."),
    FAILOVER_TIMEOUT(MESOS, SECONDS, "604800", "How long Mesos keeps the tasks while no server is connected."),
    CHECKPOINT(MESOS, ON_OFF, "true", "Tasks survive a restart of their agent."),
    HOSTNAME(MESOS, text("host"), "", "Name of this node, for Mesos and clients; without it, the local host's name."),
    WEBUI_URL(
            MESOS, text("url"), "", "Link to this server in the Mesos UI; without it, http://<hostname>:<http_port>."),
    MESOS_LEADER_UI_URL(MESOS, text("url"), "", "Link to the Mesos UI, shown in /v2/info."),
    MESOS_ROLE(MESOS, text("role"), "*", "Default role of apps, and the role to register with."),
    MESOS_USER(MESOS, text("user"), "", "User that tasks run as by default; without it, the server's own."),
    MESOS_AUTHENTICATION_PRINCIPAL(MESOS, TEXT, "", "Principal of this framework and of its reservations."),
    MESOS_HEARTBEAT_FAILURE_THRESHOLD(MESOS, COUNT, "5", "Missed heartbeats after which the connection is lost."),

    HTTP_PORT(FlagGroup.HTTP, PORT, "8080", "Port of the API; 0 takes a free one."),
    HTTP_ADDRESS(FlagGroup.HTTP, text("address"), "", "Address the API listens on; without it, all."),
    HTTP(FlagGroup.HTTP, ON_OFF, "true", "Serve the API without encryption; may be disabled when there is a keystore."),
    HTTPS_PORT(FlagGroup.HTTP, PORT, "8443", "Port of the API with TLS; 0 takes a free one."),
    HTTPS_ADDRESS(FlagGroup.HTTP, text("address"), "", "Address the API listens on with TLS; without it, all."),
    SSL_KEYSTORE_PATH(
            FlagGroup.HTTP,
            text("file"),
            "",
            "Keystore (JKS or PKCS#12) with certificate and key; serves the API with TLS, too."),
    SSL_KEYSTORE_PASSWORD(FlagGroup.HTTP, SECRET, "", "Password of the keystore and of the key."),
    HTTP_CREDENTIALS(
            FlagGroup.HTTP,
            SECRET,
            "",
            "Ask for these in HTTP Basic authentication, user:password; without it, the API is open."),
    HTTP_REALM(FlagGroup.HTTP, TEXT, "Mesosphere", "The realm of that authentication."),
    HTTP_COMPRESSION(FlagGroup.HTTP, ON_OFF, "true", "Compress answers to clients that accept gzip."),
    ACCESS_CONTROL_ALLOW_ORIGIN(FlagGroup.HTTP, list("a,b,..."), "", "Origins whose pages may read the API (CORS)."),
    EVENT_STREAM_MAX_OUTSTANDING_MESSAGES(
            FlagGroup.HTTP, COUNT, "1024", "Events held for a slow reader of /v2/events before it is cut off."),
    HTTP_ENDPOINTS(
            FlagGroup.HTTP,
            list("url,..."),
            "",
            "Addresses to which every event is posted, beside those that subscribe."),
    HTTP_EVENT_CALLBACK_SLOW_CONSUMER_TIMEOUT(
            FlagGroup.HTTP,
            MILLIS,
            "10000",
            "How long such an address may take to answer before it is skipped for a while."),
    LEADER_PROXY_MAX_OPEN_CONNECTIONS(
            FlagGroup.HTTP, COUNT, "64", "Connections to the leader, over which other nodes have requests answered."),
    LEADER_PROXY_CONNECTION_TIMEOUT(FlagGroup.HTTP, MILLIS, "5000", "How long it may take to connect to the leader."),
    LEADER_PROXY_READ_TIMEOUT(FlagGroup.HTTP, MILLIS, "10000", "How long the leader may be silent during a request."),
    LEADER_PROXY_SSL_IGNORE_HOSTNAME(
            FlagGroup.HTTP, ON_OFF, "false", "The leader's certificate may name any host, when it is asked over TLS."),
    LEADER_WAIT_TIMEOUT(
            FlagGroup.HTTP,
            MILLIS,
            "10000",
            "How long requests wait for a leader, as during a failover, before they fail."),

    EXECUTOR(APPS, TEXT, "//cmd", "Default executor."),
    ENV_VARS_PREFIX(APPS, TEXT, "", "Put before the names of the environment variables that are set for tasks."),
    LOCAL_PORT_MIN(APPS, whole("port", 1, 65535), "10000", "Lowest service port to assign."),
    LOCAL_PORT_MAX(APPS, whole("port", 1, 65535), "20000", "Highest service port to assign."),
    DEFAULT_NETWORK_NAME(APPS, TEXT, "", "Network of apps that want a container network and name none."),
    MESOS_BRIDGE_NAME(APPS, TEXT, "mesos-bridge", "CNI network that stands for bridge mode."),
    ENABLE_FEATURES(
            APPS,
            someOf("vips", "task_killing", "external_volumes", "secrets", "gpu_resources"),
            "",
            "Some of vips, task_killing, external_volumes, secrets, gpu_resources."),
    NEW_GROUP_ENFORCE_ROLE(APPS, choice("off", "top"), "off", "Whether new top-level groups enforce their role."),
    ACCEPTED_RESOURCE_ROLES_DEFAULT_BEHAVIOR(
            APPS, choice("any", "unreserved", "reserved"), "any", "What apps may use that say nothing about it."),
    ZK_MAX_VERSIONS(APPS, COUNT, "50", "Versions kept of each app and group."),

    DECLINE_OFFER_DURATION(OFFERS, MILLIS, "120000", "How long Mesos is not to repeat a declined offer."),
    MIN_REVIVE_OFFERS_INTERVAL(OFFERS, MILLIS, "500", "Shortest time between two calls for offers."),
    SUPPRESS_OFFERS(OFFERS, ON_OFF, "true", "Ask for no offers while there is nothing to launch."),
    MAX_INSTANCES_PER_OFFER(
            OFFERS,
            COUNT,
            "",
            "Instances launched on one offer; without it, what waits is spread over the offers at hand, five at least on each."),
    MAINTENANCE_MODE(OFFERS, ON_OFF, "true", "Decline offers of agents in maintenance."),
    DRAINING_SECONDS(OFFERS, SECONDS, "0", "Decline them this long before, too."),
    GPU_SCHEDULING_BEHAVIOR(
            OFFERS,
            choice("restricted", "unrestricted"),
            "restricted",
            "Whether only apps that ask for GPUs may use agents that have some."),

    TASK_LAUNCH_CONFIRM_TIMEOUT(TASKS, MILLIS, "300000", "Time for Mesos to confirm a launch."),
    TASK_LAUNCH_TIMEOUT(TASKS, MILLIS, "300000", "Time for a task to get from staging to running."),
    TASK_RESERVATION_TIMEOUT(TASKS, MILLIS, "20000", "Time for Mesos to offer what was reserved."),
    RECONCILIATION_INITIAL_DELAY(TASKS, MILLIS, "15000", "First reconciliation with Mesos, after the start."),
    RECONCILIATION_INTERVAL(TASKS, whole("ms", 1, Integer.MAX_VALUE), "600000", "Time between two reconciliations."),
    KILL_RETRY_TIMEOUT(TASKS, MILLIS, "30000", "When an unanswered kill is sent again."),
    MAX_CONCURRENT_MARATHON_HEALTH_CHECKS(TASKS, COUNT, "256", "Health checks that the server runs at a time."),
    HEALTH_KILL_BRAKE(
            TASKS,
            FlagType.SHARE_OR_OFF,
            "0.5",
            "When this share of an app's running instances (and two at least) fail their health checks at the same time, none is killed for that."),
    MAX_RUNNING_DEPLOYMENTS(TASKS, COUNT, "100", "Deployments that may run at a time."),

    LOGGING_LEVEL(LOGS, choice("off", "error", "warn", "info", "debug", "trace", "all"), "info", "What is logged.");

    private final FlagGroup group;
    private final Value value;
    private final String meaning;

    ServerFlag(FlagGroup group, FlagType type, String defaultText, String meaning) {
        this.group = group;
        this.value = new Value(type, defaultText);
        this.meaning = meaning;
    }

    @Override
    public Value value() {
        return value;
    }

    FlagGroup group() {
        return group;
    }

    /** One sentence for the help text. */
    String meaning() {
        return meaning;
    }
}
