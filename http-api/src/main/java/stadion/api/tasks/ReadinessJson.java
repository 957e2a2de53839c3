package stadion.api.tasks;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import stadion.scheduler.app.AppStatus;
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
                    json.writeEndObject();
                }
            }
        }
        json.writeEndArray();
    }
}
