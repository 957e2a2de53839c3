package stadion.api.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import stadion.api.ApiException;

class JsonTest {

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static void assertRefused(byte[] body, String message, String details) {
        assertThatThrownBy(() -> Json.parse(body)).isInstanceOfSatisfying(ApiException.class, e -> {
            assertThat(e.status()).isEqualTo(400);
            assertThat(e.body().path("message").asText()).isEqualTo(message);
            assertThat(e.body().path("details").asText()).startsWith(details);
        });
    }

    @Test
    void anEmptyBodyIsNoJson() {
        assertRefused(utf8(""), "Please specify data in JSON format", "No content to map due to end-of-input");
        assertRefused(utf8(" \n"), "Please specify data in JSON format", "No content to map due to end-of-input");
    }

    @Test
    void aBrokenBodyIsRefusedWithTheReason() {
        assertRefused(utf8("{'a':1}"), "Invalid JSON", "Unexpected character (''' (code 39))");
        assertRefused(new byte[] {'"', (byte) 0xff, '"'}, "Invalid JSON", "Invalid UTF-8 start byte 0xff");
    }

    @Test
    void numbersThatAreNoneAreRefusedInMarathonsWords() {
        assertRefused(
                utf8("{\"a\": +7}"),
                "Invalid JSON",
                "Unexpected character ('7' (code 55)) in numeric value: expected digit (0-9) to follow minus sign");
        assertRefused(
                utf8("[+x"), "Invalid JSON", "Unexpected character ('x' (code 120)) in numeric value: expected digit");
        assertRefused(utf8("+"), "Invalid JSON", "Unexpected end-of-input");
        assertRefused(
                utf8("[NaN]"),
                "Invalid JSON",
                "Non-standard token 'NaN': enable JsonParser.Feature.ALLOW_NON_NUMERIC_NUMBERS to allow");
    }

    @Test
    void aBodyNestedWithoutEndIsRefused() {
        assertRefused(utf8("[".repeat(100_000)), "Invalid JSON", "Document nesting depth");
    }

    @Test
    void onlyTheNextTokenAfterTheValueMatters() {
        assertThat(Json.parse(utf8("{\"a\":1}{}")).path("a").asInt()).isEqualTo(1);
        assertRefused(utf8("{} x"), "Invalid JSON", "Unrecognized token 'x'");
    }

    @Test
    void ofAFieldGivenTwiceTheLastCounts() {
        assertThat(Json.parse(utf8("{\"a\":\"x\",\"a\":2}")).path("a").asInt()).isEqualTo(2);
    }
}
