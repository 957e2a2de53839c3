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
import stadion.api.json.Violations;
import stadion.scheduler.group.RootGroup;
import stadion.scheduler.launch.taskinfo.LaunchSettings;
import stadion.scheduler.model.AppDefinition;
import stadion.scheduler.model.AppDefinition.PortDefinition;
import stadion.scheduler.offer.MatchSettings;
import stadion.scheduler.offer.MatchSettings.AcceptedRoles;

/** The app of a recorded case and the flags with which Marathon ran. */
final class RecordedApp {

    static final Instant VERSION = Instant.parse("2026-01-02T03:04:05.678Z");

    private final Map<String, String> flags = new HashMap<>();
    private final JsonNode posted;

    RecordedApp(Recordings.Case recorded) {
        JsonNode flagList = recorded.json().path("flags");
        for (int i = 0; i + 1 < flagList.size(); i += 2) {
            flags.put(flagList.get(i).asText(), flagList.get(i + 1).asText());
        }
        ObjectNode app = recorded.json().get("app").deepCopy();
        String id = app.path("id").asText("/{}").replace("{}", "recorded");
        posted = app.put("id", id);
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
        AppSettings settings = new AppSettings(
                flags.get("--default_network_name"),
                flags.getOrDefault("--mesos_bridge_name", "mesos-bridge"),
                flags.getOrDefault("--mesos_role", "*"),
                false,
                features());
        Violations errors = new Violations();
        AppUpdate update = AppReader.APP.read(posted, "", errors);
        errors.throwIfInvalid();
        AppDefinition app = new AppDefinitions(settings).create(update, RootGroup.empty(VERSION));
        List<PortDefinition> ports = new ArrayList<>();
        for (PortDefinition port : app.portDefinitions()) {
            int number = port.port() == 0 ? 10000 + ports.size() : port.port();
            ports.add(new PortDefinition(number, port.name(), port.protocol(), port.labels()));
        }
        return app.withPortDefinitions(ports).withVersion(VERSION);
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
