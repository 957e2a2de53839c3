package stadion.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AcceptedTypesTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "application/json                        | true",
                "APPLICATION/Json                        | true",
                "*/*                                     | true",
                "application/*                           | true",
                "text/plain, application/json;q=0.5      | true",
                "text/plain, */*;q=0.1                   | true",
                "application/json; charset=utf-8         | true",
                "text/plain                              | false",
                "text/*                                  | false",
                "application/json;q=0                    | false",
                "application/json;q=0, */*               | false",
                "application/json;q=0.0, application/*   | false",
                "garbage                                 | false",
                ", ,                                     | false",
            })
    void json_is_taken_by_those_who_name_it_or_a_range_with_it(String header, boolean accepted) {
        assertThat(AcceptedTypes.of(Optional.of(header)).accepts("application/json"))
                .isEqualTo(accepted);
    }

    @Test
    void without_a_header_anything_is_taken() {
        assertThat(AcceptedTypes.of(Optional.empty()).accepts("application/json"))
                .isTrue();
        assertThat(AcceptedTypes.of(Optional.of(" ")).accepts("text/plain")).isTrue();
    }

    @Test
    void the_most_specific_range_says_how_much_a_type_is_wanted() {
        AcceptedTypes types = AcceptedTypes.of(Optional.of("text/*;q=0.3, text/plain;q=0.7, */*;q=0.1"));

        assertThat(types.quality("text/plain")).isEqualTo(0.7);
        assertThat(types.quality("text/html")).isEqualTo(0.3);
        assertThat(types.quality("image/png")).isEqualTo(0.1);
    }

    @Test
    void a_range_does_not_name_a_type() {
        assertThat(AcceptedTypes.of(Optional.of("*/*, text/*")).names("text/event-stream"))
                .isFalse();
        assertThat(AcceptedTypes.of(Optional.of("text/html, text/event-stream")).names("text/event-stream"))
                .isTrue();
        assertThat(AcceptedTypes.of(Optional.of("text/event-stream;q=0")).names("text/event-stream"))
                .isFalse();
    }
}
