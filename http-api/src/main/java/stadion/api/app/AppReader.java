package stadion.api.app;

import static stadion.api.json.JsonTypes.BOOLEAN;
import static stadion.api.json.JsonTypes.INT;
import static stadion.api.json.JsonTypes.LONG_NOT_NEGATIVE;
import static stadion.api.json.JsonTypes.MOMENT;
import static stadion.api.json.JsonTypes.NOT_EMPTY;
import static stadion.api.json.JsonTypes.NOT_NEGATIVE;
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
import stadion.scheduler.model.AppDefinition.Residency;
import stadion.scheduler.model.AppDefinition.UpgradeStrategy;
import stadion.scheduler.model.PathId;

/**
 * Reads the JSON of apps: types, ranges and grammars of single fields (Marathon's RAML type {@code App}). What the fields mean together is looked at later. All errors of
 * a body are reported at once, as 422 "Invalid JSON".
 */
public final class AppReader {

    /** An app, which needs an id; also within something else, such as a group. */
    public static final JsonType<AppUpdate> APP = (node, path, errors) -> {
        JsonFields fields = JsonFields.of(node, path, errors);
        return read(fields, fields.required("id", DefinitionTypes.ID, ""));
    };

    /** A change of an app, in which every field may be missing. */
    public static final JsonType<AppUpdate> UPDATE = (node, path, errors) -> {
        JsonFields fields = JsonFields.of(node, path, errors);
        return read(fields, fields.optional("id", DefinitionTypes.ID));
    };

    private static final JsonType<JsonNode> OBJECT = (node, path, errors) -> {
        errors.require(node.isObject(), path, "error.expected.jsobject");
        return node;
    };

    private static final JsonType<String> TASK_LOST_BEHAVIOR = oneOf("WAIT_FOREVER", "RELAUNCH_AFTER_TIMEOUT");

    private static final JsonType<Residency> RESIDENCY = (node, path, errors) -> {
        JsonFields fields = JsonFields.of(node, path, errors);
        return new Residency(
                fields.optional("relaunchEscalationTimeoutSeconds", LONG_NOT_NEGATIVE, 3600L),
                fields.optional("taskLostBehavior", TASK_LOST_BEHAVIOR, "WAIT_FOREVER"));
    };

    private static final JsonType<UpgradeStrategy> UPGRADE = (node, path, errors) -> {
        JsonFields fields = JsonFields.of(node, path, errors);
        double over = fields.required("maximumOverCapacity", DefinitionTypes.SHARE, 0.0);
        double minimum = fields.required("minimumHealthCapacity", DefinitionTypes.SHARE, 0.0);
        return UpgradeLimits.read(fields, minimum, over, path, errors);
    };

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
                fields.optional("env", DefinitionTypes.ENV_VALUE.values()),
                fields.optional("executor", STRING.check(PathGrammar::isExecutor, "error.pattern")),
                fields.optional("executorResources", DefinitionTypes.EXECUTOR_RESOURCES),
                fields.optional("fetch", DefinitionTypes.FETCH.list()),
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
                fields.optional("resourceLimits", DefinitionTypes.LIMITS),
                fields.optional("requirePorts", BOOLEAN),
                fields.optional("secrets", DefinitionTypes.SECRET.values()),
                fields.optional("taskKillGracePeriodSeconds", NOT_NEGATIVE),
                fields.optional("upgradeStrategy", UPGRADE),
                fields.optional("uris", STRING.list()),
                fields.optional("user", STRING),
                fields.optional("version", MOMENT),
                fields.optional("killSelection", DefinitionTypes.KILL_SELECTION),
                fields.optional("unreachableStrategy", DefinitionTypes.UNREACHABLE),
                fields.optional("tty", BOOLEAN),
                fields.optional("role", NOT_EMPTY));
    }
}
