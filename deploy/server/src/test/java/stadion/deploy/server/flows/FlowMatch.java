package stadion.deploy.server.flows;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import stadion.api.conformance.Bindings;
import stadion.api.conformance.JsonMatch;

/**
 * Compares the recorded events of a stream with those seen, once it is known which instance stands for which: each must have come as often, with the same content, and in an
 * order that no run contradicts. Events of two instances, or of an instance and a deployment, may come in either order if any flow shows them so.
 */
final class FlowMatch {

    private final EventOrder order;
    private final String stream;
    private final Map<String, String> known;
    private final List<String> differences = new ArrayList<>();

    /** An expected event, by the name that tells it from all others, and where the event that it stands for was seen; -1: nowhere. */
    private record Pair(Event expected, String name, int seenAt) {}

    /**
     * A comparison.
     *
     * @param stream the name of the stream; empty where there is only one
     * @param known the values of placeholders of instances
     */
    FlowMatch(EventOrder order, String stream, Map<String, String> known) {
        this.order = order;
        this.stream = stream;
        this.known = known;
    }

    /** What differs; new placeholders are bound. Events after the last expected one don't matter, as every recording was cut off somewhere. */
    List<String> compare(List<Event> expected, List<Event> seen, Bindings bindings) {
        List<Pair> pairs = pair(expected, seen);
        for (Pair pair : pairs) {
            if (pair.seenAt >= 0) {
                JsonNode data = FlowText.comparable(pair.expected.data(), known);
                JsonMatch.compare(data, seen.get(pair.seenAt).data(), bindings)
                        .forEach(miss -> differences.add(pair.name + miss));
            } else if (!order.notAlways().contains(pair.name)) {
                differences.add("missing: " + pair.name + " " + subject(pair.expected));
            }
        }
        unexpected(pairs, seen);
        outOfOrder(pairs);
        return differences;
    }

    private List<Pair> pair(List<Event> expected, List<Event> seen) {
        Map<String, List<Integer>> places = new HashMap<>();
        for (int i = 0; i < seen.size(); i++) {
            Event event = seen.get(i);
            places.computeIfAbsent(event.name() + " " + event.subject(), key -> new ArrayList<>())
                    .add(i);
        }
        Map<String, Integer> counts = new HashMap<>();
        List<Pair> pairs = new ArrayList<>();
        for (Event event : expected) {
            List<Integer> left = places.getOrDefault(event.name() + " " + subject(event), new ArrayList<>());
            int count = counts.merge(event.name(), 1, Integer::sum);
            String name = (stream.isEmpty() ? "" : stream + "/") + event.name() + (count == 1 ? "" : "#" + count);
            pairs.add(new Pair(event, name, left.isEmpty() ? -1 : left.remove(0)));
        }
        return pairs;
    }

    private String subject(Event event) {
        return FlowText.fill(event.subject(), known);
    }

    private void unexpected(List<Pair> pairs, List<Event> seen) {
        Set<Integer> expected = pairs.stream().map(Pair::seenAt).collect(Collectors.toSet());
        int last = expected.stream().mapToInt(i -> i).max().orElse(-1);
        for (int i = 0; i < last; i++) {
            Event event = seen.get(i);
            if (!expected.contains(i) && !order.mayComeBesides(event.name())) {
                differences.add("unexpected: " + event + " " + event.data());
            }
        }
    }

    private void outOfOrder(List<Pair> pairs) {
        for (int i = 0; i < pairs.size(); i++) {
            for (int j = i + 1; j < pairs.size(); j++) {
                Pair first = pairs.get(i);
                Pair second = pairs.get(j);
                if (second.seenAt >= 0 && first.seenAt > second.seenAt && isOrdered(first, second)) {
                    differences.add("out of order: " + first.name + " came after " + second.name);
                }
            }
        }
    }

    private boolean isOrdered(Pair first, Pair second) {
        if (order.bothWays().contains(Set.of(first.name, second.name))
                || order.notAlways().contains(first.name)
                || order.notAlways().contains(second.name)) {
            return false;
        }
        if (first.expected.isAboutTheSame(second.expected)) {
            return true;
        }
        return order.isOrdered(first.expected.name(), second.expected.name());
    }
}
