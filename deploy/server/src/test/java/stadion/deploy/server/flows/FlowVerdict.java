package stadion.deploy.server.flows;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import stadion.api.conformance.Bindings;
import stadion.api.conformance.JsonMatch;

/** Collects what was seen in a replay, and says in the end what of it differs from the recording. */
final class FlowVerdict {

    private final Flow flow;
    private final boolean alone;
    private final List<JsonNode> requests = new ArrayList<>();
    private final List<FlowClient.Answer> answers = new ArrayList<>();
    private final List<JsonNode> responses = new ArrayList<>();
    private final Map<JsonNode, Map<String, JsonNode>> snapshots = new HashMap<>();

    FlowVerdict(Flow flow, boolean alone) {
        this.flow = flow;
        this.alone = alone;
    }

    void answered(JsonNode request, FlowClient.Answer answer) {
        requests.add(request);
        answers.add(answer);
    }

    void answer(JsonNode recorded) {
        responses.add(recorded);
    }

    void snapshot(JsonNode recorded, Map<String, JsonNode> taken) {
        snapshots.put(recorded, taken);
    }

    /** A path with the deployments that answers have named so far. */
    String withDeployments(String path) {
        Map<String, String> known = new HashMap<>();
        for (int i = 0; i < responses.size(); i++) {
            String placeholder = responses
                    .get(i)
                    .path("headers")
                    .path("Marathon-Deployment-Id")
                    .asText();
            answers.get(i).deployment().ifPresent(id -> known.put(placeholder, id));
        }
        return FlowText.fill(path, known);
    }

    /** The expected events of which fewer have come; who they are about does not matter yet. */
    List<String> missing(List<JsonNode> expected, Map<String, List<Event>> seen) {
        Map<String, Integer> left = new HashMap<>();
        seen.forEach((stream, events) -> events.forEach(event -> left.merge(countKey(stream, event), 1, Integer::sum)));
        Map<String, Integer> counts = new HashMap<>();
        List<String> missing = new ArrayList<>();
        for (JsonNode item : counted(expected.stream()).toList()) {
            String stream = item.path("stream").asText();
            Event event = Event.recorded(item);
            String name = (stream.isEmpty() ? "" : stream + "/") + event.name();
            int count = counts.merge(name, 1, Integer::sum);
            boolean always = !flow.order().notAlways().contains(count == 1 ? name : name + "#" + count);
            String key = countKey(stream, event);
            if (left.merge(key, -1, Integer::sum) < 0 && always) {
                missing.add(name + "#" + count);
            }
        }
        return missing;
    }

    private static String countKey(String stream, Event event) {
        return stream + "/" + event.name() + " " + SpecIds.in(event.data());
    }

    /** Without those that can't be told from other flows' events. */
    private Stream<JsonNode> counted(Stream<JsonNode> items) {
        return items.filter(item -> alone || !item.path("event").asText().startsWith("event_stream_"));
    }

    /**
     * What differs if each recorded instance stands for the one that fits best.
     *
     * @param fixed instances that a request has named
     */
    List<String> differences(Map<String, List<Event>> seen, Map<String, String> fixed) {
        List<String> texts = new ArrayList<>();
        seen.values().forEach(events -> events.forEach(event -> texts.add(event.subject())));
        snapshots.values().forEach(snapshot -> texts.add(snapshot.toString()));
        List<Map<String, String>> assignments =
                InstanceNames.assignments(InstanceNames.recorded(flow.timeline()), InstanceNames.seen(texts), fixed);
        List<String> best = null;
        for (Map<String, String> instances : assignments) {
            List<String> differences = differencesIf(seen, instances);
            if (best == null || differences.size() < best.size()) {
                best = differences;
            }
        }
        return best;
    }

    private List<String> differencesIf(Map<String, List<Event>> seen, Map<String, String> instances) {
        Bindings bindings = new Bindings();
        List<String> differences = new ArrayList<>();
        seen.forEach((stream, events) -> {
            List<Event> expected = counted(flow.events())
                    .filter(item -> item.path("stream").asText().equals(stream))
                    .map(Event::recorded)
                    .toList();
            differences.addAll(new FlowMatch(flow.order(), stream, instances).compare(expected, events, bindings));
        });
        for (int i = 0; i < Math.min(responses.size(), answers.size()); i++) {
            String request = requests.get(i).path("method").asText() + " "
                    + requests.get(i).path("path").asText() + ": ";
            compare(responses.get(i), answers.get(i), instances, bindings)
                    .forEach(difference -> differences.add(request + difference));
        }
        for (JsonNode item : flow.timeline()) {
            if (snapshots.containsKey(item)) {
                String label = "snapshot '" + item.path("label").asText() + "' ";
                Snapshots.differences(item.path("get"), snapshots.get(item), instances, flow.specs(), bindings)
                        .forEach(difference -> differences.add(label + difference));
            }
        }
        return differences;
    }

    private static List<String> compare(
            JsonNode response, FlowClient.Answer answer, Map<String, String> instances, Bindings bindings) {
        List<String> differences = new ArrayList<>();
        if (answer.status() != response.path("status").asInt()) {
            return List.of(
                    "status " + answer.status() + " " + answer.body() + " instead of " + response.path("status"));
        }
        response.path("headers").properties().forEach(header -> {
            String name = header.getKey();
            String got = answer.headers().get(name.toLowerCase(java.util.Locale.ROOT));
            JsonMatch.compare(
                            comparable(name, header.getValue().asText()),
                            got == null ? MissingNode.getInstance() : comparable(name, got),
                            bindings)
                    .forEach(miss -> differences.add("header " + name + miss));
        });
        JsonNode body = response.path("body");
        if (body.isObject() || body.isArray()) {
            JsonMatch.compare(FlowText.comparable(body, instances), answer.body(), bindings)
                    .forEach(miss -> differences.add(miss.toString()));
        } else if (!answer.body().isMissingNode()) {
            differences.add("there should be no body, not " + answer.body());
        }
        return differences;
    }

    /** Addresses without host and port, media types without parameters. */
    private static TextNode comparable(String header, String value) {
        return TextNode.valueOf(
                switch (header) {
                    case "Location" -> value.replaceFirst("^https?://[^/]*", "");
                    case "Content-Type" -> value.replaceFirst(";.*", "");
                    default -> value;
                });
    }
}
