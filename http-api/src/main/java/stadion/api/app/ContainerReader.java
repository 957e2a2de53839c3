package stadion.api.app;

import static stadion.api.json.JsonTypes.BOOLEAN;
import static stadion.api.json.JsonTypes.LONG_NOT_NEGATIVE;
import static stadion.api.json.JsonTypes.NOT_EMPTY;
import static stadion.api.json.JsonTypes.STRING;
import static stadion.api.json.JsonTypes.TEXTS_BY_KEY;
import static stadion.api.json.JsonTypes.oneOf;

import java.util.List;
import java.util.Map;
import stadion.api.json.JsonFields;
import stadion.api.json.JsonType;
import stadion.scheduler.model.AppDefinition.Container;
import stadion.scheduler.model.AppDefinition.DockerImage;
import stadion.scheduler.model.AppDefinition.Volume;

/** Reads containers with their images and volumes. */
final class ContainerReader {

    private static final JsonType<String> MODE = oneOf("RO", "RW");

    private static final JsonType<Container.Type> ENGINE = oneOf(Container.Type.class);

    private static final JsonType<String> NETWORK = oneOf("BRIDGE", "HOST", "NONE", "USER");

    private static final JsonType<DockerImage.Parameter> PARAMETER = (node, path, errors) -> {
        JsonFields fields = JsonFields.of(node, path, errors);
        String key = fields.required("key", NOT_EMPTY, "");
        return new DockerImage.Parameter(key, fields.required("value", STRING, ""));
    };

    private static final JsonType<Boolean> CREDENTIAL = (node, path, errors) -> {
        JsonFields fields = JsonFields.strict(node, path, errors);
        fields.required("principal", STRING, "");
        fields.optional("secret", STRING);
        return true;
    };

    private static final JsonType<SentContainer.Docker> DOCKER = (node, path, errors) -> {
        JsonFields fields = JsonFields.of(node, path, errors);
        return new SentContainer.Docker(
                fields.required("image", NOT_EMPTY, ""),
                fields.optional("forcePullImage", BOOLEAN, false),
                fields.optional("privileged", BOOLEAN, false),
                fields.optional("parameters", PARAMETER.list(), List.of()),
                fields.optional("pullConfig", DefinitionTypes.PULL_CONFIG),
                fields.optional("credential", CREDENTIAL, false),
                fields.optional("network", NETWORK),
                fields.optional("portMappings", NetworkReader.PORT_MAPPING.list()));
    };

    private static final JsonType<SentVolume> HOST = (node, path, errors) -> {
        JsonFields fields = JsonFields.of(node, path, errors);
        return new SentVolume.Host(
                fields.required("containerPath", NOT_EMPTY, ""),
                fields.required("hostPath", NOT_EMPTY, ""),
                fields.required("mode", MODE, ""));
    };

    private static final JsonType<SentVolume> SECRET = (node, path, errors) -> {
        JsonFields fields = JsonFields.of(node, path, errors);
        return new SentVolume.Secret(
                fields.required("containerPath", NOT_EMPTY, ""), fields.required("secret", NOT_EMPTY, ""));
    };

    private static final JsonType<SentVolume> PERSISTENT = (node, path, errors) -> {
        JsonFields fields = JsonFields.of(node, path, errors);
        String containerPath = fields.required("containerPath", NOT_EMPTY, "");
        String mode = fields.required("mode", MODE, "");
        return new SentVolume.Persistent(
                containerPath, mode, fields.required("persistent", DefinitionTypes.DISK, DefinitionTypes.NO_DISK));
    };

    private static final JsonType<SentVolume> EXTERNAL = (node, path, errors) -> {
        JsonFields fields = JsonFields.of(node, path, errors);
        String containerPath = fields.required("containerPath", NOT_EMPTY, "");
        String mode = fields.required("mode", MODE, "");
        JsonType<SentVolume> other = (info, infoPath, infoErrors) -> {
            JsonFields infoFields = JsonFields.of(info, infoPath, infoErrors);
            return new SentVolume.External(
                    containerPath,
                    mode,
                    infoFields.optional("name", STRING),
                    infoFields.optional("provider", STRING),
                    infoFields.optional("size", LONG_NOT_NEGATIVE),
                    infoFields.optional("options", TEXTS_BY_KEY, Map.of()),
                    infoFields.optional("shared", BOOLEAN, false));
        };
        return fields.required("external", other.or(csi(containerPath, mode)), null);
    };

    /** Read after all others, whose errors are dropped: a volume that is nothing else must be a good volume of the host (as in Marathon). */
    private static final JsonType<SentVolume> VOLUME = PERSISTENT.or(EXTERNAL.or(SECRET.or(HOST)));

    static final JsonType<SentContainer> CONTAINER = (node, path, errors) -> {
        JsonFields fields = JsonFields.of(node, path, errors);
        return new SentContainer(
                fields.optional("type", ENGINE, Container.Type.DOCKER),
                fields.optional("docker", DOCKER),
                fields.optional("volumes", VOLUME.list(), List.of()),
                fields.optional("portMappings", NetworkReader.PORT_MAPPING.list()),
                fields.optional("linuxInfo", DefinitionTypes.LINUX_INFO));
    };

    private ContainerReader() {}

    private static JsonType<SentVolume> csi(String containerPath, String mode) {
        return (node, path, errors) -> {
            JsonFields fields = JsonFields.strict(node, path, errors);
            String name = fields.required("name", STRING, "");
            fields.required("provider", STRING, "");
            return fields.required("options", csiOptions(containerPath, mode, name), null);
        };
    }

    private static JsonType<SentVolume> csiOptions(String containerPath, String mode, String name) {
        return (node, path, errors) -> {
            JsonFields fields = JsonFields.of(node, path, errors);
            String pluginName = fields.required("pluginName", NOT_EMPTY, "");
            JsonType<SentVolume> capability = (inner, innerPath, innerErrors) -> {
                JsonFields capabilities = JsonFields.of(inner, innerPath, innerErrors);
                return new SentVolume.Csi(
                        capabilities.required("accessType", STRING, ""),
                        new Volume.Csi(
                                containerPath,
                                mode,
                                name,
                                pluginName,
                                capabilities.required("accessMode", STRING, ""),
                                new Volume.Csi.Mount(
                                        capabilities.optional("fsType", STRING, ""),
                                        capabilities.optional("mountFlags", STRING.list(), List.of())),
                                fields.optional("nodeStageSecret", TEXTS_BY_KEY, Map.of()),
                                fields.optional("nodePublishSecret", TEXTS_BY_KEY, Map.of()),
                                fields.optional("volumeContext", TEXTS_BY_KEY, Map.of())));
            };
            return fields.required("capability", capability, null);
        };
    }
}
