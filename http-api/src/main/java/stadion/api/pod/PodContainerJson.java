package stadion.api.pod;

import static stadion.api.app.DefinitionJson.writeEnv;
import static stadion.api.app.DefinitionJson.writeFetch;
import static stadion.api.app.DefinitionJson.writeLimits;
import static stadion.api.app.DefinitionJson.writeLinuxInfo;
import static stadion.api.app.DefinitionJson.writeMap;
import static stadion.api.app.DefinitionJson.writeNumber;
import static stadion.api.app.DefinitionJson.writeText;
import static stadion.api.app.DefinitionJson.writeTexts;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import stadion.scheduler.model.PodDefinition.Endpoint;
import stadion.scheduler.model.PodDefinition.Exec;
import stadion.scheduler.model.PodDefinition.Image;
import stadion.scheduler.model.PodDefinition.PodContainer;
import stadion.scheduler.model.PodDefinition.PodHealthCheck;
import stadion.scheduler.model.PodDefinition.Probe;
import stadion.scheduler.model.PodDefinition.Resources;
import stadion.scheduler.model.PodDefinition.VolumeMount;

/** Writes the containers of pods. */
public final class PodContainerJson {

    private PodContainerJson() {}

    static void write(JsonGenerator json, PodContainer container) throws IOException {
        json.writeStartObject();
        json.writeStringField("name", container.name());
        writeExec(json, container.exec());
        writeResources(json, container.resources());
        writeLimits(json, container.resourceLimits());
        writeEndpoints(json, container.endpoints());
        writeLinuxInfo(json, container.linuxInfo());
        writeImage(json, container.image());
        writeEnv(json, "environment", container.env());
        writeText(json, "user", container.user());
        writeHealthCheck(json, container.healthCheck());
        writeMounts(json, container.volumeMounts());
        writeFetch(json, "artifacts", container.artifacts());
        if (!container.labels().isEmpty()) {
            writeMap(json, "labels", container.labels());
        }
        if (container.killGracePeriodSeconds() != null) {
            json.writeObjectFieldStart("lifecycle");
            json.writeNumberField("killGracePeriodSeconds", container.killGracePeriodSeconds());
            json.writeEndObject();
        }
        if (container.tty() != null) {
            json.writeBooleanField("tty", container.tty());
        }
        json.writeEndObject();
    }

    private static void writeExec(JsonGenerator json, @Nullable Exec exec) throws IOException {
        if (exec == null) {
            return;
        }
        json.writeObjectFieldStart("exec");
        writeCommand(json, exec.shell(), exec.argv());
        if (exec.overrideEntrypoint() != null) {
            json.writeBooleanField("overrideEntrypoint", exec.overrideEntrypoint());
        }
        json.writeEndObject();
    }

    private static void writeCommand(JsonGenerator json, @Nullable String shell, List<String> argv) throws IOException {
        json.writeObjectFieldStart("command");
        writeText(json, "shell", shell);
        writeTexts(json, "argv", argv);
        json.writeEndObject();
    }

    /** The member {@code resources}, as it also stands in the status of pods. */
    public static void writeResources(JsonGenerator json, Resources resources) throws IOException {
        json.writeObjectFieldStart("resources");
        json.writeNumberField("cpus", resources.cpus());
        json.writeNumberField("mem", resources.mem());
        json.writeNumberField("disk", resources.disk());
        json.writeNumberField("gpus", resources.gpus());
        json.writeEndObject();
    }

    private static void writeEndpoints(JsonGenerator json, List<Endpoint> endpoints) throws IOException {
        if (endpoints.isEmpty()) {
            return;
        }
        json.writeArrayFieldStart("endpoints");
        for (Endpoint endpoint : endpoints) {
            json.writeStartObject();
            json.writeStringField("name", endpoint.name());
            writeNumber(json, "containerPort", endpoint.containerPort());
            writeNumber(json, "hostPort", endpoint.hostPort());
            writeTexts(json, "protocol", endpoint.protocol());
            if (!endpoint.labels().isEmpty()) {
                writeMap(json, "labels", endpoint.labels());
            }
            writeTexts(json, "networkNames", endpoint.networkNames());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void writeImage(JsonGenerator json, @Nullable Image image) throws IOException {
        if (image == null) {
            return;
        }
        json.writeObjectFieldStart("image");
        json.writeStringField("kind", "DOCKER");
        json.writeStringField("id", image.id());
        if (image.pullConfig() != null) {
            json.writeObjectFieldStart("pullConfig");
            json.writeStringField("secret", image.pullConfig().secret());
            json.writeEndObject();
        }
        if (image.forcePull() != null) {
            json.writeBooleanField("forcePull", image.forcePull());
        }
        if (!image.labels().isEmpty()) {
            writeMap(json, "labels", image.labels());
        }
        json.writeEndObject();
    }

    private static void writeHealthCheck(JsonGenerator json, @Nullable PodHealthCheck check) throws IOException {
        if (check == null) {
            return;
        }
        json.writeObjectFieldStart("healthCheck");
        writeProbe(json, check.probe());
        json.writeNumberField("gracePeriodSeconds", check.gracePeriodSeconds());
        json.writeNumberField("intervalSeconds", check.intervalSeconds());
        json.writeNumberField("maxConsecutiveFailures", check.maxConsecutiveFailures());
        json.writeNumberField("timeoutSeconds", check.timeoutSeconds());
        json.writeNumberField("delaySeconds", check.delaySeconds());
        json.writeEndObject();
    }

    private static void writeProbe(JsonGenerator json, Probe probe) throws IOException {
        if (probe.http() != null) {
            json.writeObjectFieldStart("http");
            json.writeStringField("endpoint", probe.http().endpoint());
            writeText(json, "path", probe.http().path());
            writeText(json, "scheme", probe.http().scheme());
            json.writeEndObject();
        }
        if (probe.tcp() != null) {
            json.writeObjectFieldStart("tcp");
            json.writeStringField("endpoint", probe.tcp().endpoint());
            json.writeEndObject();
        }
        if (probe.exec() != null) {
            json.writeObjectFieldStart("exec");
            writeCommand(json, probe.exec().shell(), probe.exec().argv());
            json.writeEndObject();
        }
    }

    private static void writeMounts(JsonGenerator json, List<VolumeMount> mounts) throws IOException {
        if (mounts.isEmpty()) {
            return;
        }
        json.writeArrayFieldStart("volumeMounts");
        for (VolumeMount mount : mounts) {
            json.writeStartObject();
            json.writeStringField("name", mount.name());
            json.writeStringField("mountPath", mount.mountPath());
            json.writeBooleanField("readOnly", mount.readOnly());
            json.writeEndObject();
        }
        json.writeEndArray();
    }
}
