package stadion.api.deployments;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import stadion.api.json.Timestamps;
import stadion.api.tasks.ReadinessJson;
import stadion.scheduler.SchedulerView;
import stadion.scheduler.deployment.DeploymentPlan;
import stadion.scheduler.deployment.DeploymentPlan.Action;
import stadion.scheduler.deployment.DeploymentPlan.Change;
import stadion.scheduler.deployment.DeploymentPlan.Step;
import stadion.scheduler.deployment.RunningDeployment;
import stadion.scheduler.model.AppDefinition;
import stadion.scheduler.model.PathId;

/** Writes deployments: the running ones of {@code /v2/deployments}, and plans as events and dry runs show them. */
public final class DeploymentJson {

    private DeploymentJson() {}

    static void write(JsonGenerator json, RunningDeployment deployment, SchedulerView view) throws IOException {
        DeploymentPlan plan = deployment.plan();
        json.writeStartObject();
        json.writeStringField("id", plan.id());
        json.writeStringField("version", Timestamps.format(plan.version()));
        writeAffected(json, "affectedApps", plan, false);
        writeAffected(json, "affectedPods", plan, true);
        writeSteps(json, plan.steps());
        json.writeArrayFieldStart("currentActions");
        for (Action action : deployment.currentActions()) {
            writeCurrent(json, action, view);
        }
        json.writeEndArray();
        json.writeNumberField("currentStep", deployment.currentStep());
        json.writeNumberField("totalSteps", plan.steps().size());
        writeRevert(json, plan);
        json.writeEndObject();
    }

    /** Only there when a failed deployment is taken back because its apps ask for that. */
    private static void writeRevert(JsonGenerator json, DeploymentPlan plan) throws IOException {
        if (plan.revert() != null) {
            json.writeObjectFieldStart("revert");
            json.writeStringField("deployment", plan.revert().deployment());
            json.writeStringField("reason", plan.revert().reason());
            json.writeEndObject();
        }
    }

    private static void writeAffected(JsonGenerator json, String name, DeploymentPlan plan, boolean pods)
            throws IOException {
        json.writeArrayFieldStart(name);
        for (Map.Entry<PathId, Change> change : plan.changes().entrySet()) {
            if (change.getValue().isPod() == pods) {
                json.writeString(change.getKey().value());
            }
        }
        json.writeEndArray();
    }

    private static void writeCurrent(JsonGenerator json, Action action, SchedulerView view) throws IOException {
        json.writeStartObject();
        writeMembers(json, action);
        json.writeFieldName("readinessCheckResults");
        AppDefinition app = view.root().apps().get(action.runSpec());
        if (app == null) {
            json.writeStartArray();
            json.writeEndArray();
        } else {
            ReadinessJson.write(json, app, view.status(action.runSpec()));
        }
        json.writeEndObject();
    }

    /** Writes a plan as {@code {"id", "steps", "version"}}. */
    public static void writePlan(JsonGenerator json, DeploymentPlan plan) throws IOException {
        json.writeStartObject();
        json.writeStringField("id", plan.id());
        writeSteps(json, plan.steps());
        json.writeStringField("version", Timestamps.format(plan.version()));
        writeRevert(json, plan);
        json.writeEndObject();
    }

    /** Writes the member {@code steps}. */
    public static void writeSteps(JsonGenerator json, List<Step> steps) throws IOException {
        json.writeArrayFieldStart("steps");
        for (Step step : steps) {
            writeStep(json, step);
        }
        json.writeEndArray();
    }

    /** Writes a step as {@code {"actions": […]}}. */
    public static void writeStep(JsonGenerator json, Step step) throws IOException {
        json.writeStartObject();
        json.writeArrayFieldStart("actions");
        for (Action action : step.actions()) {
            json.writeStartObject();
            writeMembers(json, action);
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void writeMembers(JsonGenerator json, Action action) throws IOException {
        json.writeStringField("action", action.text());
        json.writeStringField(action.pod() ? "pod" : "app", action.runSpec().value());
    }
}
