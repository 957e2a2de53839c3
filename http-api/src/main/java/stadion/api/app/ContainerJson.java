package stadion.api.app;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import stadion.scheduler.model.AppDefinition.Container;
import stadion.scheduler.model.AppDefinition.DockerImage;
import stadion.scheduler.model.AppDefinition.PortMapping;
import stadion.scheduler.model.AppDefinition.Volume;

/** Writes the container of an app. Port mappings are written, even if there are none, unless the app is on the host network. */
final class ContainerJson {

    private ContainerJson() {}

    static void write(JsonGenerator json, Container container, boolean hostNetwork) throws IOException {
        json.writeObjectFieldStart("container");
        json.writeStringField("type", container.type().name());
        if (container.docker() != null) {
            writeDocker(json, container.docker());
        }
        DefinitionJson.writeLinuxInfo(json, container.linuxInfo());
        json.writeArrayFieldStart("volumes");
        for (Volume volume : container.volumes()) {
            writeVolume(json, volume);
        }
        json.writeEndArray();
        if (!hostNetwork) {
            writePortMappings(json, container.portMappings());
        }
        json.writeEndObject();
    }

    private static void writeDocker(JsonGenerator json, DockerImage docker) throws IOException {
        json.writeObjectFieldStart("docker");
        if (docker.pullConfig() != null) {
            json.writeObjectFieldStart("pullConfig");
            json.writeStringField("secret", docker.pullConfig().secret());
            json.writeEndObject();
        }
        json.writeBooleanField("forcePullImage", docker.forcePullImage());
        json.writeStringField("image", docker.image());
        json.writeArrayFieldStart("parameters");
        for (DockerImage.Parameter parameter : docker.parameters()) {
            json.writeStartObject();
            json.writeStringField("key", parameter.key());
            json.writeStringField("value", parameter.value());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeBooleanField("privileged", docker.privileged());
        json.writeEndObject();
    }

    private static void writePortMappings(JsonGenerator json, List<PortMapping> mappings) throws IOException {
        json.writeArrayFieldStart("portMappings");
        for (PortMapping mapping : mappings) {
            json.writeStartObject();
            json.writeNumberField("containerPort", mapping.containerPort());
            DefinitionJson.writeNumber(json, "hostPort", mapping.hostPort());
            DefinitionJson.writeMap(json, "labels", mapping.labels());
            DefinitionJson.writeText(json, "name", mapping.name());
            json.writeStringField("protocol", mapping.protocol());
            json.writeNumberField("servicePort", mapping.servicePort());
            DefinitionJson.writeTexts(json, "networkNames", mapping.networkNames());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void writeVolume(JsonGenerator json, Volume volume) throws IOException {
        json.writeStartObject();
        json.writeStringField("containerPath", volume.containerPath());
        if (volume instanceof Volume.Host v) {
            json.writeStringField("hostPath", v.hostPath());
            json.writeStringField("mode", v.mode());
        } else if (volume instanceof Volume.Persistent v) {
            DefinitionJson.writePersistent(json, v.type(), v.size(), v.maxSize(), v.profileName(), v.constraints());
            json.writeStringField("mode", v.mode());
        } else if (volume instanceof Volume.Secret v) {
            json.writeStringField("secret", v.secret());
        } else if (volume instanceof Volume.Dvdi v) {
            writeDvdi(json, v);
            json.writeStringField("mode", v.mode());
        } else if (volume instanceof Volume.Csi v) {
            writeCsi(json, v);
            json.writeStringField("mode", v.mode());
        }
        json.writeEndObject();
    }

    private static void writeDvdi(JsonGenerator json, Volume.Dvdi v) throws IOException {
        json.writeObjectFieldStart("external");
        DefinitionJson.writeNumber(json, "size", v.size());
        json.writeStringField("name", v.name());
        json.writeStringField("provider", "dvdi");
        DefinitionJson.writeMap(json, "options", v.options());
        json.writeBooleanField("shared", v.shared());
        json.writeEndObject();
    }

    private static void writeCsi(JsonGenerator json, Volume.Csi v) throws IOException {
        json.writeObjectFieldStart("external");
        json.writeStringField("name", v.name());
        json.writeStringField("provider", "csi");
        json.writeObjectFieldStart("options");
        json.writeStringField("pluginName", v.pluginName());
        json.writeObjectFieldStart("capability");
        json.writeStringField("accessMode", v.accessMode());
        json.writeStringField("accessType", v.mount() == null ? "block" : "mount");
        if (v.mount() != null) {
            json.writeStringField("fsType", v.mount().fsType());
            DefinitionJson.writeTexts(json, "mountFlags", v.mount().flags());
        }
        json.writeEndObject();
        writeUnlessEmpty(json, "nodeStageSecret", v.nodeStageSecret());
        writeUnlessEmpty(json, "nodePublishSecret", v.nodePublishSecret());
        writeUnlessEmpty(json, "volumeContext", v.volumeContext());
        json.writeEndObject();
        json.writeEndObject();
    }

    private static void writeUnlessEmpty(JsonGenerator json, String name, Map<String, String> texts)
            throws IOException {
        if (!texts.isEmpty()) {
            DefinitionJson.writeMap(json, name, texts);
        }
    }
}
