package stadion.api.app;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import stadion.api.json.Json;
import stadion.api.json.Timestamps;
import stadion.scheduler.model.AppDefinition;
import stadion.scheduler.model.AppDefinition.Constraint;
import stadion.scheduler.model.AppDefinition.EnvValue;
import stadion.scheduler.model.AppDefinition.ExecutorResources;
import stadion.scheduler.model.AppDefinition.FetchUri;
import stadion.scheduler.model.AppDefinition.Network;
import stadion.scheduler.model.AppDefinition.PortDefinition;
import stadion.scheduler.model.AppDefinition.ResourceLimits;
import stadion.scheduler.model.AppDefinition.SecretSource;
import stadion.scheduler.model.AppDefinition.UnreachableStrategy;
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
        writeTexts(json, "acceptedResourceRoles", app.acceptedResourceRoles());
        writeTexts(json, "args", app.args());
        json.writeNumberField("backoffFactor", app.backoffFactor());
        json.writeNumberField("backoffSeconds", (long) app.backoffSeconds());
        writeText(json, "cmd", app.cmd());
        if (!app.constraints().isEmpty()) {
            writeConstraints(json, app.constraints());
        }
        if (app.container() != null) {
            ContainerJson.write(json, app.container(), app.isHostNetwork());
        }
        json.writeNumberField("cpus", app.cpus());
        writeTexts(
                json,
                "dependencies",
                app.dependencies().stream().map(PathId::value).toList());
        json.writeNumberField("disk", app.disk());
        writeEnv(json, app.env());
        json.writeStringField("executor", app.executor());
        writeExecutorResources(json, app.executorResources());
        writeFetch(json, app.fetch());
        CheckJson.writeHealthChecks(json, app.healthChecks());
        CheckJson.writeCheck(json, app.check());
        json.writeNumberField("instances", app.instances());
        writeMap(json, "labels", app.labels());
        json.writeNumberField("maxLaunchDelaySeconds", (long) app.maxLaunchDelaySeconds());
        json.writeNumberField("mem", app.mem());
        json.writeNumberField("gpus", app.gpus());
        writeNetworks(json, app.networks());
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
        writeLimits(json, app.resourceLimits());
        json.writeBooleanField("requirePorts", app.requirePorts());
        writeSecrets(json, app.secrets());
        writeNumber(json, "taskKillGracePeriodSeconds", app.taskKillGracePeriodSeconds());
        json.writeObjectFieldStart("upgradeStrategy");
        json.writeNumberField("maximumOverCapacity", app.upgradeStrategy().maximumOverCapacity());
        json.writeNumberField("minimumHealthCapacity", app.upgradeStrategy().minimumHealthCapacity());
        json.writeEndObject();
        writeText(json, "user", app.user());
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
        writeUnreachable(json, app.unreachableStrategy());
        if (app.tty() != null) {
            json.writeBooleanField("tty", app.tty());
        }
        json.writeStringField("role", app.role());
    }

    private static void writeEnv(JsonGenerator json, Map<String, EnvValue> env) throws IOException {
        if (env.isEmpty()) {
            return;
        }
        json.writeObjectFieldStart("env");
        for (Map.Entry<String, EnvValue> entry : env.entrySet()) {
            if (entry.getValue().secret() == null) {
                json.writeStringField(entry.getKey(), entry.getValue().value());
            } else {
                json.writeObjectFieldStart(entry.getKey());
                json.writeStringField("secret", entry.getValue().secret());
                json.writeEndObject();
            }
        }
        json.writeEndObject();
    }

    private static void writeExecutorResources(JsonGenerator json, @Nullable ExecutorResources resources)
            throws IOException {
        if (resources != null) {
            json.writeObjectFieldStart("executorResources");
            json.writeNumberField("cpus", resources.cpus());
            json.writeNumberField("mem", resources.mem());
            json.writeNumberField("disk", resources.disk());
            json.writeEndObject();
        }
    }

    private static void writeFetch(JsonGenerator json, List<FetchUri> fetch) throws IOException {
        if (fetch.isEmpty()) {
            return;
        }
        json.writeArrayFieldStart("fetch");
        for (FetchUri uri : fetch) {
            json.writeStartObject();
            json.writeStringField("uri", uri.uri());
            json.writeBooleanField("extract", uri.extract());
            json.writeBooleanField("executable", uri.executable());
            json.writeBooleanField("cache", uri.cache());
            writeText(json, "destPath", uri.destPath());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void writeNetworks(JsonGenerator json, List<Network> networks) throws IOException {
        json.writeArrayFieldStart("networks");
        for (Network network : networks) {
            json.writeStartObject();
            writeText(json, "name", network.name());
            json.writeStringField("mode", NetworkReader.word(network.mode()));
            if (!network.labels().isEmpty()) {
                writeMap(json, "labels", network.labels());
            }
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void writePortDefinitions(JsonGenerator json, List<PortDefinition> ports) throws IOException {
        json.writeArrayFieldStart("portDefinitions");
        for (PortDefinition port : ports) {
            json.writeStartObject();
            json.writeNumberField("port", port.port());
            if (!port.labels().isEmpty()) {
                writeMap(json, "labels", port.labels());
            }
            writeText(json, "name", port.name());
            json.writeStringField("protocol", port.protocol());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void writeLimits(JsonGenerator json, @Nullable ResourceLimits limits) throws IOException {
        if (limits == null) {
            return;
        }
        json.writeObjectFieldStart("resourceLimits");
        writeLimit(json, "cpus", limits.cpus());
        writeLimit(json, "mem", limits.mem());
        json.writeEndObject();
    }

    private static void writeLimit(JsonGenerator json, String name, @Nullable Double limit) throws IOException {
        if (limit == null) {
            return;
        }
        if (limit.isInfinite()) {
            json.writeStringField(name, "unlimited");
        } else {
            json.writeNumberField(name, limit);
        }
    }

    private static void writeSecrets(JsonGenerator json, Map<String, SecretSource> secrets) throws IOException {
        if (secrets.isEmpty()) {
            return;
        }
        json.writeObjectFieldStart("secrets");
        for (Map.Entry<String, SecretSource> entry : secrets.entrySet()) {
            json.writeObjectFieldStart(entry.getKey());
            json.writeStringField("source", entry.getValue().source());
            json.writeEndObject();
        }
        json.writeEndObject();
    }

    private static void writeUnreachable(JsonGenerator json, @Nullable UnreachableStrategy strategy)
            throws IOException {
        if (strategy == null) {
            json.writeStringField("unreachableStrategy", "disabled");
            return;
        }
        json.writeObjectFieldStart("unreachableStrategy");
        json.writeNumberField("inactiveAfterSeconds", strategy.inactiveAfterSeconds());
        json.writeNumberField("expungeAfterSeconds", strategy.expungeAfterSeconds());
        json.writeEndObject();
    }

    static void writeConstraints(JsonGenerator json, List<Constraint> constraints) throws IOException {
        json.writeArrayFieldStart("constraints");
        for (Constraint constraint : constraints) {
            json.writeStartArray();
            for (String text : CanonicalForm.texts(constraint)) {
                json.writeString(text);
            }
            json.writeEndArray();
        }
        json.writeEndArray();
    }

    static void writeMap(JsonGenerator json, String name, Map<String, String> texts) throws IOException {
        json.writeObjectFieldStart(name);
        for (Map.Entry<String, String> entry : texts.entrySet()) {
            json.writeStringField(entry.getKey(), entry.getValue());
        }
        json.writeEndObject();
    }

    /** Nothing when there are no texts. */
    static void writeTexts(JsonGenerator json, String name, List<String> texts) throws IOException {
        if (texts.isEmpty()) {
            return;
        }
        json.writeArrayFieldStart(name);
        for (String text : texts) {
            json.writeString(text);
        }
        json.writeEndArray();
    }

    /** Nothing when there is no text. */
    static void writeText(JsonGenerator json, String name, @Nullable String text) throws IOException {
        if (text != null) {
            json.writeStringField(name, text);
        }
    }

    /** Nothing when there is no number. */
    static void writeNumber(JsonGenerator json, String name, @Nullable Number number) throws IOException {
        if (number != null) {
            json.writeNumberField(name, number.longValue());
        }
    }
}
