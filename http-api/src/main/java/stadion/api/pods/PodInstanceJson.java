package stadion.api.pods;

import static stadion.api.app.DefinitionJson.writeText;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;
import stadion.api.app.DefinitionJson;
import stadion.api.json.Timestamps;
import stadion.api.pod.PodContainerJson;
import stadion.api.render.JsonOutput;
import stadion.api.render.Rendered;
import stadion.api.render.RenderedObject;
import stadion.api.tasks.TaskJson;
import stadion.scheduler.model.AppDefinition.ExecutorResources;
import stadion.scheduler.model.Instance;
import stadion.scheduler.model.PodDefinition;
import stadion.scheduler.model.PodDefinition.Resources;

/** Writes instances of pods. What they are in the status of their pod depends on the instance alone, and is rendered once. */
final class PodInstanceJson {

    private static final Resources NOTHING = new Resources(0, 0, 0, 0);

    private final Rendered<Instance, RenderedObject> instances = new Rendered<>();

    /** Writes an instance that was launched with {@code pod}: Marathon's {@code PodInstanceStatus}. */
    void write(JsonOutput out, Instance instance, PodDefinition pod) throws IOException {
        out.json().writeStartObject();
        out.members(instances.of(instance, i -> RenderedObject.of(o -> writeStatus(o.json(), i, pod))));
        out.json().writeEndObject();
    }

    private static void writeStatus(JsonGenerator json, Instance instance, PodDefinition pod) throws IOException {
        PodInstanceState state = PodInstanceState.of(instance, pod);
        List<PodContainerStatus> containers = PodContainerStatus.of(instance, pod);
        String since = Timestamps.format(instance.since());
        json.writeStartObject();
        json.writeStringField("id", instance.id().value());
        json.writeStringField("status", state.word());
        json.writeStringField("statusSince", since);
        writeText(json, "message", state.message());
        json.writeArrayFieldStart("conditions");
        json.writeEndArray();
        Instance.AgentRef agent = instance.agent();
        if (agent != null) {
            json.writeStringField("agentHostname", agent.host());
            json.writeStringField("agentId", agent.id());
            writeText(json, "agentRegion", agent.region());
            writeText(json, "agentZone", agent.zone());
        }
        PodContainerJson.writeResources(json, sum(containers, pod.executorResources()));
        writeNetworks(json, instance);
        json.writeArrayFieldStart("containers");
        for (PodContainerStatus container : containers) {
            PodContainerStatusJson.write(json, container);
        }
        json.writeEndArray();
        json.writeStringField(
                "specReference", "/v2/pods" + pod.id() + "::versions/" + Timestamps.format(instance.runSpecVersion()));
        TaskJson.writeLocalVolumes(json, instance);
        json.writeStringField("lastUpdated", since);
        json.writeStringField("lastChanged", since);
        json.writeStringField("role", instance.role());
        json.writeEndObject();
    }

    /** What the executor and those containers that are there have been given. */
    private static Resources sum(List<PodContainerStatus> containers, ExecutorResources executor) {
        Resources sum = new Resources(executor.cpus(), executor.mem(), executor.disk(), 0);
        for (PodContainerStatus status : containers) {
            Resources more = status.resources().orElse(NOTHING);
            sum = new Resources(
                    sum.cpus() + more.cpus(),
                    sum.mem() + more.mem(),
                    sum.disk() + more.disk(),
                    sum.gpus() + more.gpus());
        }
        return sum;
    }

    /** The addresses of what is there; what has ended has none any more. */
    private static void writeNetworks(JsonGenerator json, Instance instance) throws IOException {
        List<String> addresses = instance.containers().stream()
                .filter(container -> !container.condition().isTerminal())
                .flatMap(container -> container.ipAddresses().stream())
                .distinct()
                .toList();
        json.writeArrayFieldStart("networks");
        if (!addresses.isEmpty()) {
            json.writeStartObject();
            DefinitionJson.writeTexts(json, "addresses", addresses);
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    /** Writes an instance as it was when it was killed: Marathon's {@code Instance}. */
    static void writeKilled(JsonGenerator json, Instance instance, PodDefinition pod) throws IOException {
        json.writeStartObject();
        json.writeStringField("instanceId", instance.id().value());
        json.writeObjectFieldStart("state");
        json.writeStringField("condition", instance.condition().text());
        json.writeStringField("since", Timestamps.format(instance.since()));
        if (instance.startedAt() != null) {
            json.writeStringField("activeSince", Timestamps.format(instance.startedAt()));
        }
        if (instance.healthy() != null) {
            json.writeBooleanField("healthy", instance.healthy());
        }
        json.writeStringField("goal", instance.goal().text());
        json.writeEndObject();
        Instance.AgentRef agent = instance.agent();
        if (agent != null) {
            json.writeObjectFieldStart("agentInfo");
            json.writeStringField("host", agent.host());
            json.writeStringField("agentId", agent.id());
            writeText(json, "region", agent.region());
            writeText(json, "zone", agent.zone());
            json.writeArrayFieldStart("attributes");
            json.writeEndArray();
            json.writeEndObject();
        }
        json.writeStringField("runSpecVersion", Timestamps.format(instance.runSpecVersion()));
        DefinitionJson.writeUnreachable(json, pod.unreachableStrategy());
        json.writeEndObject();
    }
}
