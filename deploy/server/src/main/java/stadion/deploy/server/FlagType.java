package stadion.deploy.server;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** What may stand after a flag: the word for it in the help text, and how it is read. */
final class FlagType {

    /** Reads a value; throws {@link IllegalArgumentException} with what would have been right ("must be ..."). */
    @FunctionalInterface
    private interface Reader {
        Object read(String text);
    }

    private final String label;
    private final Reader reader;

    private FlagType(String label, Reader reader) {
        this.label = label;
        this.reader = reader;
    }

    /** What a {@link java.time.Duration} can hold in nanoseconds, as timers need it: 292 years. */
    private static final long LONGEST_MILLIS = Long.MAX_VALUE / 1_000_000;

    /** A flag without a value, {@code --x} or {@code --disable_x}; its variable may be empty (set), true or false. */
    static final FlagType ON_OFF = new FlagType("", FlagType::readOnOff);

    /** A port to listen on; 0 takes any free one. */
    static final FlagType PORT = whole("port", 0, 65535);

    static final FlagType MILLIS = whole("ms", 0, LONGEST_MILLIS);
    static final FlagType SECONDS = whole("seconds", 0, LONGEST_MILLIS / 1000);
    static final FlagType COUNT = whole("n", 1, Integer.MAX_VALUE);

    static final FlagType TEXT = text("text");

    /** A text that is never shown: not in messages, not in /v2/info. */
    static final FlagType SECRET = text("secret");

    /** An address that may hold a password, and is never shown either. */
    static final FlagType SECRET_URL = text("url");

    static FlagType text(String label) {
        return new FlagType(label, value -> {
            if (value.isBlank()) {
                throw new IllegalArgumentException("must not be empty");
            }
            return value;
        });
    }

    /** A whole number, kept as a {@link Long}. */
    static FlagType whole(String label, long min, long max) {
        return new FlagType(label, value -> {
            String right = "must be a whole number from " + min + " to " + max;
            try {
                long number = Long.parseLong(value.strip());
                if (number < min || number > max) {
                    throw new IllegalArgumentException(right);
                }
                return number;
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException(right, e);
            }
        });
    }

    /** A share above 0, at most 1, kept as a {@link Double}; infinite for {@code off}. */
    static final FlagType SHARE_OR_OFF = new FlagType("share|off", FlagType::readShare);

    static FlagType choice(String... choices) {
        return new FlagType(String.join("|", choices), value -> {
            if (!List.of(choices).contains(value)) {
                throw new IllegalArgumentException("must be one of " + String.join(", ", choices));
            }
            return value;
        });
    }

    /** A comma-separated list, kept as a {@link List}; blanks around the items are dropped. */
    static FlagType list(String label) {
        return new FlagType(label, FlagType::readList);
    }

    /** A comma-separated list of some of the given words. */
    static FlagType someOf(String... words) {
        return new FlagType("a,b,...", value -> {
            List<String> items = readList(value);
            Set<String> unknown = new TreeSet<>(items);
            List.of(words).forEach(unknown::remove);
            if (!unknown.isEmpty()) {
                throw new IllegalArgumentException(
                        "knows only " + String.join(", ", words) + ", not " + String.join(", ", unknown));
            }
            return items;
        });
    }

    boolean isOnOff() {
        return this == ON_OFF;
    }

    boolean isSecret() {
        return this == SECRET || this == SECRET_URL;
    }

    /** The word for the value in the help text, such as {@code port}. */
    String label() {
        return label;
    }

    /**
     * Reads a value: a {@link Boolean}, {@link Long}, {@link Double}, {@link String} or {@code List<String>}.
     *
     * @throws IllegalArgumentException if it is not right; the message goes on after the flag's name ("must be ...")
     */
    Object read(String value) {
        return reader.read(value);
    }

    private static Object readShare(String value) {
        String right = "must be a number above 0, at most 1, or off";
        if (value.strip().equals("off")) {
            return Double.POSITIVE_INFINITY;
        }
        try {
            double share = Double.parseDouble(value.strip());
            if (share > 0 && share <= 1) {
                return share;
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(right, e);
        }
        throw new IllegalArgumentException(right);
    }

    private static Object readOnOff(String value) {
        return switch (value) {
            case "", "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("must be empty, true or false");
        };
    }

    private static List<String> readList(String value) {
        return Arrays.stream(value.split(",", -1))
                .map(String::strip)
                .filter(item -> !item.isEmpty())
                .toList();
    }
}
