package stadion.api.app;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import stadion.scheduler.model.AppDefinition.Constraint;
import stadion.scheduler.model.AppDefinition.EnvValue;
import stadion.scheduler.model.AppDefinition.ExecutorResources;
import stadion.scheduler.model.AppDefinition.FetchUri;
import stadion.scheduler.model.AppDefinition.LinuxInfo;
import stadion.scheduler.model.AppDefinition.Network;
import stadion.scheduler.model.AppDefinition.ResourceLimits;
import stadion.scheduler.model.AppDefinition.SecretSource;
import stadion.scheduler.model.AppDefinition.UnreachableStrategy;

/** Writes the fields that apps and pods have in common; nothing for those that are null. */
public final class DefinitionJson {

    private DefinitionJson() {}

    /** Nothing when there are no variables. */
    public static void writeEnv(JsonGenerator json, String name, Map<String, EnvValue> env) throws IOException {
        if (env.isEmpty()) {
            return;
        }
        json.writeObjectFieldStart(name);
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

    public static void writeExecutorResources(JsonGenerator json, @Nullable ExecutorResources resources)
            throws IOException {
        if (resources != null) {
            json.writeObjectFieldStart("executorResources");
            json.writeNumberField("cpus", resources.cpus());
            json.writeNumberField("mem", resources.mem());
            json.writeNumberField("disk", resources.disk());
            json.writeEndObject();
        }
    }

    /** Nothing when there is nothing to fetch. */
    public static void writeFetch(JsonGenerator json, String name, List<FetchUri> fetch) throws IOException {
        if (fetch.isEmpty()) {
            return;
        }
        json.writeArrayFieldStart(name);
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

    public static void writeNetworks(JsonGenerator json, List<Network> networks) throws IOException {
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

    public static void writeLimits(JsonGenerator json, @Nullable ResourceLimits limits) throws IOException {
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

    public static void writeSecrets(JsonGenerator json, Map<String, SecretSource> secrets) throws IOException {
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

    public static void writeUnreachable(JsonGenerator json, @Nullable UnreachableStrategy strategy) throws IOException {
        if (strategy == null) {
            json.writeStringField("unreachableStrategy", "disabled");
            return;
        }
        json.writeObjectFieldStart("unreachableStrategy");
        json.writeNumberField("inactiveAfterSeconds", strategy.inactiveAfterSeconds());
        json.writeNumberField("expungeAfterSeconds", strategy.expungeAfterSeconds());
        json.writeEndObject();
    }

    public static void writeMap(JsonGenerator json, String name, Map<String, String> texts) throws IOException {
        json.writeObjectFieldStart(name);
        for (Map.Entry<String, String> entry : texts.entrySet()) {
            json.writeStringField(entry.getKey(), entry.getValue());
        }
        json.writeEndObject();
    }

    /** Nothing when there are no texts. */
    public static void writeTexts(JsonGenerator json, String name, List<String> texts) throws IOException {
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
    public static void writeText(JsonGenerator json, String name, @Nullable String text) throws IOException {
        if (text != null) {
            json.writeStringField(name, text);
        }
    }

    /** Nothing when there is no number. */
    public static void writeNumber(JsonGenerator json, String name, @Nullable Number number) throws IOException {
        if (number != null) {
            json.writeNumberField(name, number.longValue());
        }
    }

    public static void writeLinuxInfo(JsonGenerator json, @Nullable LinuxInfo info) throws IOException {
        if (info == null) {
            return;
        }
        json.writeObjectFieldStart("linuxInfo");
        if (info.seccomp() != null) {
            json.writeObjectFieldStart("seccomp");
            writeText(json, "profileName", info.seccomp().profileName());
            json.writeBooleanField("unconfined", info.seccomp().unconfined());
            json.writeEndObject();
        }
        if (info.ipcInfo() != null) {
            json.writeObjectFieldStart("ipcInfo");
            json.writeStringField("mode", info.ipcInfo().mode());
            writeNumber(json, "shmSize", info.ipcInfo().shmSize());
            json.writeEndObject();
        }
        json.writeEndObject();
    }

    /** The size and place of a persistent volume. */
    public static void writePersistent(
            JsonGenerator json,
            String type,
            long size,
            @Nullable Long maxSize,
            @Nullable String profileName,
            List<Constraint> constraints)
            throws IOException {
        json.writeObjectFieldStart("persistent");
        json.writeStringField("type", type);
        json.writeNumberField("size", size);
        writeNumber(json, "maxSize", maxSize);
        writeText(json, "profileName", profileName);
        writeConstraints(json, constraints);
        json.writeEndObject();
    }

    /** As Marathon writes those of apps: each a list of two or three texts. */
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
}
