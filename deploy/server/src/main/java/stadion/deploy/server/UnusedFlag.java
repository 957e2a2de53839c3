package stadion.deploy.server;

import static stadion.deploy.server.FlagType.COUNT;
import static stadion.deploy.server.FlagType.MILLIS;
import static stadion.deploy.server.FlagType.ON_OFF;
import static stadion.deploy.server.FlagType.PORT;
import static stadion.deploy.server.FlagType.SECONDS;
import static stadion.deploy.server.FlagType.SECRET;
import static stadion.deploy.server.FlagType.TEXT;
import static stadion.deploy.server.FlagType.choice;
import static stadion.deploy.server.FlagType.list;
import static stadion.deploy.server.FlagType.text;
import static stadion.deploy.server.FlagType.whole;
import static stadion.deploy.server.UnusedFlag.Reason.ALWAYS_ON;
import static stadion.deploy.server.UnusedFlag.Reason.BUILT_DIFFERENTLY;
import static stadion.deploy.server.UnusedFlag.Reason.FOLLOWS_FROM_THE_STORE;
import static stadion.deploy.server.UnusedFlag.Reason.MESOS_AUTHENTICATION_MISSING;
import static stadion.deploy.server.UnusedFlag.Reason.NOT_YET;
import static stadion.deploy.server.UnusedFlag.Reason.PLUGINS;
import static stadion.deploy.server.UnusedFlag.Reason.STORED_DIFFERENTLY;

/**
 * The flags of Marathon's that have no effect in this version, so that a command line that works for Marathon is either
 * obeyed or answered with a warning, and never misunderstood.
 */
enum UnusedFlag implements Flag {
    ZK_TIMEOUT(MILLIS, "10000", STORED_DIFFERENTLY),
    ZK_CONNECTION_TIMEOUT(MILLIS, "10000", STORED_DIFFERENTLY),
    ZK_COMPRESSION(ON_OFF, "true", STORED_DIFFERENTLY),
    ZK_COMPRESSION_THRESHOLD(whole("bytes", 0, Integer.MAX_VALUE), "65536", STORED_DIFFERENTLY),
    ZK_MAX_NODE_SIZE(whole("bytes", 0, Integer.MAX_VALUE), "1024000", STORED_DIFFERENTLY),
    ZK_OPERATION_MAX_RETRIES(whole("n", 0, Integer.MAX_VALUE), "5", STORED_DIFFERENTLY),
    ZK_OPERATION_BASE_RETRY_SLEEP_MS(MILLIS, "10", STORED_DIFFERENTLY),
    ZK_MAX_CONCURRENCY(COUNT, "32", STORED_DIFFERENTLY),
    INTERNAL_STORE_BACKEND(choice("zk", "mem"), "zk", STORED_DIFFERENTLY),
    STORE_CACHE(ON_OFF, "true", STORED_DIFFERENTLY),
    INTERNAL_VERSION_CACHING(ON_OFF, "true", STORED_DIFFERENTLY),
    STORAGE_COMPACTION_INTERVAL(SECONDS, "30", STORED_DIFFERENTLY),
    STORAGE_COMPACTION_SCAN_BATCH_SIZE(COUNT, "32", STORED_DIFFERENTLY),
    STORAGE_EXECUTION_CONTEXT_SIZE(COUNT, "", STORED_DIFFERENTLY),
    GROUP_VERSIONS_CACHE_SIZE(COUNT, "1000", STORED_DIFFERENTLY),

    HA(ON_OFF, "true", FOLLOWS_FROM_THE_STORE),
    LEADER_ELECTION_BACKEND(choice("curator"), "curator", FOLLOWS_FROM_THE_STORE),
    ON_ELECTED_PREPARE_TIMEOUT(MILLIS, "180000", BUILT_DIFFERENTLY),

