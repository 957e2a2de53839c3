package stadion.api.json;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The simple types, with the error words of play-json. */
public final class JsonTypes {

    private static final BigDecimal MIN_LONG = BigDecimal.valueOf(Long.MIN_VALUE);
    private static final BigDecimal MAX_LONG = BigDecimal.valueOf(Long.MAX_VALUE);

    public static final JsonType<String> STRING =
            simple(JsonNode::isTextual, JsonNode::textValue, "error.expected.jsstring");

    public static final JsonType<Boolean> BOOLEAN =
            simple(JsonNode::isBoolean, JsonNode::booleanValue, "error.expected.jsboolean");

    private static final JsonType<BigDecimal> NUMBER =
            simple(JsonNode::isNumber, JsonNode::decimalValue, "error.expected.jsnumber");

    /** Any number; one that is too large is infinite. */
    public static final JsonType<Double> DOUBLE = NUMBER.map(BigDecimal::doubleValue);

    /** A whole number of 64 bits, in any notation ({@code 1e2}). */
    public static final JsonType<Long> LONG =
            NUMBER.check(JsonTypes::isLong, "error.expected.long").map(JsonTypes::toLong);

    /** A whole number of 32 bits, in any notation ({@code 1e2}). */
    public static final JsonType<Integer> INT =
            NUMBER.check(JsonTypes::isInt, "error.expected.int").map(n -> isInt(n) ? n.intValue() : 0);

    public static final JsonType<Integer> NOT_NEGATIVE = INT.check(n -> n >= 0, "error.min");

    public static final JsonType<Long> LONG_NOT_NEGATIVE = LONG.check(n -> n >= 0, "error.min");

    /** A port number, where 0 stands for any. */
    public static final JsonType<Integer> PORT = NOT_NEGATIVE.check(n -> n <= 65535, "error.max");

    public static final JsonType<String> NOT_EMPTY = STRING.check(s -> !s.isEmpty(), "error.minLength");

    /** As long as Marathon lets paths and URIs be. */
    public static final JsonType<String> PATH = NOT_EMPTY.check(s -> s.length() <= 1024, "error.maxLength");

    public static final JsonType<Map<String, String>> TEXTS_BY_KEY = STRING.values();

    /** A moment with an offset, such as {@code 2026-01-02T03:04:05.678Z}. */
    public static final JsonType<Instant> MOMENT = (node, path, errors) -> {
        if (!node.isTextual()) {
            errors.add(path, "error.expected.date");
            return null;
        }
        try {
            return OffsetDateTime.parse(node.textValue()).toInstant();
        } catch (DateTimeException e) {
            errors.add(path, "error.expected.date.isoformat");
            return null;
        }
    };

    private JsonTypes() {}

    private static <T> JsonType<T> simple(
            java.util.function.Predicate<JsonNode> fits, Function<JsonNode, T> value, String error) {
        return (node, path, errors) -> {
            if (fits.test(node)) {
                return value.apply(node);
            }
            errors.add(path, error);
            return null;
        };
    }

    public static JsonType<Double> atLeast(double minimum) {
        return DOUBLE.check(n -> n >= minimum, "error.min");
    }

    /** A text with at least one character that the pattern matches as a whole. */
    public static JsonType<String> matching(Pattern pattern) {
        return NOT_EMPTY.check(s -> pattern.matcher(s).matches(), "error.pattern");
    }

    /** One of the words, in any case; gives the word as it is written here. */
    public static JsonType<String> oneOf(String... words) {
        return oneOf(Arrays.asList(words), Function.identity());
    }

    /** One of the values, by the word that {@code word} gives for it, in any case. */
    public static <T> JsonType<T> oneOf(List<T> values, Function<T, String> word) {
        Map<String, T> byWord =
                values.stream().collect(Collectors.toMap(v -> word.apply(v).toLowerCase(Locale.ROOT), v -> v));
        return (node, path, errors) -> {
            T value = node.isTextual() ? byWord.get(node.textValue().toLowerCase(Locale.ROOT)) : null;
            errors.require(value != null, path, "error.unknown.enum.literal");
            return value;
        };
    }

    /** One of the constants of an enum, by its name in any case. */
    public static <E extends Enum<E>> JsonType<E> oneOf(Class<E> type) {
        return oneOf(List.of(type.getEnumConstants()), E::name);
    }

    private static boolean isInt(BigDecimal n) {
        return isLong(n) && toLong(n) == (int) toLong(n);
    }

    /** Compares before it looks for a fraction, so that an exponent of millions costs nothing. */
    private static boolean isLong(BigDecimal n) {
        return n.compareTo(MIN_LONG) >= 0
                && n.compareTo(MAX_LONG) <= 0
                && n.stripTrailingZeros().scale() <= 0;
    }

    private static long toLong(BigDecimal n) {
        return isLong(n) ? n.longValueExact() : 0;
    }
}
