package stadion.api.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Compares an answer with the recorded one: every expected key must be there and match, further keys are allowed. Special words: {@code "<<absent>>": ["key"]} and {@code "key":
 * "<<absent>>"}; lists as {@code {"<<unordered>>": […]}}, {@code {"<<contains>>": […]}}, {@code {"<<mine>>": [ids], "<<items>>": […]}}. Numbers are equal by value.
 */
public final class JsonMatch {

    private static final Pattern WORDING = Pattern.compile("/message|/details|/details/\\d+/errors/\\d+|/errors/\\d+");

    private final Bindings bindings;
    private final List<Mismatch> mismatches = new ArrayList<>();

    /**
     * One difference.
     *
     * @param wording whether it is only one of a text meant for people
     */
    public record Mismatch(String path, String expected, String actual, boolean wording) {
        @Override
        public String toString() {
            return path + ": expected " + expected + ", got " + actual;
        }
    }

    private JsonMatch(Bindings bindings) {
        this.bindings = bindings;
    }

    /** What differs, with new placeholders bound. Only in the bodies of errors can a difference be one of wording. */
    public static List<Mismatch> compare(JsonNode expected, JsonNode actual, Bindings bindings) {
        JsonMatch match = new JsonMatch(bindings);
        match.compare(expected, actual, "");
        return match.mismatches;
    }

    private void miss(String path, Object expected, Object actual) {
        boolean text = actual instanceof TextNode;
        mismatches.add(new Mismatch(
                path,
                String.valueOf(expected),
                String.valueOf(actual),
                text && WORDING.matcher(path).matches()));
    }

    private void compare(JsonNode expected, JsonNode actual, String path) {
        if (expected.isTextual()) {
            if (!matches(expected.textValue(), actual)) {
                miss(path, expected, actual);
            }
        } else if (expected.isNumber()) {
            if (!actual.isNumber() || expected.decimalValue().compareTo(actual.decimalValue()) != 0) {
                miss(path, expected, actual);
            }
        } else if (expected.isArray()) {
            compareLists(expected, actual, path);
        } else if (expected.has("<<mine>>")) {
            compareUnordered(expected.get("<<items>>"), mine(expected.get("<<mine>>"), actual), true, path);
        } else if (expected.has("<<unordered>>")) {
            compareUnordered(expected.get("<<unordered>>"), items(actual), true, path);
        } else if (expected.has("<<contains>>")) {
            compareUnordered(expected.get("<<contains>>"), items(actual), false, path);
        } else if (expected.isObject()) {
            compareObjects(expected, actual, path);
        } else if (!expected.equals(actual)) {
            miss(path, expected, actual);
        }
    }

    private boolean matches(String expected, JsonNode actual) {
        Matcher found = Placeholder.PATTERN.matcher(expected);
        if (!found.find()) {
            return actual.isTextual() && expected.equals(actual.textValue());
        }
        if (found.start() == 0 && found.end() == expected.length()) {
            Placeholder placeholder = Placeholder.of(found);
            return placeholder.kind().equals("capture")
                    ? bindings.captured(placeholder.argument()).equals(actual)
                    : placeholder.accepts(actual) && bindings.bind(placeholder, actual);
        }
        return actual.isTextual() && matchesWithin(expected, actual.textValue());
    }

    private boolean matchesWithin(String expected, String actual) {
        StringBuilder regex = new StringBuilder();
        List<Placeholder> placeholders = new ArrayList<>();
        int end = 0;
        for (Matcher found = Placeholder.PATTERN.matcher(expected); found.find(); end = found.end()) {
            regex.append(Pattern.quote(expected.substring(end, found.start())));
            Placeholder placeholder = Placeholder.of(found);
            if (placeholder.kind().equals("capture")) {
                regex.append(
                        Pattern.quote(bindings.captured(placeholder.argument()).asText()));
            } else {
                regex.append('(').append(placeholder.regex()).append(')');
                placeholders.add(placeholder);
            }
        }
        regex.append(Pattern.quote(expected.substring(end)));
        Matcher whole = Pattern.compile(regex.toString()).matcher(actual);
        if (!whole.matches()) {
            return false;
        }
        boolean bound = true;
        for (int i = 0; i < placeholders.size(); i++) {
            bound &= bindings.bind(placeholders.get(i), TextNode.valueOf(whole.group(i + 1)));
        }
        return bound;
    }

