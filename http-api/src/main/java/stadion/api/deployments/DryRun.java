package stadion.api.deployments;

import akka.util.ByteString;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import stadion.api.app.AppJson;
import stadion.api.json.Json;
import stadion.api.json.JsonDiff;
import stadion.api.json.JsonDiff.Difference;
import stadion.api.pod.PodJson;
import stadion.api.render.JsonOutput;
import stadion.scheduler.SchedulerView;
import stadion.scheduler.deployment.DeploymentPlan;
import stadion.scheduler.deployment.DeploymentPlan.Action;
import stadion.scheduler.deployment.DeploymentPlan.Change;
import stadion.scheduler.deployment.DeploymentPlan.Kind;
import stadion.scheduler.group.GroupManager.Planned;
import stadion.scheduler.model.AppDefinition;
import stadion.scheduler.model.PathId;
import stadion.scheduler.model.PodDefinition;
import stadion.scheduler.model.RunSpec;

/**
 * Writes what a change would do: the steps of the deployment, for each app and pod what would be different in its definition and what would become of its instances, and
 * how many instances that are together.
 */
final class DryRun {

    /** What every change brings by itself. */
    private static final List<String> STAMPS = List.of("version", "versionInfo");

    private final Planned planned;
    private final Map<PathId, InstancePlan> instances = new LinkedHashMap<>();

    DryRun(Planned planned, SchedulerView view) {
        this.planned = planned;
        DeploymentPlan plan = planned.plan();
        Set<PathId> restarted = plan.steps().stream()
                .flatMap(step -> step.actions().stream())
                .filter(action -> action.kind() == Kind.RESTART)
                .map(Action::runSpec)
                .collect(Collectors.toSet());
        planned.changes()
                .forEach((id, change) -> instances.put(
                        id,
                        InstancePlan.of(
                                change,
                                restarted.contains(id),
                                view.status(id).instances().values())));
    }

    void write(JsonOutput out) throws IOException {
        JsonGenerator json = out.json();
        json.writeStartObject();
        DeploymentJson.writeSteps(json, planned.plan().steps());
        writeInstances(json, instances.values().stream().reduce(InstancePlan.NOTHING, InstancePlan::plus));
        json.writeArrayFieldStart("cancelledDeployments");
        for (String id : planned.locks()) {
            json.writeString(id);
        }
        json.writeEndArray();
        writeChanges(json, "apps", false);
        writeChanges(json, "pods", true);
        json.writeEndObject();
    }

    private void writeChanges(JsonGenerator json, String name, boolean pods) throws IOException {
        json.writeArrayFieldStart(name);
        for (Entry<PathId, Change> entry : planned.changes().entrySet()) {
            if (entry.getValue().isPod() == pods) {
                write(json, entry.getKey(), entry.getValue());
            }
        }
        json.writeEndArray();
    }

    private void write(JsonGenerator json, PathId id, Change change) throws IOException {
        json.writeStartObject();
        json.writeStringField("id", id.value());
        json.writeStringField("change", change.from() == null ? "create" : change.to() == null ? "delete" : "update");
        writeInstances(json, instances.get(id));
        json.writeArrayFieldStart("diff");
        for (Difference difference : JsonDiff.of(definition(change.from()), definition(change.to()))) {
            json.writeStartObject();
            json.writeStringField("path", difference.path());
            write(json, "before", difference.before());
            write(json, "after", difference.after());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, String name, @Nullable JsonNode value) throws IOException {
        if (value != null) {
            json.writeFieldName(name);
            json.writeRawValue(value.toString());
        }
    }

    private static void writeInstances(JsonGenerator json, InstancePlan plan) throws IOException {
        json.writeObjectFieldStart("instances");
        json.writeNumberField("started", plan.started());
        json.writeNumberField("stopped", plan.stopped());
        json.writeNumberField("restarted", plan.restarted());
        json.writeNumberField("unchanged", plan.unchanged());
        json.writeEndObject();
    }

    /** The definition as users see it; an empty object for none. */
    private static JsonNode definition(@Nullable RunSpec runSpec) {
        if (runSpec == null) {
            return Json.MAPPER.createObjectNode();
        }
        ByteString json = JsonOutput.render(out -> {
            if (runSpec instanceof PodDefinition pod) {
                PodJson.write(out.json(), pod);
            } else {
                AppJson.write(out.json(), (AppDefinition) runSpec);
            }
        });
        return ((ObjectNode) Json.parse(json.toArray())).remove(STAMPS);
    }
}
