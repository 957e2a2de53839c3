package stadion.localmesos.resources;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ResourceTextTest {

    @Test
    void resourcesAreScalarsRangesAndSets() {
        var resources = ResourceText.parse("cpus:4; mem:8192;\nports:[31000-31999, 33000-33010]; gear:{b, a}");
        assertThat(resources).hasToString("cpus:4; mem:8192; ports:[31000-31999, 33000-33010]; gear:{a, b}");
    }

    @Test
    void aRoleInParenthesesReservesStatically() {
        assertThat(ResourceText.parse("cpus(prod):2;cpus(*):1"))
                .hasToString("cpus(reservations: [(STATIC,prod)]):2; cpus:1");
    }

    @Test
    void resourcesCanBeAJsonListOfMessages() {
        var json = "[{\"name\":\"disk\",\"type\":\"SCALAR\",\"scalar\":{\"value\":100},"
                + "\"disk\":{\"source\":{\"type\":\"MOUNT\",\"mount\":{\"root\":\"/mnt/a\"}}}}]";
        assertThat(ResourceText.parse(json)).hasToString("disk[MOUNT:/mnt/a]:100");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "cpus | expecting a resource like cpus:4",
                "cpus: | expecting a resource like cpus:4",
                "cpus:many | expecting a number, ranges or a set",
                "cpus:-1 | expecting a number, ranges or a set",
                "ports:[1-2 | mismatched brackets",
                "ports:[5] | expecting a range like",
                "ports:[9-5] | ends before it begins",
                "gpus:0.5 | must be an unsigned integer",
                "cpus(/a):1 | cannot start with a slash",
            })
    void malformedResourcesAreRefused(String text, String problem) {
        assertThatThrownBy(() -> ResourceText.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(problem);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "rack:r1 | r1",
                "level:3 | 3",
                "level:1.50 | 1.5",
                "ports:[1-5,6-7] | [1-7]",
                "tags:{b,a} | {a, b}",
                "url:http://x:80/ | http://x:80/",
            })
    void attributesAreOfFourTypes(String text, String value) {
        assertThat(AttributeText.parse(text))
                .singleElement()
                .satisfies(attribute ->
                        assertThat(AttributeText.valueOf(attribute)).isEqualTo(value));
    }

    @ParameterizedTest
    @ValueSource(strings = {"rack", ":r1", "rack:", "tags:{a"})
    void malformedAttributesAreRefused(String text) {
        assertThatThrownBy(() -> AttributeText.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void noTextIsNoAttributes() {
        assertThat(AttributeText.parse(" ; ")).isEmpty();
    }
}
