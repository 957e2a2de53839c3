package stadion.api.json;

import com.fasterxml.jackson.core.JsonProcessingException;

/** What is wrong with a text that is no JSON, in the words of Marathon's Jackson (2.10) where today's has others. */
final class JsonErrors {

    private static final String PLUS_SIGN = "Unexpected character ('+' (code 43)) in numeric value";
    private static final String FEATURE = "enable `JsonReadFeature.";

    private JsonErrors() {}

    static String details(JsonProcessingException error, byte[] body) {
        String message = error.getOriginalMessage();
        if (message.startsWith(PLUS_SIGN)) {
            return afterSign(error, body);
        }
        return message.contains(FEATURE)
                ? message.replace(FEATURE, "enable JsonParser.Feature.").replace("` to allow", " to allow")
                : message;
    }

    /** A leading plus was taken for a minus then, and what follows it found wanting, even if it was a digit. */
    private static String afterSign(JsonProcessingException error, byte[] body) {
        int next = body[(int) error.getLocation().getByteOffset()] & 0xff;
        return "Unexpected character ('" + (char) next + "' (code " + next
                + ")) in numeric value: expected digit (0-9) to follow minus sign, for valid numeric value";
    }
}