    HTTP_MAX_CONCURRENT_REQUESTS(COUNT, "", NOT_YET),
    MAX_APPS(COUNT, "", NOT_YET),
    BACKUP_LOCATION(text("uri"), "", NOT_YET),
    MESOS_OFFER_CONSTRAINTS(ON_OFF, "false", NOT_YET),
    MIN_MESOS_OFFER_CONSTRAINTS_UPDATE_INTERVAL(MILLIS, "1000", NOT_YET),
    LOGSTASH(text("uri"), "", NOT_YET),
    SENTRY(text("uri"), "", NOT_YET),
    SENTRY_TAGS(TEXT, "", NOT_YET),
    METRICS_PROMETHEUS(ON_OFF, "true", NOT_YET),
    METRICS_NAME_PREFIX(TEXT, "marathon", NOT_YET),
    METRICS_STATSD(ON_OFF, "false", NOT_YET),
    METRICS_STATSD_HOST(text("host"), "", NOT_YET),
    METRICS_STATSD_PORT(PORT, "", NOT_YET),
    METRICS_STATSD_TRANSMISSION_INTERVAL_MS(MILLIS, "10000", NOT_YET),
    METRICS_DATADOG(ON_OFF, "false", NOT_YET),
    METRICS_DATADOG_PROTOCOL(choice("udp", "api"), "udp", NOT_YET),
    METRICS_DATADOG_HOST(text("host"), "", NOT_YET),
    METRICS_DATADOG_PORT(PORT, "", NOT_YET),
    METRICS_DATADOG_API_KEY(SECRET, "", NOT_YET),
    METRICS_DATADOG_TRANSMISSION_INTERVAL_MS(MILLIS, "10000", NOT_YET),

    EVENT_SUBSCRIBER(text("name"), "", ALWAYS_ON),

    MESOS_HEARTBEAT_INTERVAL(MILLIS, "15000", BUILT_DIFFERENTLY),
    SCALE_APPS_INITIAL_DELAY(MILLIS, "15000", BUILT_DIFFERENTLY),
    SCALE_APPS_INTERVAL(MILLIS, "300000", BUILT_DIFFERENTLY),
    KILL_CHUNK_SIZE(COUNT, "100", BUILT_DIFFERENTLY),
    LAUNCH_TOKENS(COUNT, "100", BUILT_DIFFERENTLY),
    LAUNCH_TOKEN_REFRESH_INTERVAL(MILLIS, "30000", BUILT_DIFFERENTLY),
    MAX_PARALLEL_OFFERS(COUNT, "", BUILT_DIFFERENTLY),
    MAX_QUEUED_OFFERS(COUNT, "1024", BUILT_DIFFERENTLY),
    OFFER_MATCHING_TIMEOUT(MILLIS, "3000", BUILT_DIFFERENTLY),
    LAUNCH_QUEUE_REQUEST_TIMEOUT(MILLIS, "3000", BUILT_DIFFERENTLY),
    TASK_OPERATION_NOTIFICATION_TIMEOUT(MILLIS, "30000", BUILT_DIFFERENTLY),
    TASK_LOST_EXPUNGE_INITIAL_DELAY(MILLIS, "300000", BUILT_DIFFERENTLY),
    TASK_LOST_EXPUNGE_INTERVAL(MILLIS, "30000", BUILT_DIFFERENTLY),
    MAX_PARALLEL_STATUS_UPDATES(COUNT, "20", BUILT_DIFFERENTLY),
    MAX_QUEUED_STATUS_UPDATES(COUNT, "10000", BUILT_DIFFERENTLY),
    TASK_TRACKER_REQUEST_TIMEOUT(MILLIS, "10000", BUILT_DIFFERENTLY),
    TASK_UPDATE_REQUEST_TIMEOUT(MILLIS, "10000", BUILT_DIFFERENTLY),
    INSTANCE_TRACKER_NUM_PARALLEL_UPDATES(COUNT, "16", BUILT_DIFFERENTLY),
    INSTANCE_TRACKER_NUM_PARALLEL_LOADS(COUNT, "16", BUILT_DIFFERENTLY),
    INSTANCE_TRACKER_UPDATE_QUEUE_SIZE(COUNT, "4096", BUILT_DIFFERENTLY),
    DEPLOYMENT_MANAGER_REQUEST_TIMEOUT(MILLIS, "1000", BUILT_DIFFERENTLY),
    GROUP_MANAGER_REQUEST_TIMEOUT(MILLIS, "10000", BUILT_DIFFERENTLY),
    MAX_QUEUED_ROOT_GROUP_UPDATES(COUNT, "500", BUILT_DIFFERENTLY),
    GROUP_MANAGER_EXECUTION_CONTEXT_SIZE(COUNT, "", BUILT_DIFFERENTLY),
    SCHEDULER_ACTIONS_EXECUTION_CONTEXT_SIZE(COUNT, "", BUILT_DIFFERENTLY),
    APP_INFO_MODULE_EXECUTION_CONTEXT_SIZE(COUNT, "", BUILT_DIFFERENTLY),
    DEFAULT_INFO_SERVICE_EXECUTION_CONTEXT_SIZE(COUNT, "", BUILT_DIFFERENTLY),
    MAX_ACTOR_STARTUP_TIME(MILLIS, "10000", BUILT_DIFFERENTLY),
    GRACEFUL_SHUTDOWN_TIMEOUT(MILLIS, "45000", BUILT_DIFFERENTLY),
    DEPRECATED_FEATURES(list("a,b,..."), "", BUILT_DIFFERENTLY),
    ASSETS_PATH(text("directory"), "", BUILT_DIFFERENTLY),
    METRICS(TEXT, "", BUILT_DIFFERENTLY),
    METRICS_HISTOGRAM_RESERVOIR_HIGHEST_TRACKABLE_VALUE(MILLIS, "3600000000000", BUILT_DIFFERENTLY),
    METRICS_HISTOGRAM_RESERVOIR_SIGNIFICANT_DIGITS(COUNT, "3", BUILT_DIFFERENTLY),
    METRICS_HISTOGRAM_RESERVOIR_RESET_PERIODICALLY(ON_OFF, "true", BUILT_DIFFERENTLY),
    METRICS_HISTOGRAM_RESERVOIR_RESETTING_INTERVAL_MS(MILLIS, "5000", BUILT_DIFFERENTLY),
    METRICS_HISTOGRAM_RESERVOIR_RESETTING_CHUNKS(whole("n", 0, Integer.MAX_VALUE), "0", BUILT_DIFFERENTLY),

