package stadion.api.tasks;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;
import stadion.scheduler.app.AppStatus;
import stadion.scheduler.health.ReadinessResult;
import stadion.scheduler.health.ReadinessResult.Response;
import stadion.scheduler.model.AppDefinition;
import stadion.scheduler.model.AppDefinition.ReadinessCheck;
import stadion.scheduler.model.Condition;
import stadion.scheduler.model.Instance;

/** Writes which tasks of an app have said that they are ready. */
public final class ReadinessJson {

    private ReadinessJson() {}

    /** Writes an array with one element for each running task; empty for an app without readiness checks. */
    public static void write(JsonGenerator json, AppDefinition app, AppStatus status) throws IOException {
        json.writeStartArray();
        for (ReadinessCheck check : app.readinessChecks()) {
            for (Instance instance : status.instances().values()) {
                if (instance.condition() == Condition.RUNNING) {
                    json.writeStartObject();
                    json.writeStringField("name", check.name());
                    json.writeStringField("taskId", instance.taskId());
                    json.writeBooleanField("ready", status.ready().contains(instance.id()));
                    writeResponse(json, check, status.readiness().getOrDefault(instance.id(), List.of()));
                    json.writeEndObject();
                }
            }
        }
        json.writeEndArray();
    }

    private static void writeResponse(JsonGenerator json, ReadinessCheck check, List<ReadinessResult> results)
            throws IOException {
        for (ReadinessResult result : results) {
            Response response = result.lastResponse();
            if (result.name().equals(check.name()) && response != null) {
                json.writeObjectFieldStart("lastResponse");
                json.writeNumberField("status", response.status());
                json.writeStringField("contentType", response.contentType());
                json.writeStringField("body", response.body());
                json.writeEndObject();
            }
        }
    }
}
