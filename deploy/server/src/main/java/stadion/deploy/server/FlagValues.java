package stadion.deploy.server;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The value of each flag: as given, else the default. */
final class FlagValues {

    private final Map<Flag, Object> given;

    /** Takes the values given, as {@link FlagType#read} returns them. */
    FlagValues(Map<Flag, Object> given) {
        this.given = Map.copyOf(given);
    }

    /** The flags that the command line or the environment names. */
    Set<Flag> given() {
        return given.keySet();
    }

    /** The value given or the default: Boolean, Long, String or a list of strings; empty if there is neither. */
    Optional<Object> value(Flag flag) {
        return Optional.ofNullable(given.get(flag)).or(() -> flag.defaultText().map(flag.type()::read));
    }

    /** True if the value is another than the default. */
    boolean isChanged(Flag flag) {
        Object value = given.get(flag);
        return value != null && !flag.defaultText().map(flag.type()::read).equals(Optional.of(value));
    }

    boolean isOn(Flag flag) {
        return (Boolean) required(flag);
    }

    int number(Flag flag) {
        return Math.toIntExact((Long) required(flag));
    }

    Optional<Integer> optionalNumber(Flag flag) {
        return value(flag).map(value -> Math.toIntExact((Long) value));
    }

    Duration millis(Flag flag) {
        return Duration.ofMillis((Long) required(flag));
    }

    Duration seconds(Flag flag) {
        return Duration.ofSeconds((Long) required(flag));
    }

    /** A share, or infinity where it is off. */
    double share(Flag flag) {
        return (Double) required(flag);
    }

    String text(Flag flag) {
        return (String) required(flag);
    }

    Optional<String> optionalText(Flag flag) {
        return value(flag).map(String.class::cast);
    }

    /** The items of a list; none if it is not given. */
    List<String> list(Flag flag) {
        return value(flag)
                .map(value -> ((List<?>) value).stream().map(String.class::cast).toList())
                .orElse(List.of());
    }

    /** The values by flag name that anybody may see, as Marathon shows them in /v2/info: no secrets, no passwords in addresses. */
    Map<String, Object> shown() {
        Map<String, Object> values = new LinkedHashMap<>();
        Flag.all().stream()
                .filter(flag -> !flag.type().isSecret())
                .forEach(flag -> value(flag).ifPresent(value -> values.put(flag.flagName(), withoutPassword(value))));
        return values;
    }

    /** {@code zk://user:password@host} as Marathon shows it, {@code zk://xxxxxxxx:xxxxxxxx@host}. */
    private static Object withoutPassword(Object value) {
        return value instanceof String text ? text.replaceAll("//[^/@]+@", "//xxxxxxxx:xxxxxxxx@") : value;
    }

    private Object required(Flag flag) {
        return value(flag)
                .orElseThrow(
                        () -> new IllegalStateException("--" + flag.flagName() + " has neither value nor default"));
    }
}
