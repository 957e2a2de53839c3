package stadion.api.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTypesTest {

    private final Violations errors = new Violations();

    private <T> @Nullable T read(JsonType<T> type, String json) {
        return type.read(Json.parse(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8)), "/x", errors);
    }

    private void assertError(String path, String... texts) {
        assertThat(errors.byPath()).containsExactly(Map.entry(path, List.of(texts)));
    }

    @Test
    void wholeNumbersMayBeWrittenInAnyNotation() {
        assertThat(read(JsonTypes.INT, "1e2")).isEqualTo(100);
        assertThat(read(JsonTypes.INT, "1.0")).isEqualTo(1);
        assertThat(read(JsonTypes.LONG, "-9223372036854775808")).isEqualTo(Long.MIN_VALUE);
        assertThat(errors.isEmpty()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.5", "2147483648", "3e9", "1e1000000000", "1e-1000000000", "99999999999999999999"})
    void otherNumbersAreNoIntegers(String number) {
        read(JsonTypes.INT, number);

        assertError("/x", "error.expected.int");
    }

    @Test
    void aNumberTooLargeIsInfinite() {
        assertThat(read(JsonTypes.DOUBLE, "1e400")).isEqualTo(Double.POSITIVE_INFINITY);
    }

    @Test
    void portsHaveARange() {
        read(JsonTypes.PORT, "65536");

        assertError("/x", "error.max");
    }

    @Test
    void everyRuleOfAValueIsChecked() {
        read(JsonTypes.matching(Pattern.compile("[a-z]+")), "''");

        assertError("/x", "error.minLength", "error.pattern");
    }

    @Test
    void wordsAreReadInAnyCase() {
        assertThat(read(JsonTypes.oneOf("RO", "RW"), "'rw'")).isEqualTo("RW");

        read(JsonTypes.oneOf("RO", "RW"), "1");
        assertError("/x", "error.unknown.enum.literal");
    }

    @Test
    void ofTwoTypesThatDoNotFitTheSecondComplains() {
        read(JsonTypes.STRING.or(JsonTypes.INT.map(String::valueOf)), "true");

        assertError("/x", "error.expected.jsnumber");
    }

    @Test
    void elementsAndValuesHavePathsOfTheirOwn() {
        read(JsonTypes.STRING.list().values(), "{'a': ['b', 5]}");

        assertError("/x/a(1)", "error.expected.jsstring");
    }

    @Test
    void repeatedElementsOfASetCountOnce() {
        assertThat(read(JsonTypes.STRING.set(), "['b', 'a', 'b']")).containsExactly("b", "a");
    }

    @Test
    void momentsNeedAnOffset() {
        assertThat(read(JsonTypes.MOMENT, "'2026-01-02T03:04:05+01:00'"))
                .isEqualTo(Instant.parse("2026-01-02T02:04:05Z"));

        read(JsonTypes.MOMENT, "'2026-01-02'");
        assertError("/x", "error.expected.date.isoformat");
    }

    @Test
    void aMissingFieldIsNamedWithItsObject() {
        read((node, path, e) -> JsonFields.of(node, path, e).required("id", JsonTypes.STRING, ""), "{'a': 1.50}");

        assertError("/x/id", "'id' is undefined on object: {\"a\":1.50}");
    }

    @Test
    void aValueThatIsNoObjectLacksAllRequiredFieldsAndNoOthers() {
        read(
                (node, path, e) -> {
                    JsonFields fields = JsonFields.of(node, path, e);
                    return fields.optional("a", JsonTypes.STRING, "") + fields.required("b", JsonTypes.STRING, "");
                },
                "[1]");

        assertError("/x/b", "[1] is not an object");
    }

    @Test
    void nullIsAbsentUnlessTheFieldIsRequired() {
        JsonType<Integer> optional =
                (node, path, e) -> JsonFields.of(node, path, e).optional("a", JsonTypes.INT, 7);
        JsonType<Integer> required =
                (node, path, e) -> JsonFields.of(node, path, e).required("a", JsonTypes.INT, 7);

        assertThat(read(optional, "{'a': null}")).isEqualTo(7);
        assertThat(errors.isEmpty()).isTrue();

        read(required, "{'a': null}");
        assertError("/x/a", "error.expected.jsnumber");
    }
}
