package stadion.api.pods;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import stadion.api.json.Timestamps;
import stadion.api.render.JsonOutput;
import stadion.api.tasks.TaskJson;
import stadion.scheduler.SchedulerView;
import stadion.scheduler.app.AppStatus;
import stadion.scheduler.app.AppStatus.TaskFailure;
import stadion.scheduler.deployment.DeploymentPlan.Change;
import stadion.scheduler.model.Instance;
import stadion.scheduler.model.Instance.ContainerState;
import stadion.scheduler.model.InstanceId;
import stadion.scheduler.model.PathId;
import stadion.scheduler.model.PodDefinition;

/** Writes how pods are: Marathon's {@code PodStatus}. Instances that have never been launched are not shown. */
public final class PodStatusJson {

    private final PodSpecs specs;
    private final PodInstanceJson instances = new PodInstanceJson();
    private final Clock clock;

    public PodStatusJson(PodSpecs specs, Clock clock) {
        this.specs = specs;
        this.clock = clock;
    }

    public void write(JsonOutput out, SchedulerView view, PodDefinition pod) throws IOException {
        AppStatus status = view.status(pod.id());
        List<Instance> launched = status.instances().values().stream()
                .filter(TaskJson::isLaunched)
                .sorted(Comparator.comparing(Instance::id))
                .toList();
        Instant now = clock.instant();
        Instant since = launched.stream()
                .map(Instance::since)
                .max(Comparator.naturalOrder())
                .orElse(now);
        JsonGenerator json = out.json();
        json.writeStartObject();
        json.writeStringField("id", pod.id().value());
        json.writeFieldName("spec");
        specs.write(out, pod);
        json.writeStringField("status", state(view, pod, launched));
        json.writeStringField("statusSince", Timestamps.format(since));
        json.writeArrayFieldStart("instances");
        for (Instance instance : launched) {
            instances.write(out, instance, definition(view, instance, pod));
        }
        json.writeEndArray();
        json.writeArrayFieldStart("terminationHistory");
        if (status.lastTaskFailure() != null) {
            writeFailure(json, status.lastTaskFailure(), status);
        }
        json.writeEndArray();
        json.writeStringField("lastUpdated", Timestamps.format(now));
        json.writeStringField("lastChanged", Timestamps.format(since));
        json.writeEndObject();
    }

    private static String state(SchedulerView view, PodDefinition pod, List<Instance> launched) {
        if (isBeingRemoved(view, pod.id())) {
            return "TERMINAL";
        }
        long stable = launched.stream()
                .filter(instance -> PodInstanceState.of(instance, definition(view, instance, pod))
                        .equals(PodInstanceState.STABLE))
                .count();
        return stable >= pod.instances() ? "STABLE" : "DEGRADED";
    }

    private static boolean isBeingRemoved(SchedulerView view, PathId pod) {
        return view.deployments().stream()
                .map(deployment -> deployment.plan().changes().get(pod))
                .anyMatch(change -> change != null && isRemoval(change));
    }

    private static boolean isRemoval(Change change) {
        return change.to() == null;
    }

    /** The version of the pod that an instance was launched with; the present one where that is no longer kept. */
    private static PodDefinition definition(SchedulerView view, Instance instance, PodDefinition pod) {
        if (instance.runSpecVersion().equals(pod.version())) {
            return pod;
        }
        return view.podVersions(pod.id()).stream()
                .filter(version -> version.version().equals(instance.runSpecVersion()))
                .findFirst()
                .orElse(pod);
    }

    /** The last failure, as long as the task is that of an instance which is still there. What was launched after it says nothing of when it began. */
    private static void writeFailure(JsonGenerator json, TaskFailure failure, AppStatus status) throws IOException {
        Optional<Instance> instance = InstanceId.ofTask(failure.taskId()).map(status.instances()::get);
        if (instance.isEmpty()) {
            return;
        }
        ContainerState failed = instance.get().containerOf(failure.taskId());
        Instant started = failed == null ? null : failed.startedAt();
        json.writeStartObject();
        json.writeStringField("instanceID", instance.get().id().value());
        json.writeStringField("startedAt", Timestamps.format(started == null ? failure.timestamp() : started));
        json.writeStringField(
                "terminatedAt",
                Timestamps.format(
                        failed == null ? failure.timestamp() : instance.get().since()));
        json.writeStringField("message", failure.message());
        json.writeArrayFieldStart("containers");
        json.writeStartObject();
        json.writeStringField("containerId", failure.taskId());
        json.writeStringField("lastKnownState", word(failure.state()));
        json.writeEndObject();
        json.writeEndArray();
        json.writeEndObject();
    }

    /** TASK_FAILED as TaskFailed, as Marathon writes it here. */
    private static String word(String state) {
        StringBuilder word = new StringBuilder();
        for (String part : state.split("_", -1)) {
            word.append(part.charAt(0)).append(part.substring(1).toLowerCase(Locale.ROOT));
        }
        return word.toString();
    }
}
