package stadion.api.pod;

import static stadion.api.json.JsonTypes.BOOLEAN;
import static stadion.api.json.JsonTypes.MOMENT;
import static stadion.api.json.JsonTypes.NOT_EMPTY;
import static stadion.api.json.JsonTypes.NOT_NEGATIVE;
import static stadion.api.json.JsonTypes.STRING;
import static stadion.api.json.JsonTypes.TEXTS_BY_KEY;
import static stadion.api.json.JsonTypes.atLeast;
import static stadion.api.json.JsonTypes.oneOf;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import stadion.api.ApiException;
import stadion.api.app.DefinitionTypes;
import stadion.api.app.NetworkReader;
import stadion.api.app.UpgradeLimits;
import stadion.api.json.JsonFields;
import stadion.api.json.JsonType;
import stadion.api.json.Violations;
import stadion.api.pod.SentPod.SentPodVolume;
import stadion.scheduler.model.AppDefinition.Constraint;
import stadion.scheduler.model.AppDefinition.EnvValue;
import stadion.scheduler.model.AppDefinition.ExecutorResources;
import stadion.scheduler.model.AppDefinition.UpgradeStrategy;

/**
 * Reads the JSON of pods: types, ranges and grammars of single fields (Marathon's RAML type {@code Pod}). What the fields mean together is looked at later. All errors of a
 * body are reported at once, as 422 "Invalid JSON".
 */
public final class PodReader {

    private static final Pattern VARIABLE = Pattern.compile("[a-zA-Z_][a-zA-Z0-9_]{0,253}");

    /** An environment, whose names must be those of variables, unlike an app's. */
    static final JsonType<Map<String, EnvValue>> ENVIRONMENT = (node, path, errors) -> {
        Map<String, EnvValue> env = DefinitionTypes.ENV_VALUE.values().read(node, path, errors);
        if (env != null) {
            env.keySet()
                    .forEach(name ->
                            errors.require(VARIABLE.matcher(name).matches(), path + "/" + name, "error.pattern"));
        }
        return env;
    };

    private static final ExecutorResources EXECUTOR = new ExecutorResources(0.1, 32, 10);

    private static final JsonType<SentPodVolume> PERSISTENT = (node, path, errors) -> {
        JsonFields fields = JsonFields.of(node, path, errors);
        return new SentPodVolume.Persistent(
                fields.required("name", NOT_EMPTY, ""),
                fields.required("persistent", DefinitionTypes.DISK, DefinitionTypes.NO_DISK));
    };

    private static final JsonType<SentPodVolume> SECRET = (node, path, errors) -> {
        JsonFields fields = JsonFields.of(node, path, errors);
        return new SentPodVolume.Secret(
                fields.required("name", NOT_EMPTY, ""), fields.required("secret", NOT_EMPTY, ""));
    };

    private static final JsonType<SentPodVolume> HOST = (node, path, errors) -> {
        JsonFields fields = JsonFields.of(node, path, errors);
        return new SentPodVolume.Host(
                fields.required("name", PodContainerReader.NAME, ""), fields.required("host", STRING, ""));
    };

    private static final JsonType<SentPodVolume> EPHEMERAL = (node, path, errors) -> new SentPodVolume.Ephemeral(
            JsonFields.of(node, path, errors).required("name", PodContainerReader.NAME, ""));

    /** The first kind that fits, so that a volume of any other kind with an error in it is an ephemeral one (as in Marathon). */
    private static final JsonType<SentPodVolume> VOLUME = PERSISTENT.or(SECRET.or(HOST.or(EPHEMERAL)));

    /** Marathon knows one way of scaling, and says the same of every other and of none. */
    private static final JsonType<Integer> SCALING = (node, path, errors) -> {
        boolean fixed = node.path("kind").asText().equals("fixed");
        errors.require(fixed, path, "error.expected.jsstring");
        return fixed ? JsonFields.of(node, path, errors).optional("instances", NOT_NEGATIVE, 1) : null;
    };

