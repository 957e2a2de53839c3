package stadion.api.tasks;

import akka.util.ByteString;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import stadion.api.json.Timestamps;
import stadion.api.render.JsonOutput;
import stadion.api.render.Rendered;
import stadion.api.render.RenderedObject;
import stadion.scheduler.app.AppStatus;
import stadion.scheduler.health.HealthStatus;
import stadion.scheduler.model.AppDefinition;
import stadion.scheduler.model.AppDefinition.PortDefinition;
import stadion.scheduler.model.AppDefinition.PortMapping;
import stadion.scheduler.model.Condition;
import stadion.scheduler.model.Instance;

/** Writes tasks as Marathon does. What depends on the instance alone is rendered once. */
public final class TaskJson {

    private final Rendered<Instance, RenderedObject> instances =
            new Rendered<>(instance -> RenderedObject.of(out -> writeInstance(out.json(), instance)));

    /** All tasks of an app as elements of an array, by the service ports shown with them. */
    private final Rendered<AppStatus, Map<List<Integer>, ByteString>> apps =
            new Rendered<>(status -> new ConcurrentHashMap<>());

    /** Whether an instance has, or had, a task. */
    public static boolean isLaunched(Instance instance) {
        return instance.incarnation() > 0;
    }

    /** Whether an instance has, or had, a task that is shown as such: those of pods are only shown with their pods. */
    public static boolean isTask(Instance instance) {
        return isLaunched(instance) && instance.containers().isEmpty();
    }

    /** Writes the tasks of an app as an array, in no order. */
    public void writeAll(JsonOutput out, AppStatus status) throws IOException {
        out.json().writeStartArray();
        writeEach(out, status);
        out.json().writeEndArray();
    }

    /** Writes the tasks of an app as elements of the array that is being written. */
    public void writeEach(JsonOutput out, AppStatus status) throws IOException {
        writeEach(out, status, List.of());
    }

    /** The same with the service ports of the app. What has not changed is rendered once. */
    void writeEach(JsonOutput out, AppStatus status, List<Integer> servicePorts) throws IOException {
        if (!status.instances().isEmpty()) {
            out.elements(apps.of(status)
                    .computeIfAbsent(
                            servicePorts,
                            ports -> JsonOutput.elements(fresh -> writeEach(fresh, status, ports, instance -> true))));
        }
    }

    /** The same for those tasks that are wanted. */
    void writeEach(JsonOutput out, AppStatus status, List<Integer> servicePorts, Predicate<Instance> wanted)
            throws IOException {
        byte[] end = unchecked(servicePorts);
        for (Instance instance : status.instances().values()) {
            if (!isTask(instance) || !wanted.test(instance)) {
                continue;
            }
            if (status.health().containsKey(instance.id())) {
                write(out, status, instance, servicePorts);
            } else {
                out.value(instances.of(instance), end);
            }
        }
    }

    /** What follows the members of an instance whose health is not checked. */
    private static byte[] unchecked(List<Integer> servicePorts) {
        String ports = servicePorts.stream().map(String::valueOf).collect(Collectors.joining(","));
        return (",\"healthCheckResults\":[],\"servicePorts\":[" + ports + "]}").getBytes(StandardCharsets.US_ASCII);
    }

    /** Writes the task of an instance. Marathon shows the service ports of the app only in {@code /v2/tasks}. */
    public void write(JsonOutput out, AppStatus status, Instance instance, List<Integer> servicePorts)
            throws IOException {
        JsonGenerator json = out.json();
        json.writeStartObject();
        out.members(instances.of(instance));
        json.writeArrayFieldStart("healthCheckResults");
        for (HealthStatus health : status.health().getOrDefault(instance.id(), List.of())) {
            writeHealth(json, instance, health);
        }
        json.writeEndArray();
        writeInts(json, "servicePorts", servicePorts);
        json.writeEndObject();
    }

    /** The service ports of an app, in the order of its ports. */
    public static List<Integer> servicePorts(AppDefinition app) {
        return app.isHostNetwork()
                ? app.portDefinitions().stream().map(PortDefinition::port).toList()
                : app.portMappings().stream().map(PortMapping::servicePort).toList();
    }

