package stadion.api.app;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import stadion.scheduler.model.AppDefinition.Check;
import stadion.scheduler.model.AppDefinition.HealthCheck;
import stadion.scheduler.model.AppDefinition.ReadinessCheck;

/** Writes the three kinds of checks; nothing where there are none. */
public final class CheckJson {

    private CheckJson() {}

    static void writeHealthChecks(JsonGenerator json, List<HealthCheck> checks) throws IOException {
        if (checks.isEmpty()) {
            return;
        }
        json.writeArrayFieldStart("healthChecks");
        for (HealthCheck check : checks) {
            write(json, check);
        }
        json.writeEndArray();
    }

    /** One health check as a JSON object, as it also stands in events. */
    public static void write(JsonGenerator json, HealthCheck check) throws IOException {
        json.writeStartObject();
        if (check.command() != null) {
            json.writeObjectFieldStart("command");
            json.writeStringField("value", check.command());
            json.writeEndObject();
        }
        json.writeNumberField("gracePeriodSeconds", check.gracePeriodSeconds());
        if (check.ignoreHttp1xx() != null) {
            json.writeBooleanField("ignoreHttp1xx", check.ignoreHttp1xx());
        }
        json.writeNumberField("intervalSeconds", check.intervalSeconds());
        json.writeNumberField("maxConsecutiveFailures", check.maxConsecutiveFailures());
        DefinitionJson.writeText(json, "path", check.path());
        DefinitionJson.writeNumber(json, "port", check.port());
        DefinitionJson.writeNumber(json, "portIndex", check.portIndex());
        json.writeStringField("protocol", check.protocol().name());
        json.writeStringField("ipProtocol", check.ipProtocol());
        json.writeNumberField("timeoutSeconds", check.timeoutSeconds());
        json.writeNumberField("delaySeconds", check.delaySeconds());
        json.writeEndObject();
    }

    static void writeCheck(JsonGenerator json, @Nullable Check check) throws IOException {
        if (check == null) {
            return;
        }
        json.writeObjectFieldStart("check");
        if (check.http() != null) {
            json.writeObjectFieldStart("http");
            DefinitionJson.writeNumber(json, "portIndex", check.http().portIndex());
            DefinitionJson.writeNumber(json, "port", check.http().port());
            DefinitionJson.writeText(json, "path", check.http().path());
            DefinitionJson.writeText(json, "scheme", check.http().scheme());
            json.writeEndObject();
        }
        if (check.tcp() != null) {
            json.writeObjectFieldStart("tcp");
            DefinitionJson.writeNumber(json, "portIndex", check.tcp().portIndex());
            DefinitionJson.writeNumber(json, "port", check.tcp().port());
            json.writeEndObject();
        }
        if (check.exec() != null) {
            json.writeObjectFieldStart("exec");
            json.writeObjectFieldStart("command");
            DefinitionJson.writeText(json, "shell", check.exec().shell());
            DefinitionJson.writeTexts(json, "argv", check.exec().argv());
            json.writeEndObject();
            json.writeEndObject();
        }
        json.writeNumberField("intervalSeconds", check.intervalSeconds());
        json.writeNumberField("timeoutSeconds", check.timeoutSeconds());
        json.writeNumberField("delaySeconds", check.delaySeconds());
        json.writeEndObject();
    }

    static void writeReadinessChecks(JsonGenerator json, List<ReadinessCheck> checks) throws IOException {
        if (checks.isEmpty()) {
            return;
        }
        json.writeArrayFieldStart("readinessChecks");
        for (ReadinessCheck check : checks) {
            json.writeStartObject();
            json.writeStringField("name", check.name());
            json.writeStringField("protocol", check.protocol());
            json.writeStringField("path", check.path());
            json.writeStringField("portName", check.portName());
            json.writeNumberField("intervalSeconds", check.intervalSeconds());
            json.writeNumberField("timeoutSeconds", check.timeoutSeconds());
            json.writeArrayFieldStart("httpStatusCodesForReady");
            for (int code : check.httpStatusCodesForReady()) {
                json.writeNumber(code);
            }
            json.writeEndArray();
            json.writeBooleanField("preserveLastResponse", check.preserveLastResponse());
            json.writeEndObject();
        }
        json.writeEndArray();
    }
}