    private static final JsonType<SentPod.Backoff> BACKOFF = (node, path, errors) -> {
        JsonFields fields = JsonFields.of(node, path, errors);
        return new SentPod.Backoff(
                fields.optional("backoff", atLeast(0), SentPod.Backoff.DEFAULT.seconds()),
                fields.optional("backoffFactor", atLeast(0), SentPod.Backoff.DEFAULT.factor()),
                fields.optional("maxLaunchDelay", atLeast(0), SentPod.Backoff.DEFAULT.maxLaunchDelay()));
    };

    private static final JsonType<UpgradeStrategy> UPGRADE = (node, path, errors) -> {
        JsonFields fields = JsonFields.of(node, path, errors);
        return UpgradeLimits.read(
                fields,
                fields.optional("minimumHealthCapacity", DefinitionTypes.SHARE, 1.0),
                fields.optional("maximumOverCapacity", DefinitionTypes.SHARE, 1.0),
                path,
                errors);
    };

    private static final JsonType<Constraint.Operator> OPERATOR = oneOf(Constraint.Operator.class);

    private static final JsonType<Constraint> CONSTRAINT = (node, path, errors) -> {
        JsonFields fields = JsonFields.strict(node, path, errors);
        return new Constraint(
                fields.required("fieldName", STRING, ""),
                fields.required("operator", OPERATOR, Constraint.Operator.UNIQUE),
                fields.optional("value", STRING));
    };

    private static final JsonType<SentPod.Placement> PLACEMENT = (node, path, errors) -> {
        JsonFields fields = JsonFields.of(node, path, errors);
        return new SentPod.Placement(
                fields.optional("constraints", CONSTRAINT.set(), List.of()),
                fields.optional("acceptedResourceRoles", STRING.list(), List.of()));
    };

    private static final JsonType<SentPod.Scheduling> SCHEDULING = (node, path, errors) -> {
        JsonFields fields = JsonFields.of(node, path, errors);
        SentPod.Scheduling absent = SentPod.Scheduling.DEFAULT;
        return new SentPod.Scheduling(
                fields.optional("backoff", BACKOFF, absent.backoff()),
                fields.optional("upgrade", UPGRADE),
                fields.optional("placement", PLACEMENT, absent.placement()),
                fields.optional("killSelection", DefinitionTypes.KILL_SELECTION, absent.killSelection()),
                fields.optional("unreachableStrategy", DefinitionTypes.UNREACHABLE));
    };

    /** A pod, which needs an id and a container. */
    public static final JsonType<SentPod> POD = (node, path, errors) -> {
        JsonFields fields = JsonFields.of(node, path, errors);
        fields.optional("version", MOMENT);
        return new SentPod(
                fields.required("id", DefinitionTypes.ID, ""),
                fields.optional("labels", TEXTS_BY_KEY, Map.of()),
                fields.optional("user", STRING),
                fields.optional("environment", ENVIRONMENT, Map.of()),
                fields.required(
                        "containers",
                        PodContainerReader.CONTAINER.list().check(list -> !list.isEmpty(), "error.minLength"),
                        List.of()),
                fields.optional("secrets", DefinitionTypes.SECRET.values(), Map.of()),
                fields.optional("volumes", VOLUME.list(), List.of()),
                fields.optional("networks", NetworkReader.NETWORK.list(), List.of()),
                fields.optional("scaling", SCALING, 1),
                fields.optional("scheduling", SCHEDULING, SentPod.Scheduling.DEFAULT),
                fields.optional("executorResources", DefinitionTypes.EXECUTOR_RESOURCES, EXECUTOR),
                fields.optional("role", NOT_EMPTY),
                fields.optional("linuxInfo", DefinitionTypes.LINUX_INFO),
                fields.optional("legacySharedCgroups", BOOLEAN, false));
    };

    private PodReader() {}

    /**
     * The pod of a request.
     *
     * @throws ApiException 422 with all that has the wrong shape
     */
    public static SentPod pod(JsonNode body) {
        Violations errors = new Violations();
        SentPod pod = POD.read(body, "", errors);
        errors.throwIfMisshapen();
        return pod;
    }
}
