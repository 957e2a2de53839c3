package stadion.api.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A word such as {@code <<uuid=u1>>} or {@code <<taskId:/app>>} in an expected text: a kind, for some an argument, and a name where equal values must appear again. */
record Placeholder(String kind, String argument, @Nullable String name) {

    static final Pattern PATTERN = Pattern.compile("<<([a-zA-Z]+)(?::([^<>=]*))?(?:=([A-Za-z0-9_]+))?>>");

    private static final String UUID = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}";

    private static final Map<String, String> TEXTS = Map.ofEntries(
            Map.entry("uuid", UUID),
            Map.entry("timestamp", "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z"),
            Map.entry("instant", "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z"),
            Map.entry("int", "-?\\d+"),
            Map.entry("number", "-?\\d+(?:\\.\\d+)?(?:[eE][-+]?\\d+)?"),
            Map.entry("port", "\\d{1,5}"),
            Map.entry("servicePort", "\\d{1,5}"),
            Map.entry("string", "[\\s\\S]*"),
            Map.entry("any", "[\\s\\S]*"),
            Map.entry("word", "\\S+"),
            Map.entry("host", "\\S+"),
            Map.entry("ip", "[0-9a-fA-F.:]+"),
            Map.entry("hostport", "[^/\\s:]+:\\d+"),
            Map.entry("base", "https?://[^/\\s]+"),
            Map.entry("version", "\\d+\\.\\d+\\.\\d+\\S*"));

    static Placeholder of(Matcher found) {
        return new Placeholder(found.group(1), found.group(2) == null ? "" : found.group(2), found.group(3));
    }

    /** What this looks like within a text. */
    String regex() {
        if (kind.equals("taskId")) {
            String[] parts = argument.split("#", 2);
            String container = parts.length > 1 ? parts[1] : "_app";
            return Pattern.quote(safe(parts[0])) + "\\.instance-" + UUID + "\\." + Pattern.quote(container) + "\\.\\d+";
        }
        if (kind.equals("instanceId")) {
            return Pattern.quote(safe(argument)) + "\\.instance-" + UUID;
        }
        String regex = TEXTS.get(kind);
        if (regex == null) {
            throw new IllegalArgumentException("unknown placeholder " + this);
        }
        return regex;
    }

    private static String safe(String path) {
        return path.replaceFirst("^/", "").replace('/', '_');
    }

    /** Whether a value as a whole is of this kind. */
    boolean accepts(JsonNode value) {
        return switch (kind) {
            case "any" -> true;
            case "int" -> value.isNumber() && value.doubleValue() == Math.rint(value.doubleValue());
            case "number" -> value.isNumber();
            case "port" -> value.isNumber() && isWithin(value.doubleValue(), 1, 65535);
            case "servicePort" -> value.isNumber() && isWithin(value.doubleValue(), 10000, 20000);
            case "bool" -> value.isBoolean();
            case "object" -> value.isObject();
            case "array" -> value.isArray();
            case "nonEmptyArray" -> value.isArray() && !value.isEmpty();
            default -> value.isTextual() && value.textValue().matches(regex());
        };
    }

    private static boolean isWithin(double number, int min, int max) {
        return number == Math.rint(number) && number >= min && number <= max;
    }
}
