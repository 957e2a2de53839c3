package stadion.api.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import stadion.api.ApiException;

/** The API's one Jackson mapper, and the parsing of request bodies. */
public final class Json {

    /** Numbers keep every digit, so that {@code 1e400} is told from infinity and integers from fractions. */
    public static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private Json() {}

    /**
     * Parses a request body. As in Marathon the text must begin with a JSON value; what follows it is looked at only up to its first token.
     *
     * @throws ApiException 400 when the body is empty or no JSON
     */
    public static JsonNode parse(byte[] body) {
        try (JsonParser parser = MAPPER.createParser(body)) {
            JsonNode node = MAPPER.readTree(parser);
            if (node == null) {
                throw empty(body);
            }
            parser.nextToken();
            return node;
        } catch (JsonProcessingException e) {
            throw ApiException.withDetails(400, "Invalid JSON", TextNode.valueOf(JsonErrors.details(e, body)));
        } catch (IOException e) {
            throw new UncheckedIOException("reading from memory", e);
        }
    }

    private static ApiException empty(byte[] body) {
        String text = new String(body, StandardCharsets.UTF_8);
        String details =
                "No content to map due to end-of-input\n at [Source: (byte[])\"" + text + "\"; line: 1, column: 0]";
        return ApiException.withDetails(400, "Please specify data in JSON format", TextNode.valueOf(details));
    }

    /** The value as compact JSON. */
    public static byte[] bytes(JsonNode value) {
        try {
            return MAPPER.writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException("writing to memory", e);
        }
    }
}
