package stadion.api.render;

import static org.assertj.core.api.Assertions.assertThat;

import akka.util.ByteString;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonOutputTest {

    private static RenderedObject object() {
        return RenderedObject.of(out -> {
            out.json().writeStartObject();
            out.json().writeStringField("id", "a:\"}");
            out.json().writeNumberField("n", 1);
            out.json().writeEndObject();
        });
    }

    @Test
    void rendered_members_stand_alone() {
        assertThat(JsonOutput.render(out -> {
                            out.json().writeStartObject();
                            out.members(object());
                            out.json().writeEndObject();
                        })
                        .utf8String())
                .isEqualTo("{\"id\":\"a:\\\"}\",\"n\":1}");
    }

    @Test
    void rendered_members_stand_between_others_and_in_lists() {
        assertThat(JsonOutput.render(out -> {
                            out.json().writeStartArray();
                            for (int i = 0; i < 2; i++) {
                                out.json().writeStartObject();
                                out.json().writeNumberField("before", i);
                                out.members(object());
                                out.json().writeNumberField("after", i);
                                out.json().writeEndObject();
                            }
                            out.json().writeEndArray();
                        })
                        .utf8String())
                .isEqualTo("[{\"before\":0,\"id\":\"a:\\\"}\",\"n\":1,\"after\":0},"
                        + "{\"before\":1,\"id\":\"a:\\\"}\",\"n\":1,\"after\":1}]");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 3, 1000, 100_000})
    void rendered_elements_stand_between_others_whatever_their_length(int count) {
        ByteString elements = JsonOutput.elements(out -> {
            for (int i = 0; i < count; i++) {
                out.json().writeNumber(i);
            }
        });

        String json = JsonOutput.render(out -> {
                    out.json().writeStartArray();
                    out.json().writeString("before");
                    out.elements(elements);
                    out.elements(elements);
                    out.json().writeString("after");
                    out.json().writeEndArray();
                })
                .utf8String();

        String numbers = IntStream.range(0, count).mapToObj(i -> i + ",").collect(Collectors.joining());
        assertThat(json).isEqualTo("[\"before\"," + numbers + numbers + "\"after\"]");
    }
}
