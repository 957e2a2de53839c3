package stadion.api.app;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import stadion.api.json.Json;
import stadion.api.json.Timestamps;
import stadion.scheduler.model.AppDefinition;
import stadion.scheduler.model.AppDefinition.PortDefinition;
import stadion.scheduler.model.PathId;

/**
 * Writes app definitions as Marathon does: in its order of fields, without those that are null, and without most that are empty. Whole numbers are written as such only
 * where Marathon's types are integers.
 */
public final class AppJson {

    private AppJson() {}

    /** The definition as a JSON object. */
    public static byte[] bytes(AppDefinition app) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(1024);
        try (JsonGenerator json = Json.MAPPER.createGenerator(bytes)) {
            write(json, app);
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory", e);
        }
        return bytes.toByteArray();
    }

    /** The definition as a JSON object. */
    public static void write(JsonGenerator json, AppDefinition app) throws IOException {
        json.writeStartObject();
        writeFields(json, app);
        json.writeEndObject();
    }

    /** The fields of the definition alone, so that others can be written before and after them. */
    public static void writeFields(JsonGenerator json, AppDefinition app) throws IOException {
        json.writeStringField("id", app.id().value());
        DefinitionJson.writeTexts(json, "acceptedResourceRoles", app.acceptedResourceRoles());
        DefinitionJson.writeTexts(json, "args", app.args());
        json.writeNumberField("backoffFactor", app.backoffFactor());
        json.writeNumberField("backoffSeconds", (long) app.backoffSeconds());
        DefinitionJson.writeText(json, "cmd", app.cmd());
        if (!app.constraints().isEmpty()) {
            DefinitionJson.writeConstraints(json, app.constraints());
        }
        if (app.container() != null) {
            ContainerJson.write(json, app.container(), app.isHostNetwork());
        }
        json.writeNumberField("cpus", app.cpus());
        DefinitionJson.writeTexts(
                json,
                "dependencies",
                app.dependencies().stream().map(PathId::value).toList());
        json.writeNumberField("disk", app.disk());
        DefinitionJson.writeEnv(json, "env", app.env());
        json.writeStringField("executor", app.executor());
        DefinitionJson.writeExecutorResources(json, app.executorResources());
        DefinitionJson.writeFetch(json, "fetch", app.fetch());
        CheckJson.writeHealthChecks(json, app.healthChecks());
        CheckJson.writeCheck(json, app.check());
        json.writeNumberField("instances", app.instances());
        DefinitionJson.writeMap(json, "labels", app.labels());
        json.writeNumberField("maxLaunchDelaySeconds", (long) app.maxLaunchDelaySeconds());
        json.writeNumberField("mem", app.mem());
        json.writeNumberField("gpus", app.gpus());
        DefinitionJson.writeNetworks(json, app.networks());
        if (app.isHostNetwork()) {
            writePortDefinitions(json, app.portDefinitions());
        }
        CheckJson.writeReadinessChecks(json, app.readinessChecks());
        if (app.residency() != null) {
            json.writeObjectFieldStart("residency");
            json.writeNumberField(
                    "relaunchEscalationTimeoutSeconds", app.residency().relaunchEscalationTimeoutSeconds());
            json.writeStringField("taskLostBehavior", app.residency().taskLostBehavior());
            json.writeEndObject();
        }
        DefinitionJson.writeLimits(json, app.resourceLimits());
        json.writeBooleanField("requirePorts", app.requirePorts());
        DefinitionJson.writeSecrets(json, app.secrets());
        DefinitionJson.writeNumber(json, "taskKillGracePeriodSeconds", app.taskKillGracePeriodSeconds());
        json.writeObjectFieldStart("upgradeStrategy");
        json.writeNumberField("maximumOverCapacity", app.upgradeStrategy().maximumOverCapacity());
        json.writeNumberField("minimumHealthCapacity", app.upgradeStrategy().minimumHealthCapacity());
        UpgradeLimits.write(json, app.upgradeStrategy());
        json.writeEndObject();
        DefinitionJson.writeText(json, "user", app.user());
        json.writeStringField("version", Timestamps.format(app.version()));
        if (app.versionInfo() != null) {
            json.writeObjectFieldStart("versionInfo");
            json.writeStringField(
                    "lastScalingAt", Timestamps.format(app.versionInfo().lastScalingAt()));
            json.writeStringField(
                    "lastConfigChangeAt", Timestamps.format(app.versionInfo().lastConfigChangeAt()));
            json.writeEndObject();
        }
        json.writeStringField("killSelection", app.killSelection().name());
        DefinitionJson.writeUnreachable(json, app.unreachableStrategy());
        if (app.tty() != null) {
            json.writeBooleanField("tty", app.tty());
        }
        json.writeStringField("role", app.role());
    }

    private static void writePortDefinitions(JsonGenerator json, List<PortDefinition> ports) throws IOException {
        json.writeArrayFieldStart("portDefinitions");
        for (PortDefinition port : ports) {
            json.writeStartObject();
            json.writeNumberField("port", port.port());
            if (!port.labels().isEmpty()) {
                DefinitionJson.writeMap(json, "labels", port.labels());
            }
            DefinitionJson.writeText(json, "name", port.name());
            json.writeStringField("protocol", port.protocol());
            json.writeEndObject();
        }
        json.writeEndArray();
    }
}
