package stadion.api.app;

import static stadion.api.json.JsonTypes.BOOLEAN;
import static stadion.api.json.JsonTypes.DOUBLE;
import static stadion.api.json.JsonTypes.INT;
import static stadion.api.json.JsonTypes.LONG_NOT_NEGATIVE;
import static stadion.api.json.JsonTypes.MOMENT;
import static stadion.api.json.JsonTypes.NOT_EMPTY;
import static stadion.api.json.JsonTypes.NOT_NEGATIVE;
import static stadion.api.json.JsonTypes.PATH;
import static stadion.api.json.JsonTypes.STRING;
import static stadion.api.json.JsonTypes.TEXTS_BY_KEY;
import static stadion.api.json.JsonTypes.atLeast;
import static stadion.api.json.JsonTypes.oneOf;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import stadion.api.ApiException;
import stadion.api.json.JsonFields;
import stadion.api.json.JsonType;
import stadion.api.json.Violations;
import stadion.scheduler.model.AppDefinition.EnvValue;
import stadion.scheduler.model.AppDefinition.ExecutorResources;
import stadion.scheduler.model.AppDefinition.FetchUri;
import stadion.scheduler.model.AppDefinition.KillSelection;
import stadion.scheduler.model.AppDefinition.Residency;
import stadion.scheduler.model.AppDefinition.SecretSource;
import stadion.scheduler.model.AppDefinition.UnreachableStrategy;
import stadion.scheduler.model.AppDefinition.UpgradeStrategy;
import stadion.scheduler.model.PathId;

/**
 * Reads the JSON of apps: types, ranges and grammars of single fields (Marathon's RAML type {@code App}). What the fields mean together is looked at later. All errors of
 * a body are reported at once, as 422 "Invalid JSON".
 */
public final class AppReader {

    /** The grammar of ids: segments between slashes, of which {@code ..} goes up. */
    public static final JsonType<String> ID = NOT_EMPTY.check(PathGrammar::isId, "error.pattern");

    /** An app, which needs an id; also within something else, such as a group. */
    public static final JsonType<AppUpdate> APP = (node, path, errors) -> {
        JsonFields fields = JsonFields.of(node, path, errors);
        return read(fields, fields.required("id", ID, ""));
    };

    /** A change of an app, in which every field may be missing. */
    public static final JsonType<AppUpdate> UPDATE = (node, path, errors) -> {
        JsonFields fields = JsonFields.of(node, path, errors);
        return read(fields, fields.optional("id", ID));
    };

    private static final JsonType<JsonNode> OBJECT = (node, path, errors) -> {
        errors.require(node.isObject(), path, "error.expected.jsobject");
        return node;
    };

    private static final JsonType<EnvValue> ENV_VALUE = STRING.map(EnvValue::of)
            .or((node, path, errors) ->
                    EnvValue.secret(JsonFields.strict(node, path, errors).required("secret", STRING, "")));

    private static final JsonType<SecretSource> SECRET = (node, path, errors) ->
            new SecretSource(JsonFields.of(node, path, errors).required("source", NOT_EMPTY, ""));

    private static final JsonType<FetchUri> FETCH = (node, path, errors) -> {
        JsonFields fields = JsonFields.of(node, path, errors);
        return new FetchUri(
                fields.required("uri", PATH, ""),
                fields.optional("extract", BOOLEAN, true),
                fields.optional("executable", BOOLEAN, false),
                fields.optional("cache", BOOLEAN, false),
                fields.optional("destPath", PATH));
    };

    private static final JsonType<ExecutorResources> EXECUTOR_RESOURCES = (node, path, errors) -> {
        JsonFields fields = JsonFields.of(node, path, errors);
        return new ExecutorResources(
                fields.optional("cpus", atLeast(0), 0.1),
                fields.optional("mem", atLeast(32), 32.0),
                fields.optional("disk", atLeast(10), 10.0));
    };

    private static final JsonType<AppUpdate.Limit> LIMIT =
            STRING.map(text -> new AppUpdate.Limit(text, 0)).or(DOUBLE.map(n -> new AppUpdate.Limit(null, n)));

    private static final JsonType<AppUpdate.Limits> LIMITS = (node, path, errors) -> {
        JsonFields fields = JsonFields.strict(node, path, errors);
        return new AppUpdate.Limits(fields.optional("cpus", LIMIT), fields.optional("mem", LIMIT));
    };

    private static final JsonType<String> TASK_LOST_BEHAVIOR = oneOf("WAIT_FOREVER", "RELAUNCH_AFTER_TIMEOUT");

    private static final JsonType<KillSelection> KILL_SELECTION = oneOf(KillSelection.class);

    private static final JsonType<Residency> RESIDENCY = (node, path, errors) -> {
        JsonFields fields = JsonFields.of(node, path, errors);
        return new Residency(
                fields.optional("relaunchEscalationTimeoutSeconds", LONG_NOT_NEGATIVE, 3600L),
                fields.optional("taskLostBehavior", TASK_LOST_BEHAVIOR, "WAIT_FOREVER"));
    };

    private static final JsonType<Double> SHARE = atLeast(0).check(n -> n <= 1, "error.max");

