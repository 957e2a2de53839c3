package stadion.api.pod;

import static stadion.api.app.DefinitionJson.writeEnv;
import static stadion.api.app.DefinitionJson.writeExecutorResources;
import static stadion.api.app.DefinitionJson.writeLinuxInfo;
import static stadion.api.app.DefinitionJson.writeMap;
import static stadion.api.app.DefinitionJson.writeNetworks;
import static stadion.api.app.DefinitionJson.writePersistent;
import static stadion.api.app.DefinitionJson.writeSecrets;
import static stadion.api.app.DefinitionJson.writeText;
import static stadion.api.app.DefinitionJson.writeTexts;
import static stadion.api.app.DefinitionJson.writeUnreachable;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;
import stadion.api.app.UpgradeLimits;
import stadion.api.json.Timestamps;
import stadion.scheduler.model.AppDefinition.Constraint;
import stadion.scheduler.model.PodDefinition;
import stadion.scheduler.model.PodDefinition.PodContainer;
import stadion.scheduler.model.PodDefinition.PodVolume;

/** Writes pod definitions as Marathon does: in its order of fields, without those that are null or empty. */
public final class PodJson {

    private PodJson() {}

    /** The definition as a JSON object. */
    public static void write(JsonGenerator json, PodDefinition pod) throws IOException {
        json.writeStartObject();
        json.writeStringField("id", pod.id().value());
        if (!pod.labels().isEmpty()) {
            writeMap(json, "labels", pod.labels());
        }
        json.writeStringField("version", Timestamps.format(pod.version()));
        writeText(json, "user", pod.user());
        writeEnv(json, "environment", pod.env());
        json.writeArrayFieldStart("containers");
        for (PodContainer container : pod.containers()) {
            PodContainerJson.write(json, container);
        }
        json.writeEndArray();
        writeSecrets(json, pod.secrets());
        writeVolumes(json, pod.volumes());
        if (!pod.networks().isEmpty()) {
            writeNetworks(json, pod.networks());
        }
        json.writeObjectFieldStart("scaling");
        json.writeNumberField("instances", pod.instances());
        json.writeStringField("kind", "fixed");
        json.writeEndObject();
        writeScheduling(json, pod);
        writeExecutorResources(json, pod.executorResources());
        json.writeStringField("role", pod.role());
        writeLinuxInfo(json, pod.linuxInfo());
        if (pod.legacySharedCgroups() != null) {
            json.writeBooleanField("legacySharedCgroups", pod.legacySharedCgroups());
        }
        json.writeEndObject();
    }

    private static void writeVolumes(JsonGenerator json, List<PodVolume> volumes) throws IOException {
        if (volumes.isEmpty()) {
            return;
        }
        json.writeArrayFieldStart("volumes");
        for (PodVolume volume : volumes) {
            json.writeStartObject();
            json.writeStringField("name", volume.name());
            if (volume instanceof PodVolume.Host v) {
                json.writeStringField("host", v.host());
            } else if (volume instanceof PodVolume.Secret v) {
                json.writeStringField("secret", v.secret());
            } else if (volume instanceof PodVolume.Persistent v) {
                writePersistent(json, v.type(), v.size(), v.maxSize(), v.profileName(), v.constraints());
            }
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void writeScheduling(JsonGenerator json, PodDefinition pod) throws IOException {
        json.writeObjectFieldStart("scheduling");
        json.writeObjectFieldStart("backoff");
        json.writeNumberField("backoff", pod.backoffSeconds());
        json.writeNumberField("backoffFactor", pod.backoffFactor());
        json.writeNumberField("maxLaunchDelay", pod.maxLaunchDelaySeconds());
        json.writeEndObject();
        json.writeObjectFieldStart("upgrade");
        json.writeNumberField("minimumHealthCapacity", pod.upgradeStrategy().minimumHealthCapacity());
        json.writeNumberField("maximumOverCapacity", pod.upgradeStrategy().maximumOverCapacity());
        UpgradeLimits.write(json, pod.upgradeStrategy());
        json.writeEndObject();
        json.writeObjectFieldStart("placement");
        writeConstraints(json, pod.constraints());
        writeTexts(json, "acceptedResourceRoles", pod.acceptedResourceRoles());
        json.writeEndObject();
        json.writeStringField("killSelection", pod.killSelection().name());
        writeUnreachable(json, pod.unreachableStrategy());
        json.writeEndObject();
    }

    /** Unlike those of apps, each is an object. */
    private static void writeConstraints(JsonGenerator json, List<Constraint> constraints) throws IOException {
        if (constraints.isEmpty()) {
            return;
        }
        json.writeArrayFieldStart("constraints");
        for (Constraint constraint : constraints) {
            json.writeStartObject();
            json.writeStringField("fieldName", constraint.field());
            json.writeStringField("operator", constraint.operator().name());
            writeText(json, "value", constraint.value());
            json.writeEndObject();
        }
        json.writeEndArray();
    }
}