    private static void writeInstance(JsonGenerator json, Instance instance) throws IOException {
        Condition condition = shown(instance);
        boolean ended = condition.isTerminal();
        json.writeStartObject();
        json.writeStringField("id", instance.taskId());
        json.writeStringField("appId", instance.runSpecId().value());
        json.writeStringField("state", condition.taskState());
        Instance.AgentRef agent = instance.agent();
        if (agent != null) {
            json.writeStringField("host", agent.host());
            json.writeStringField("slaveId", agent.id());
            writeString(json, "region", agent.region());
            writeString(json, "zone", agent.zone());
        }
        writeAddresses(json, instance.ipAddresses());
        writeInts(json, "ports", ended ? List.of() : instance.hostPorts());
        if (!ended) {
            writeTime(json, "stagedAt", instance.stagedAt());
            writeTime(json, "startedAt", instance.startedAt());
            writeTime(json, "version", instance.runSpecVersion());
        }
        writeCheckResult(json, instance.checkResult());
        writeLocalVolumes(json, instance);
        json.writeStringField("role", instance.role());
        json.writeEndObject();
    }

    private static void writeCheckResult(JsonGenerator json, Instance.@Nullable CheckResult result) throws IOException {
        if (result == null) {
            return;
        }
        json.writeObjectFieldStart("checkResult");
        if (result.exitCode() != null) {
            json.writeObjectFieldStart("command");
            json.writeNumberField("exitCode", result.exitCode());
        } else if (result.httpStatus() != null) {
            json.writeObjectFieldStart("http");
            json.writeNumberField("statusCode", result.httpStatus());
        } else {
            json.writeObjectFieldStart("tcp");
            json.writeBooleanField("succeeded", Boolean.TRUE.equals(result.connected()));
        }
        json.writeEndObject();
        json.writeEndObject();
    }

    /** The persistent volumes of an instance; each id ends with a UUID of its own. */
    public static void writeLocalVolumes(JsonGenerator json, Instance instance) throws IOException {
        json.writeArrayFieldStart("localVolumes");
        for (Instance.LocalVolume volume : instance.localVolumes()) {
            String id = volume.persistenceId();
            json.writeStartObject();
            json.writeStringField("runSpecId", instance.runSpecId().value());
            json.writeStringField("containerPath", volume.containerPath());
            json.writeStringField("uuid", id.substring(id.lastIndexOf('#') + 1));
            json.writeStringField("persistenceId", id);
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    /** While an instance waits to be launched again, the end of its last task is shown. */
    private static Condition shown(Instance instance) {
        return instance.condition() == Condition.SCHEDULED && instance.ended() != null
                ? instance.ended()
                : instance.condition();
    }

    private static void writeAddresses(JsonGenerator json, List<String> addresses) throws IOException {
        json.writeArrayFieldStart("ipAddresses");
        for (String address : addresses) {
            json.writeStartObject();
            json.writeStringField("ipAddress", address);
            json.writeStringField("protocol", address.contains(":") ? "IPv6" : "IPv4");
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void writeHealth(JsonGenerator json, Instance instance, HealthStatus health) throws IOException {
        json.writeStartObject();
        json.writeBooleanField("alive", health.alive());
        json.writeNumberField("consecutiveFailures", health.consecutiveFailures());
        writeTime(json, "firstSuccess", health.firstSuccess());
        writeTime(json, "lastSuccess", health.lastSuccess());
        writeTime(json, "lastFailure", health.lastFailure());
        writeString(json, "lastFailureCause", health.lastFailureCause());
        json.writeStringField("instanceId", "instance [" + instance.id() + "]");
        json.writeEndObject();
    }

    private static void writeInts(JsonGenerator json, String name, List<@Nullable Integer> values) throws IOException {
        json.writeArrayFieldStart(name);
        for (Integer value : values) {
            if (value != null) {
                json.writeNumber(value);
            }
        }
        json.writeEndArray();
    }

    private static void writeTime(JsonGenerator json, String name, @Nullable Instant time) throws IOException {
        if (time != null) {
            json.writeStringField(name, Timestamps.format(time));
        }
    }

    private static void writeString(JsonGenerator json, String name, @Nullable String text) throws IOException {
        if (text != null) {
            json.writeStringField(name, text);
        }
    }
}