    private void compareLists(JsonNode expected, JsonNode actual, String path) {
        if (!actual.isArray() || actual.size() != expected.size()) {
            miss(path, expected, actual);
            return;
        }
        for (int i = 0; i < expected.size(); i++) {
            compare(expected.get(i), actual.get(i), path + "/" + i);
        }
    }

    private void compareObjects(JsonNode expected, JsonNode actual, String path) {
        if (!actual.isObject()) {
            miss(path, expected, actual);
            return;
        }
        expected.path("<<absent>>").forEach(key -> requireAbsent(key.asText(), actual, path));
        expected.properties().forEach(entry -> {
            String key = entry.getKey();
            if (key.equals("<<absent>>")) {
                return;
            }
            if (entry.getValue().asText().equals("<<absent>>")) {
                requireAbsent(key, actual, path);
            } else if (!actual.has(key)) {
                miss(path + "/" + key, entry.getValue(), "(absent)");
            } else {
                compare(entry.getValue(), actual.get(key), path + "/" + key);
            }
        });
    }

    private void requireAbsent(String key, JsonNode actual, String path) {
        if (actual.has(key)) {
            miss(path + "/" + key, "(absent)", actual.get(key));
        }
    }

    private static Optional<List<JsonNode>> items(JsonNode list) {
        return list.isArray() ? Optional.of(list.valueStream().toList()) : Optional.empty();
    }

    private static Optional<List<JsonNode>> mine(JsonNode ids, JsonNode list) {
        return items(list)
                .map(all -> all.stream()
                        .filter(item -> ids.valueStream().anyMatch(id -> mentions(item, id.asText())))
                        .toList());
    }

    private static boolean mentions(JsonNode value, String id) {
        return value.isTextual()
                ? value.textValue().equals(id) || value.textValue().startsWith(id + "/")
                : value.valueStream().anyMatch(child -> mentions(child, id));
    }

    private void compareUnordered(JsonNode expected, Optional<List<JsonNode>> actual, boolean whole, String path) {
        if (actual.isEmpty() || (whole && actual.get().size() != expected.size())) {
            miss(path, expected, actual.map(Object::toString).orElse("no list"));
            return;
        }
        Optional<Bindings> assigned = assign(expected, 0, actual.get(), bindings, path);
        if (assigned.isPresent()) {
            bindings.take(assigned.get());
        } else {
            explain(expected, new ArrayList<>(actual.get()), path);
        }
    }

    /** Tries every way to give each expected element one of its own. */
    private static Optional<Bindings> assign(
            JsonNode expected, int from, List<JsonNode> left, Bindings bindings, String path) {
        if (from == expected.size()) {
            return Optional.of(bindings);
        }
        for (int i = 0; i < left.size(); i++) {
            JsonMatch attempt = new JsonMatch(bindings.copy());
            attempt.compare(expected.get(from), left.get(i), path);
            if (attempt.mismatches.isEmpty()) {
                List<JsonNode> rest = new ArrayList<>(left);
                rest.remove(i);
                Optional<Bindings> found = assign(expected, from + 1, rest, attempt.bindings, path);
                if (found.isPresent()) {
                    return found;
                }
            }
        }
        return Optional.empty();
    }

    /** Pairs each expected element with the most similar one, to say what differs. */
    private void explain(JsonNode expected, List<JsonNode> left, String path) {
        for (int e = 0; e < expected.size(); e++) {
            String here = path + "/" + e;
            JsonMatch best = null;
            int bestIndex = -1;
            for (int i = 0; i < left.size(); i++) {
                JsonMatch attempt = new JsonMatch(bindings.copy());
                attempt.compare(expected.get(e), left.get(i), here);
                if (best == null || attempt.cost() < best.cost()) {
                    best = attempt;
                    bestIndex = i;
                }
            }
            if (best == null) {
                miss(here, expected.get(e), "(absent)");
            } else {
                left.remove(bestIndex);
                bindings.take(best.bindings);
                mismatches.addAll(best.mismatches);
            }
        }
    }

    private long cost() {
        return 1000 * mismatches.stream().filter(m -> !m.wording()).count() + mismatches.size();
    }
}
