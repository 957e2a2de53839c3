package stadion.api.pods;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import stadion.api.json.Timestamps;
import stadion.api.pod.PodContainerJson;
import stadion.scheduler.model.PodDefinition.Endpoint;
import stadion.scheduler.model.PodDefinition.PodContainer;
import stadion.scheduler.model.PodDefinition.Resources;

/** Writes how containers of pods are: Marathon's {@code ContainerStatus}. */
final class PodContainerStatusJson {

    private PodContainerStatusJson() {}

    static void write(JsonGenerator json, PodContainerStatus status) throws IOException {
        String since = Timestamps.format(status.since());
        json.writeStartObject();
        json.writeStringField("name", status.state().name());
        json.writeStringField("status", status.state().condition().taskState());
        json.writeStringField("statusSince", since);
        json.writeArrayFieldStart("conditions");
        if (status.showsHealth()) {
            writeHealth(json, status.state().healthy(), since);
        }
        json.writeEndArray();
        if (status.isActive()) {
            json.writeStringField("containerId", status.taskId());
        }
        writeEndpoints(json, status);
        Optional<Resources> resources = status.resources();
        if (resources.isPresent()) {
            PodContainerJson.writeResources(json, resources.get());
        }
        json.writeStringField("lastUpdated", since);
        json.writeStringField("lastChanged", since);
        json.writeEndObject();
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
            List<Endpoint> endpoints =
                    status.spec().map(PodContainer::endpoints).orElse(List.of());
            List<@Nullable Integer> ports = status.state().hostPorts();
            int checked = -1;
            for (int i = 0; i < endpoints.size(); i++) {
                String name = endpoints.get(i).name();
                if (name.equals(status.checkedEndpoint())) {
                    checked = i;
                } else {
                    writeEndpoint(json, name, i < ports.size() ? ports.get(i) : null, null);
                }
            }
            if (checked >= 0) {
                Integer port = checked < ports.size() ? ports.get(checked) : null;
                writeEndpoint(
                        json,
                        endpoints.get(checked).name(),
                        port,
                        status.state().healthy());
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
