package stadion.api.json;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonDiffTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"a\":1}         | {\"a\":1}          | []",
                "{\"a\":1}         | {\"a\":2}          | [/a: 1 -> 2]",
                "{}                | {\"a\":null}       | [/a: none -> null]",
                "{\"a\":{\"b\":1}} | {\"a\":{}}         | [/a/b: 1 -> none]",
                "{\"a\":[1,2]}     | {\"a\":[1,3]}      | [/a/1: 2 -> 3]",
                "{\"a\":[1,2]}     | {\"a\":[1]}        | [/a: [1,2] -> [1]]",
                "{\"a\":[1]}       | {\"a\":{}}         | [/a: [1] -> {}]",
                "{\"b\":1,\"a\":1} | {\"a\":2,\"b\":2}  | [/a: 1 -> 2, /b: 1 -> 2]",
                "{\"a/b~c\":1}     | {}                 | [/a~1b~0c: 1 -> none]",
                "1                 | 2                  | [: 1 -> 2]"
            })
    void differences_are_named_by_their_place(String before, String after, String differences) throws Exception {
        assertThat(JsonDiff.of(Json.MAPPER.readTree(before), Json.MAPPER.readTree(after)).stream()
                        .map(d -> d.path() + ": " + (d.before() == null ? "none" : d.before()) + " -> "
                                + (d.after() == null ? "none" : d.after()))
                        .toList())
                .hasToString(differences);
    }
}
