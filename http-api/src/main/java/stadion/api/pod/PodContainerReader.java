package stadion.api.pod;

import static stadion.api.json.JsonTypes.BOOLEAN;
import static stadion.api.json.JsonTypes.INT;
import static stadion.api.json.JsonTypes.NOT_NEGATIVE;
import static stadion.api.json.JsonTypes.PATH;
import static stadion.api.json.JsonTypes.PORT;
import static stadion.api.json.JsonTypes.STRING;
import static stadion.api.json.JsonTypes.TEXTS_BY_KEY;
import static stadion.api.json.JsonTypes.atLeast;
import static stadion.api.json.JsonTypes.matching;
import static stadion.api.json.JsonTypes.oneOf;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import stadion.api.app.CheckReader;
import stadion.api.app.DefinitionTypes;
import stadion.api.json.JsonFields;
import stadion.api.json.JsonType;
import stadion.scheduler.model.AppDefinition.Check;
import stadion.scheduler.model.PodDefinition.Endpoint;
import stadion.scheduler.model.PodDefinition.Exec;
import stadion.scheduler.model.PodDefinition.Image;
import stadion.scheduler.model.PodDefinition.PodContainer;
import stadion.scheduler.model.PodDefinition.PodHealthCheck;
import stadion.scheduler.model.PodDefinition.Probe;
import stadion.scheduler.model.PodDefinition.Resources;
import stadion.scheduler.model.PodDefinition.VolumeMount;

/** Reads the containers of pods. */
final class PodContainerReader {

    /** Names of containers, volumes and endpoints. */
    static final JsonType<String> NAME =
            matching(Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?")).check(n -> n.length() <= 63, "error.maxLength");

    private static final JsonType<Exec> EXEC = (node, path, errors) -> {
        JsonFields fields = JsonFields.strict(node, path, errors);
        Check.Exec command = fields.required("command", CheckReader.COMMAND_LINE, new Check.Exec("", List.of()));
        return new Exec(command.shell(), command.argv(), fields.optional("overrideEntrypoint", BOOLEAN));
    };

    private static final JsonType<Resources> RESOURCES = (node, path, errors) -> {
        JsonFields fields = JsonFields.of(node, path, errors);
        return new Resources(
                fields.required("cpus", atLeast(0), 0.0),
                fields.required("mem", atLeast(0), 0.0),
                fields.optional("disk", atLeast(0), 0.0),
                fields.optional("gpus", NOT_NEGATIVE, 0));
    };

    private static final JsonType<String> IMAGE_KIND = oneOf("DOCKER");

    private static final JsonType<Image> IMAGE = (node, path, errors) -> {
        JsonFields fields = JsonFields.of(node, path, errors);
        fields.required("kind", IMAGE_KIND, "");
        return new Image(
                fields.required("id", PATH, ""),
                fields.optional("pullConfig", DefinitionTypes.PULL_CONFIG),
                fields.optional("forcePull", BOOLEAN),
                fields.optional("labels", TEXTS_BY_KEY, Map.of()));
    };

    private static final JsonType<Endpoint> ENDPOINT = (node, path, errors) -> {
        JsonFields fields = JsonFields.of(node, path, errors);
        return new Endpoint(
                fields.required("name", NAME, ""),
                fields.optional(
                        "containerPort", INT.check(n -> n >= 1, "error.min").check(n -> n <= 65535, "error.max")),
                fields.optional("hostPort", PORT),
                fields.optional("protocol", NAME.list().check(list -> !list.isEmpty(), "error.minLength"), List.of()),
                fields.optional("labels", TEXTS_BY_KEY, Map.of()),
                fields.optional("networkNames", NAME.list(), List.of()));
    };

    private static final JsonType<Probe.Http> HTTP = (node, path, errors) -> {
        JsonFields fields = JsonFields.of(node, path, errors);
        return new Probe.Http(
                fields.required("endpoint", NAME, ""),
                fields.optional("path", PATH),
                fields.optional("scheme", CheckReader.SCHEME, "HTTP"));
    };

    private static final JsonType<Probe.Tcp> TCP = (node, path, errors) ->
            new Probe.Tcp(JsonFields.of(node, path, errors).required("endpoint", NAME, ""));

    private static final JsonType<PodHealthCheck> HEALTH_CHECK = (node, path, errors) -> {
        JsonFields fields = JsonFields.of(node, path, errors);
        return new PodHealthCheck(
                probe(fields),
                fields.optional("gracePeriodSeconds", NOT_NEGATIVE, 300),
                fields.optional("intervalSeconds", NOT_NEGATIVE, 60),
                fields.optional("maxConsecutiveFailures", NOT_NEGATIVE, 3),
                fields.optional("timeoutSeconds", NOT_NEGATIVE, 20),
                fields.optional("delaySeconds", NOT_NEGATIVE, 15));
    };

    /** Read so that a wrong one is refused. A good one is not kept: no check of a pod has ever been carried out by Marathon. */
    private static final JsonType<Probe> CHECK = (node, path, errors) -> {
        JsonFields fields = JsonFields.of(node, path, errors);
        for (String duration : List.of("intervalSeconds", "timeoutSeconds", "delaySeconds")) {
            fields.optional(duration, NOT_NEGATIVE);
        }
        return probe(fields);
    };

    private static final JsonType<VolumeMount> VOLUME_MOUNT = (node, path, errors) -> {
        JsonFields fields = JsonFields.of(node, path, errors);
        return new VolumeMount(
                fields.required("name", NAME, ""),
                fields.required("mountPath", PATH, ""),
                fields.optional("readOnly", BOOLEAN, false));
    };

    private static final JsonType<Double> GRACE_PERIOD =
            (node, path, errors) -> JsonFields.of(node, path, errors).optional("killGracePeriodSeconds", atLeast(0));

    static final JsonType<SentPod.Container> CONTAINER = (node, path, errors) -> {
        JsonFields fields = JsonFields.of(node, path, errors);
        fields.optional("check", CHECK);
        PodContainer definition = new PodContainer(
                fields.required("name", NAME, ""),
                fields.optional("exec", EXEC),
                fields.required("resources", RESOURCES, new Resources(0, 0, 0, 0)),
                null,
                fields.optional("endpoints", ENDPOINT.list(), List.of()),
                fields.optional("image", IMAGE),
                fields.optional("environment", PodReader.ENVIRONMENT, Map.of()),
                fields.optional("user", STRING),
                fields.optional("healthCheck", HEALTH_CHECK),
                null,
                fields.optional("volumeMounts", VOLUME_MOUNT.list(), List.of()),
                fields.optional("artifacts", DefinitionTypes.FETCH.list(), List.of()),
                fields.optional("labels", TEXTS_BY_KEY, Map.of()),
                fields.optional("lifecycle", GRACE_PERIOD),
                fields.optional("tty", BOOLEAN),
                fields.optional("linuxInfo", DefinitionTypes.LINUX_INFO));
        return new SentPod.Container(definition, fields.optional("resourceLimits", DefinitionTypes.LIMITS));
    };

    private PodContainerReader() {}

    private static Probe probe(JsonFields fields) {
        return new Probe(
                fields.optional("http", HTTP), fields.optional("tcp", TCP), fields.optional("exec", CheckReader.EXEC));
    }
}
