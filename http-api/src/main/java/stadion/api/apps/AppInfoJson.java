package stadion.api.apps;

import akka.util.ByteString;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import stadion.api.app.AppJson;
import stadion.api.http.EntityTag;
import stadion.api.json.Timestamps;
import stadion.api.render.JsonOutput;
import stadion.api.render.Rendered;
import stadion.api.render.RenderedObject;
import stadion.api.tasks.ReadinessJson;
import stadion.api.tasks.TaskJson;
import stadion.scheduler.app.AppStatus;
import stadion.scheduler.app.AppStatus.Counts;
import stadion.scheduler.app.AppStatus.TaskFailure;
import stadion.scheduler.health.HealthKillBrake.Hold;
import stadion.scheduler.model.AppDefinition;

/** Writes apps with what is known of their instances. A definition is rendered once. */
public final class AppInfoJson {

    private final Rendered<AppDefinition, RenderedObject> definitions =
            new Rendered<>(app -> RenderedObject.of(out -> AppJson.write(out.json(), app)));
    private final TaskJson tasks;
    private final Clock clock;

    public AppInfoJson(TaskJson tasks, Clock clock) {
        this.tasks = tasks;
        this.clock = clock;
    }

    /** The tag of apps shown with these parts: how long tasks have been running is another with each look. */
    public EntityTag timed(EntityTag tag, Set<Embed> embed) {
        return embed.contains(Embed.TASK_STATS)
                ? tag.with(Long.toString(clock.instant().toEpochMilli(), 36))
                : tag;
    }

    /** Names this definition. */
    public EntityTag tag(AppDefinition app) {
        return EntityTag.of(
                Timestamps.format(app.version()), definitions.of(app).checksum());
    }

    /** The definition alone. */
    public void writeDefinition(JsonOutput out, AppDefinition app) throws IOException {
        out.json().writeStartObject();
        out.members(definitions.of(app));
        out.json().writeEndObject();
    }

    ByteString render(AppDefinition app, AppStatus status, List<String> deployments, Set<Embed> embed) {
        return JsonOutput.render(out -> write(out, app, status, deployments, embed));
    }

    /** Writes an app with the parts that are wanted; {@code deployments} are the ids of the running ones that touch it. */
    public void write(JsonOutput out, AppDefinition app, AppStatus status, List<String> deployments, Set<Embed> embed)
            throws IOException {
        JsonGenerator json = out.json();
        json.writeStartObject();
        out.members(definitions.of(app));
        if (embed.contains(Embed.COUNTS)) {
            writeCounts(json, status.counts());
        }
        if (embed.contains(Embed.DEPLOYMENTS)) {
            writeDeployments(json, deployments);
        }
        if (embed.contains(Embed.TASKS)) {
            json.writeFieldName("tasks");
            tasks.writeAll(out, status);
        }
        if (embed.contains(Embed.READINESS)) {
            json.writeFieldName("readinessCheckResults");
            if (deployments.isEmpty()) {
                // Marathon forgets them with the deployment.
                json.writeStartArray();
                json.writeEndArray();
            } else {
                ReadinessJson.write(json, app, status);
            }
        }
        TaskFailure failure = status.lastTaskFailure();
        if (embed.contains(Embed.LAST_TASK_FAILURE) && failure != null) {
            writeFailure(json, failure);
        }
        if (embed.contains(Embed.TASK_STATS)) {
            json.writeFieldName("tasksStats");
            TaskStats.write(json, app, status, clock.instant());
        }
        if (embed.contains(Embed.HEALTH_KILL_BRAKE)) {
            writeBrake(json, status.healthKillHold());
        }
        json.writeEndObject();
    }

    private static void writeCounts(JsonGenerator json, Counts counts) throws IOException {
        json.writeNumberField("tasksStaged", counts.staged());
        json.writeNumberField("tasksRunning", counts.running());
        json.writeNumberField("tasksHealthy", counts.healthy());
        json.writeNumberField("tasksUnhealthy", counts.unhealthy());
    }

    private static void writeDeployments(JsonGenerator json, List<String> deployments) throws IOException {
        json.writeArrayFieldStart("deployments");
        for (String id : deployments) {
            json.writeStartObject();
            json.writeStringField("id", id);
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void writeBrake(JsonGenerator json, @Nullable Hold hold) throws IOException {
        json.writeObjectFieldStart("healthKillBrake");
        json.writeBooleanField("holds", hold != null);
        if (hold != null) {
            json.writeStringField("since", Timestamps.format(hold.since()));
            json.writeNumberField("failing", hold.failing());
            json.writeNumberField("running", hold.running());
        }
        json.writeEndObject();
    }

    private static void writeFailure(JsonGenerator json, TaskFailure failure) throws IOException {
        json.writeObjectFieldStart("lastTaskFailure");
        json.writeStringField("appId", failure.appId().value());
        json.writeStringField("host", failure.host());
        json.writeStringField("message", failure.message());
        json.writeStringField("state", failure.state());
        json.writeStringField("taskId", failure.taskId());
        json.writeStringField("timestamp", Timestamps.format(failure.timestamp()));
        json.writeStringField("version", Timestamps.format(failure.version()));
        if (failure.agentId() != null) {
            json.writeStringField("slaveId", failure.agentId());
        }
        json.writeEndObject();
    }
}
