package stadion.api.facts;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import stadion.api.app.AppDefinitions;
import stadion.api.app.AppReader;
import stadion.api.app.AppSettings;
import stadion.api.app.AppUpdate;
import stadion.api.json.Json;
import stadion.api.json.Violations;
import stadion.api.pod.PodDefinitions;
import stadion.api.pod.PodReader;
import stadion.api.pod.SentPod;
import stadion.scheduler.group.RootGroup;
import stadion.scheduler.launch.taskinfo.LaunchSettings;
import stadion.scheduler.model.AppDefinition;
import stadion.scheduler.model.AppDefinition.PortDefinition;
import stadion.scheduler.model.PodDefinition;
import stadion.scheduler.offer.MatchSettings;
import stadion.scheduler.offer.MatchSettings.AcceptedRoles;

/** The app or pod of a recorded case and the flags with which Marathon ran. */
final class RecordedSpec {

    static final Instant VERSION = Instant.parse("2026-01-02T03:04:05.678Z");

    private final Map<String, String> flags = new HashMap<>();
    private final JsonNode posted;

    RecordedSpec(Recordings.Case recorded) {
        JsonNode flagList = recorded.json().path("flags");
        for (int i = 0; i + 1 < flagList.size(); i += 2) {
            flags.put(flagList.get(i).asText(), flagList.get(i + 1).asText());
        }
        ObjectNode spec = recorded.json().get(recorded.isApp() ? "app" : "pod").deepCopy();
        String id = spec.path("id").asText("/{}").replace("{}", "recorded");
        posted = spec.put("id", id);
    }

    JsonNode posted() {
        return posted;
    }

    boolean hasFeature(String feature) {
        return features().contains(feature);
    }

    /**
     * The definition as the server makes it of what was posted, with service ports from 10000 on.
     *
     * @throws stadion.api.ApiException if it is refused
     */
    AppDefinition definition() {
        Violations errors = new Violations();
        AppUpdate update = AppReader.APP.read(posted, "", errors);
        errors.throwIfInvalid();
        AppDefinition app = new AppDefinitions(settings()).create(update, RootGroup.empty(VERSION));
        List<PortDefinition> ports = new ArrayList<>();
        for (PortDefinition port : app.portDefinitions()) {
            int number = port.port() == 0 ? 10000 + ports.size() : port.port();
            ports.add(new PortDefinition(number, port.name(), port.protocol(), port.labels()));
        }
        return app.withPortDefinitions(ports).withVersion(VERSION);
    }

    /** The definition of a pod, as {@link #definition}. */
    PodDefinition pod() {
        SentPod sent = PodReader.pod(posted.has("containers") ? posted : oneContainer());
        return new PodDefinitions(settings())
                .create(sent, RootGroup.empty(VERSION))
                .withVersion(VERSION);
    }

    /** Some pods are recorded in short, as what their one container runs and needs. */
    private JsonNode oneContainer() {
        ObjectNode pod =
                Json.MAPPER.createObjectNode().put("id", posted.path("id").asText());
        ObjectNode container = pod.putArray("containers").addObject().put("name", "c1");
        container
                .putObject("exec")
                .putObject("command")
                .put("shell", posted.path("cmd").asText());
        container
                .putObject("resources")
                .put("cpus", posted.path("cpus").asDouble())
                .put("mem", posted.path("mem").asDouble());
        return pod;
    }

    private AppSettings settings() {
        return new AppSettings(
                flags.get("--default_network_name"),
                flags.getOrDefault("--mesos_bridge_name", "mesos-bridge"),
                flags.getOrDefault("--mesos_role", "*"),
                false,
                features());
    }

    LaunchSettings launchSettings() {
        return new LaunchSettings(
                flags.getOrDefault("--env_vars_prefix", ""),
                flags.getOrDefault("--executor", "//cmd"),
                flags.getOrDefault("--mesos_bridge_name", "mesos-bridge"));
    }

    MatchSettings matchSettings() {
        String roles = flags.getOrDefault("--accepted_resource_roles_default_behavior", "any");
        return new MatchSettings(
                AcceptedRoles.valueOf(roles.toUpperCase(Locale.ROOT)), true, Duration.ZERO, true, "home");
    }

    private Set<String> features() {
        return Set.of(flags.getOrDefault("--enable_features", "none").split(","));
    }
}
