package stadion.deploy.server.flows;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which instance of the server may stand for which of the recorded ones. */
final class InstanceNames {

    private static final Pattern RECORDED = Pattern.compile("([A-Za-z0-9_.-]+)\\.instance-(<<uuid=uuid\\d+>>)");
    private static final Pattern SEEN = Pattern.compile("([A-Za-z0-9_.-]+)\\.instance-([0-9a-f-]{36})");

    private InstanceNames() {}

    /** The recorded instances in the order of their first mention, by their app or pod. */
    static Map<String, Set<String>> recorded(Iterable<JsonNode> timeline) {
        Map<String, Set<String>> instances = new HashMap<>();
        timeline.forEach(item -> collect(RECORDED, item.toString(), instances));
        return instances;
    }

    static Map<String, Set<String>> seen(Iterable<String> texts) {
        Map<String, Set<String>> instances = new HashMap<>();
        texts.forEach(text -> collect(SEEN, text, instances));
        return instances;
    }

    /** The instances in a path of which events have told: each stands for the one of which they told here as the same one in their order. */
    static Map<String, String> inOrder(String path, List<JsonNode> before, Map<String, List<Event>> told) {
        List<String> subjects = told.values().stream()
                .flatMap(events -> events.stream().map(Event::subject))
                .toList();
        Map<String, Set<String>> seen = seen(subjects);
        Map<String, Set<String>> recorded = recorded(
                before.stream().filter(item -> Flow.kind(item).equals("event")).toList());
        Map<String, String> known = new HashMap<>();
        recorded.forEach((spec, placeholders) -> {
            Iterator<String> ids = seen.getOrDefault(spec, Set.of()).iterator();
            for (String placeholder : placeholders) {
                String id = ids.hasNext() ? ids.next() : "";
                if (path.contains(placeholder) && !id.isEmpty()) {
                    known.put(placeholder, id);
                }
            }
        });
        return known;
    }

    private static void collect(Pattern pattern, String text, Map<String, Set<String>> instances) {
        for (Matcher found = pattern.matcher(text); found.find(); ) {
            instances
                    .computeIfAbsent(found.group(1), spec -> new LinkedHashSet<>())
                    .add(found.group(2));
        }
    }

    /** Every way to give recorded instances one seen of the same app or pod each, beyond those fixed already. */
    static List<Map<String, String>> assignments(
            Map<String, Set<String>> recorded, Map<String, Set<String>> seen, Map<String, String> fixed) {
        List<Map<String, String>> all = List.of(fixed);
        for (Map.Entry<String, Set<String>> spec : recorded.entrySet()) {
            for (String placeholder : spec.getValue()) {
                if (!fixed.containsKey(placeholder)) {
                    all = extended(all, placeholder, seen.getOrDefault(spec.getKey(), Set.of()));
                }
            }
        }
        return all;
    }

    private static List<Map<String, String>> extended(
            List<Map<String, String>> assignments, String placeholder, Set<String> candidates) {
        List<Map<String, String>> extended = new ArrayList<>();
        for (Map<String, String> assignment : assignments) {
            int before = extended.size();
            for (String candidate : candidates) {
                if (!assignment.containsValue(candidate)) {
                    Map<String, String> longer = new HashMap<>(assignment);
                    longer.put(placeholder, candidate);
                    extended.add(longer);
                }
            }
            if (extended.size() == before) {
                extended.add(assignment);
            }
        }
        return extended;
    }
}
