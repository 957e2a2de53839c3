package stadion.deploy.server.flows;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.Set;

/** Finds out which apps and pods an event, or a request, is about. */
final class SpecIds {

    private static final Set<String> NAMES = Set.of("appId", "runSpecId", "app", "pod");
    private static final Set<String> DEFINITIONS = Set.of("appDefinition", "body", "apps", "pods", "groups");

    private SpecIds() {}

    /** The ids that something in a timeline, or the data of an event, names. */
    static Set<String> in(JsonNode item) {
        Set<String> found = new HashSet<>();
        switch (Flow.kind(item)) {
            case "request" -> {
                definitions(item.path("body"), found);
                String path = item.path("path").asText().replaceFirst("\\?.*", "");
                if (path.matches("/v2/(apps|pods)/.+")) {
                    found.add(specIn(path));
                }
                if (path.matches("/v2/queue/.+/delay")) {
                    found.add(path.replaceFirst("/v2/queue", "").replaceFirst("/delay$", ""));
                }
            }
            case "event" -> named(item.path("data"), found);
            case "snapshot" ->
                item.path("get").fieldNames().forEachRemaining(path -> {
                    if (path.matches("/v2/(apps|pods)/[^?]+")) {
                        found.add(specIn(path));
                    }
                });
            case "response", "action", "raw", "stream_closed", "env" -> {}
            default -> named(item, found);
        }
        return found;
    }

    private static String specIn(String path) {
        return path.replaceFirst("/v2/(apps|pods)", "")
                .replaceFirst("(::.*|/tasks(/.*)?|/restart|/versions(/.*)?)$", "");
    }

    private static void named(JsonNode value, Set<String> found) {
        value.properties().forEach(entry -> {
            if (NAMES.contains(entry.getKey()) && entry.getValue().isTextual()) {
                found.add(entry.getValue().textValue());
            } else if (DEFINITIONS.contains(entry.getKey())) {
                definitions(entry.getValue(), found);
            } else {
                named(entry.getValue(), found);
            }
        });
        if (value.isArray()) {
            value.forEach(item -> named(item, found));
        }
    }

    private static void definitions(JsonNode value, Set<String> found) {
        if (value.isArray()) {
            value.forEach(item -> definitions(item, found));
            return;
        }
        if (!value.isObject()) {
            return;
        }
        boolean group = value.has("apps") || value.has("pods") || value.has("groups");
        if (value.path("id").isTextual() && !group) {
            found.add(value.get("id").textValue());
        }
        for (String children : DEFINITIONS) {
            definitions(value.path(children), found);
        }
    }
}
