package stadion.api.app;

import static stadion.api.json.JsonTypes.BOOLEAN;
import static stadion.api.json.JsonTypes.DOUBLE;
import static stadion.api.json.JsonTypes.INT;
import static stadion.api.json.JsonTypes.LONG_NOT_NEGATIVE;
import static stadion.api.json.JsonTypes.NOT_EMPTY;
import static stadion.api.json.JsonTypes.PATH;
import static stadion.api.json.JsonTypes.STRING;
import static stadion.api.json.JsonTypes.atLeast;
import static stadion.api.json.JsonTypes.oneOf;

import java.util.List;
import stadion.api.json.JsonFields;
import stadion.api.json.JsonType;
import stadion.scheduler.model.AppDefinition.DockerImage;
import stadion.scheduler.model.AppDefinition.EnvValue;
import stadion.scheduler.model.AppDefinition.ExecutorResources;
import stadion.scheduler.model.AppDefinition.FetchUri;
import stadion.scheduler.model.AppDefinition.KillSelection;
import stadion.scheduler.model.AppDefinition.LinuxInfo;
import stadion.scheduler.model.AppDefinition.SecretSource;
import stadion.scheduler.model.AppDefinition.UnreachableStrategy;

/** Reads the fields that apps and pods have in common (Marathon: the RAML types both use). */
public final class DefinitionTypes {

    /** The grammar of ids: segments between slashes, of which {@code ..} goes up. */
    public static final JsonType<String> ID = NOT_EMPTY.check(PathGrammar::isId, "error.pattern");

    public static final JsonType<EnvValue> ENV_VALUE = STRING.map(EnvValue::of)
            .or((node, path, errors) ->
                    EnvValue.secret(JsonFields.strict(node, path, errors).required("secret", STRING, "")));

    public static final JsonType<SecretSource> SECRET = (node, path, errors) ->
            new SecretSource(JsonFields.of(node, path, errors).required("source", NOT_EMPTY, ""));

    public static final JsonType<FetchUri> FETCH = (node, path, errors) -> {
        JsonFields fields = JsonFields.of(node, path, errors);
        return new FetchUri(
                fields.required("uri", PATH, ""),
                fields.optional("extract", BOOLEAN, true),
                fields.optional("executable", BOOLEAN, false),
                fields.optional("cache", BOOLEAN, false),
                fields.optional("destPath", PATH));
    };

    public static final JsonType<ExecutorResources> EXECUTOR_RESOURCES = (node, path, errors) -> {
        JsonFields fields = JsonFields.of(node, path, errors);
        return new ExecutorResources(
                fields.optional("cpus", atLeast(0), 0.1),
                fields.optional("mem", atLeast(32), 32.0),
                fields.optional("disk", atLeast(10), 10.0));
    };

    private static final JsonType<AppUpdate.Limit> LIMIT =
            STRING.map(text -> new AppUpdate.Limit(text, 0)).or(DOUBLE.map(n -> new AppUpdate.Limit(null, n)));

    public static final JsonType<AppUpdate.Limits> LIMITS = (node, path, errors) -> {
        JsonFields fields = JsonFields.strict(node, path, errors);
        return new AppUpdate.Limits(fields.optional("cpus", LIMIT), fields.optional("mem", LIMIT));
    };

    public static final JsonType<KillSelection> KILL_SELECTION = oneOf(KillSelection.class);

    public static final JsonType<Double> SHARE = atLeast(0).check(n -> n <= 1, "error.max");

    public static final JsonType<AppUpdate.Unreachable> UNREACHABLE = STRING.map(
                    disabled -> new AppUpdate.Unreachable(null))
            .or((node, path, errors) -> {
                JsonFields fields = JsonFields.of(node, path, errors);
                return new AppUpdate.Unreachable(new UnreachableStrategy(
                        fields.optional("inactiveAfterSeconds", LONG_NOT_NEGATIVE, 0L),
                        fields.optional("expungeAfterSeconds", LONG_NOT_NEGATIVE, 0L)));
            });

    private static final JsonType<String> IPC_MODE = oneOf("PRIVATE", "SHARE_PARENT");

    private static final JsonType<LinuxInfo.Seccomp> SECCOMP = (node, path, errors) -> {
        JsonFields fields = JsonFields.of(node, path, errors);
        return new LinuxInfo.Seccomp(
                fields.optional("profileName", STRING), fields.optional("unconfined", BOOLEAN, false));
    };

    private static final JsonType<LinuxInfo.IpcInfo> IPC_INFO = (node, path, errors) -> {
        JsonFields fields = JsonFields.strict(node, path, errors);
        return new LinuxInfo.IpcInfo(fields.required("mode", IPC_MODE, ""), fields.optional("shmSize", INT));
    };

    public static final JsonType<LinuxInfo> LINUX_INFO = (node, path, errors) -> {
        JsonFields fields = JsonFields.strict(node, path, errors);
        return new LinuxInfo(fields.optional("seccomp", SECCOMP), fields.optional("ipcInfo", IPC_INFO));
    };

    public static final JsonType<DockerImage.PullConfig> PULL_CONFIG = (node, path, errors) ->
            new DockerImage.PullConfig(JsonFields.of(node, path, errors).required("secret", NOT_EMPTY, ""));

    private static final JsonType<String> DISK_TYPE = oneOf("root", "path", "mount");

    /** Stands in for a disk that could not be read. */
    public static final SentDisk NO_DISK = new SentDisk(null, 0, null, null, List.of());

    public static final JsonType<SentDisk> DISK = (node, path, errors) -> {
        JsonFields fields = JsonFields.of(node, path, errors);
        return new SentDisk(
                fields.optional("type", DISK_TYPE),
                fields.required("size", LONG_NOT_NEGATIVE, 0L),
                fields.optional("maxSize", LONG_NOT_NEGATIVE),
                fields.optional("profileName", STRING),
                fields.optional("constraints", STRING.list().set(), List.of()));
    };

    private DefinitionTypes() {}
}