    private static final JsonType<UpgradeStrategy> UPGRADE = (node, path, errors) -> {
        JsonFields fields = JsonFields.of(node, path, errors);
        double over = fields.required("maximumOverCapacity", SHARE, 0.0);
        return new UpgradeStrategy(fields.required("minimumHealthCapacity", SHARE, 0.0), over);
    };

    private static final JsonType<AppUpdate.Unreachable> UNREACHABLE = STRING.map(
                    disabled -> new AppUpdate.Unreachable(null))
            .or((node, path, errors) -> {
                JsonFields fields = JsonFields.of(node, path, errors);
                return new AppUpdate.Unreachable(new UnreachableStrategy(
                        fields.optional("inactiveAfterSeconds", LONG_NOT_NEGATIVE, 0L),
                        fields.optional("expungeAfterSeconds", LONG_NOT_NEGATIVE, 0L)));
            });

    /** Read so that a wrong one is refused; the server alone says what it is. */
    private static final JsonType<Instant> VERSION_INFO = (node, path, errors) -> {
        JsonFields fields = JsonFields.strict(node, path, errors);
        fields.required("lastScalingAt", MOMENT, Instant.EPOCH);
        return fields.required("lastConfigChangeAt", MOMENT, Instant.EPOCH);
    };

    private AppReader() {}

    /**
     * The app of {@code POST /v2/apps}.
     *
     * @throws ApiException 422 with all that has the wrong shape
     */
    public static AppUpdate app(JsonNode body) {
        return shaped(body, APP);
    }

    /** The whole of an app whose id is known from elsewhere: whatever the body says of it counts for nothing. */
    public static AppUpdate replacement(JsonNode body, PathId id) {
        shaped(body, OBJECT);
        return app(((ObjectNode) body).deepCopy().put("id", id.value()));
    }

    /** A change of an app. A body that is no object changes nothing, as in Marathon. */
    public static AppUpdate update(JsonNode body) {
        return shaped(body, UPDATE);
    }

    /** The apps of {@code PUT /v2/apps?partialUpdate=false}; each needs its id. */
    public static List<AppUpdate> apps(JsonNode body) {
        return shaped(body, APP.list());
    }

    /** The changes of {@code PUT /v2/apps} and {@code PATCH /v2/apps}; each needs its id, too. */
    public static List<AppUpdate> updates(JsonNode body) {
        List<AppUpdate> updates = shaped(body, UPDATE.list());
        if (updates.stream().anyMatch(update -> update.id() == null)) {
            throw new ApiException(422, "requirement failed: App Update must have app id set");
        }
        return updates;
    }

    private static <T> T shaped(JsonNode body, JsonType<T> type) {
        Violations errors = new Violations();
        T value = type.read(body, "", errors);
        errors.throwIfMisshapen();
        return value;
    }

    private static AppUpdate read(JsonFields fields, @Nullable String id) {
        fields.optional("versionInfo", VERSION_INFO);
        return new AppUpdate(
                id,
                fields.optional("acceptedResourceRoles", STRING.set()),
                fields.optional("args", STRING.list()),
                fields.optional("backoffFactor", atLeast(1)),
                fields.optional("backoffSeconds", NOT_NEGATIVE),
                fields.optional("cmd", NOT_EMPTY),
                fields.optional("constraints", STRING.list().set()),
                fields.optional("container", ContainerReader.CONTAINER),
                fields.optional("cpus", atLeast(0)),
                fields.optional("dependencies", STRING.set()),
                fields.optional("disk", atLeast(0)),
                fields.optional("env", ENV_VALUE.values()),
                fields.optional("executor", STRING.check(PathGrammar::isExecutor, "error.pattern")),
                fields.optional("executorResources", EXECUTOR_RESOURCES),
                fields.optional("fetch", FETCH.list()),
                fields.optional("healthChecks", CheckReader.HEALTH_CHECK.set()),
                fields.optional("check", CheckReader.CHECK),
                fields.optional("instances", NOT_NEGATIVE),
                fields.optional("labels", TEXTS_BY_KEY),
                fields.optional("maxLaunchDelaySeconds", NOT_NEGATIVE),
                fields.optional("mem", atLeast(0)),
                fields.optional("gpus", NOT_NEGATIVE),
                fields.optional("ipAddress", NetworkReader.IP_ADDRESS),
                fields.optional("networks", NetworkReader.NETWORK.list()),
                fields.optional("ports", INT.list()),
                fields.optional("portDefinitions", NetworkReader.PORT_DEFINITION.list()),
                fields.optional("readinessChecks", CheckReader.READINESS_CHECK.list()),
                fields.optional("residency", RESIDENCY),
                fields.optional("resourceLimits", LIMITS),
                fields.optional("requirePorts", BOOLEAN),
                fields.optional("secrets", SECRET.values()),
                fields.optional("taskKillGracePeriodSeconds", NOT_NEGATIVE),
                fields.optional("upgradeStrategy", UPGRADE),
                fields.optional("uris", STRING.list()),
                fields.optional("user", STRING),
                fields.optional("version", MOMENT),
                fields.optional("killSelection", KILL_SELECTION),
                fields.optional("unreachableStrategy", UNREACHABLE),
                fields.optional("tty", BOOLEAN),
                fields.optional("role", NOT_EMPTY));
    }
}
