package stadion.api.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import org.junit.jupiter.api.Test;

class JsonMatchTest {

    private final Bindings bindings = new Bindings();

    private List<JsonMatch.Mismatch> compare(String expected, String actual) throws JsonProcessingException {
        ObjectMapper mapper = new ObjectMapper();
        return JsonMatch.compare(
                mapper.readTree(expected.replace('\'', '"')), mapper.readTree(actual.replace('\'', '"')), bindings);
    }

    @Test
    void numbersAreEqualByValueAndFurtherKeysAreAllowed() throws JsonProcessingException {
        assertThat(compare("{'a': 1}", "{'a': 1.0, 'b': 2}")).isEmpty();
        assertThat(compare("{'a': 1}", "{'a': 2}")).hasSize(1);
    }

    @Test
    void absentKeysMustNotEvenBeNull() throws JsonProcessingException {
        assertThat(compare("{'<<absent>>': ['a']}", "{'a': null}")).hasSize(1);
        assertThat(compare("{'a': '<<absent>>'}", "{'b': 1}")).isEmpty();
    }

    @Test
    void aNameStandsForOneValue() throws JsonProcessingException {
        String time = "2026-01-02T03:04:05.678Z";

        assertThat(compare("['<<timestamp=t1>>', '<<timestamp=t1>>']", "['" + time + "', '" + time + "']"))
                .isEmpty();
        assertThat(compare("['<<timestamp=t2>>']", "['" + time + "']"))
                .describedAs("another name, the same time")
                .hasSize(1);
    }

    @Test
    void listsMatchInAnyOrderWhereTheySaySo() throws JsonProcessingException {
        assertThat(compare("{'<<unordered>>': [{'a': 1}, {'a': 2}]}", "[{'a': 2}, {'a': 1}]"))
                .isEmpty();
        assertThat(compare("[1, 2]", "[2, 1]")).hasSize(2);
        assertThat(compare("{'<<contains>>': [2]}", "[1, 2]")).isEmpty();
        assertThat(compare("{'<<mine>>': ['/x'], '<<items>>': [{'id': '/x/a'}]}", "[{'id': '/y'}, {'id': '/x/a'}]"))
                .isEmpty();
    }

    @Test
    void placeholdersMatchWithinAText() throws JsonProcessingException {
        assertThat(compare("'at <<int>> of <<word>>'", "'at 5 of x'")).isEmpty();
        assertThat(compare("'<<taskId:/a/b>>'", "'a_b.instance-00000000-0000-0000-0000-000000000000._app.1'"))
                .isEmpty();
        assertThat(compare("'<<servicePort>>'", "9999")).hasSize(1);
    }

    @Test
    void onlyTextsOfErrorsAreWording() throws JsonProcessingException {
        assertThat(compare("{'message': 'a', 'b': 'c'}", "{'message': 'x', 'b': 'y'}"))
                .extracting(JsonMatch.Mismatch::wording)
                .containsExactly(true, false);
    }
}
