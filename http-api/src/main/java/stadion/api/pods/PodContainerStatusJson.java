package stadion.api.pods;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;
import stadion.api.json.Timestamps;
import stadion.api.pod.PodContainerJson;
import stadion.scheduler.model.PodDefinition.Endpoint;

/** Writes how containers of pods are: Marathon's {@code ContainerStatus}. */
final class PodContainerStatusJson {

    private PodContainerStatusJson() {}

    static void write(JsonGenerator json, PodContainerStatus status) throws IOException {
        String since = Timestamps.format(status.since());
        json.writeStartObject();
        json.writeStringField("name", status.container().name());
        json.writeStringField("status", status.condition().taskState());
        json.writeStringField("statusSince", since);
        json.writeArrayFieldStart("conditions");
        if (status.showsHealth()) {
            writeHealth(json, status.healthy(), since);
        }
        json.writeEndArray();
        if (status.isActive()) {
            json.writeStringField("containerId", status.taskId());
        }
        writeEndpoints(json, status);
        if (holdsResources(status)) {
            PodContainerJson.writeResources(json, status.container().resources());
        }
        json.writeStringField("lastUpdated", since);
        json.writeStringField("lastChanged", since);
        json.writeEndObject();
    }

    /** Whether its resources are, as far as is known, in use. */
    static boolean holdsResources(PodContainerStatus status) {
        return switch (status.condition()) {
            case STAGING, STARTING, RUNNING, UNREACHABLE, KILLING -> true;
            default -> false;
        };
    }

    private static void writeHealth(JsonGenerator json, @Nullable Boolean healthy, String since) throws IOException {
        json.writeStartObject();
        json.writeStringField("name", "healthy");
        json.writeStringField("lastChanged", since);
        json.writeStringField("lastUpdated", since);
        json.writeStringField("value", String.valueOf(Boolean.TRUE.equals(healthy)));
        json.writeStringField("reason", healthy == null ? "health-unreported-by-mesos" : "health-reported-by-mesos");
        json.writeEndObject();
    }

    /** The one whose health is checked comes last, as in Marathon. */
    private static void writeEndpoints(JsonGenerator json, PodContainerStatus status) throws IOException {
        json.writeArrayFieldStart("endpoints");
        if (status.isActive()) {
            Iterator<Integer> ports = status.hostPorts().iterator();
            String checked = status.checkedEndpoint();
            Integer checkedPort = null;
            for (Endpoint endpoint : status.container().endpoints()) {
                Integer port = endpoint.hostPort() != null && ports.hasNext() ? ports.next() : null;
                if (endpoint.name().equals(checked)) {
                    checkedPort = port;
                } else {
                    writeEndpoint(json, endpoint.name(), port, null);
                }
            }
            if (checked != null) {
                writeEndpoint(json, checked, checkedPort, status.healthy());
            }
        }
        json.writeEndArray();
    }

    private static void writeEndpoint(
            JsonGenerator json, String name, @Nullable Integer port, @Nullable Boolean healthy) throws IOException {
        json.writeStartObject();
        json.writeStringField("name", name);
        if (port != null) {
            json.writeNumberField("allocatedHostPort", port);
        }
        if (healthy != null) {
            json.writeBooleanField("healthy", healthy);
        }
        json.writeEndObject();
    }
}
