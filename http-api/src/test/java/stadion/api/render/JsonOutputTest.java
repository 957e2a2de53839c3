package stadion.api.render;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

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
}
