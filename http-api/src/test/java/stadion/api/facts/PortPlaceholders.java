package stadion.api.facts;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import stadion.api.json.Json;
import stadion.scheduler.model.AppDefinition;
import stadion.scheduler.model.AppDefinition.PortMapping;

/** Puts what a replay came to in place of {@code <<port1>>}, {@code <<servicePort1>>} and {@code <<timestamp>>}. */
final class PortPlaceholders {

    private PortPlaceholders() {}

    /** {@code ports}: one per port of the app, as its task knows them. */
    static JsonNode bind(JsonNode json, RecordedSpec recorded, AppDefinition app, List<Integer> ports) {
        String text = json.toString().replace("<<timestamp>>", RecordedSpec.VERSION.toString());
        int port = 0;
        int servicePort = 0;
        for (int i = 0; i < ports.size(); i++) {
            if (isChosen(recorded, app, i)) {
                text = text.replace("<<port" + ++port + ">>", ports.get(i).toString());
            }
            if (app.isHostNetwork() && !app.requirePorts() && postedPort(recorded, i) == 0) {
                text = text.replace(
                        "<<servicePort" + ++servicePort + ">>",
                        Integer.toString(app.portDefinitions().get(i).port()));
            }
        }
        return Json.parse(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Whether the number of a port was nowhere in the definition. */
    private static boolean isChosen(RecordedSpec recorded, AppDefinition app, int index) {
        if (app.isHostNetwork()) {
            return !app.requirePorts() || postedPort(recorded, index) == 0;
        }
        PortMapping mapping = app.portMappings().get(index);
        return mapping.hostPort() == null ? mapping.containerPort() == 0 : mapping.hostPort() == 0;
    }

    private static int postedPort(RecordedSpec recorded, int index) {
        return recorded.posted()
                .path("portDefinitions")
                .path(index)
                .path("port")
                .asInt(0);
    }
}