    MESOS_AUTHENTICATION(ON_OFF, "false", MESOS_AUTHENTICATION_MISSING),
    MESOS_AUTHENTICATION_SECRET(SECRET, "", MESOS_AUTHENTICATION_MISSING),
    MESOS_AUTHENTICATION_SECRET_FILE(text("file"), "", MESOS_AUTHENTICATION_MISSING),
    PLUGIN_DIR(text("directory"), "", PLUGINS),
    PLUGIN_CONF(text("file"), "", PLUGINS);

    /** Why a flag has no effect. */
    enum Reason {
        STORED_DIFFERENTLY(false, "what is stored, and how, is Stadion's own"),
        FOLLOWS_FROM_THE_STORE(false, "nodes that share a store always stand in for each other, and others never do"),
        NOT_YET(false, "it is not built yet"),
        ALWAYS_ON(false, "it is always on"),
        BUILT_DIFFERENTLY(false, "Stadion works differently inside"),
        MESOS_AUTHENTICATION_MISSING(true, "authentication with the Mesos master is not built yet"),
        PLUGINS(true, "plugins, which may decide who is let in, are not built yet");

        private final boolean weakensSecurity;
        private final String text;

        Reason(boolean weakensSecurity, String text) {
            this.weakensSecurity = weakensSecurity;
            this.text = text;
        }

        /** The server refuses to start with such a flag, rather than to run without what it was asked for. */
        boolean weakensSecurity() {
            return weakensSecurity;
        }

        String text() {
            return text;
        }
    }

    private final Value value;
    private final Reason reason;

    UnusedFlag(FlagType type, String defaultText, Reason reason) {
        this.value = new Value(type, defaultText);
        this.reason = reason;
    }

    @Override
    public Value value() {
        return value;
    }

    Reason reason() {
        return reason;
    }
}
