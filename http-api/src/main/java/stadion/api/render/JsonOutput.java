package stadion.api.render;

import akka.util.ByteString;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.UncheckedIOException;

/** JSON in the making, in memory: written through {@link #json()}, or taken over from what was rendered before. */
public final class JsonOutput {

    private static final JsonFactory FACTORY = new JsonFactory();

    /** Something that can be written as JSON. */
    @FunctionalInterface
    public interface Writing {
        void writeTo(JsonOutput out) throws IOException;
    }

    private final Chunks bytes = new Chunks();
    private final JsonGenerator json;

    private JsonOutput() throws IOException {
        json = FACTORY.createGenerator(bytes);
    }

    public static ByteString render(Writing writing) {
        return write(writing).bytes.toByteString();
    }

    static byte[] renderBytes(Writing writing) {
        return write(writing).bytes.toByteArray();
    }

    private static JsonOutput write(Writing writing) {
        try {
            JsonOutput out = new JsonOutput();
            writing.writeTo(out);
            out.json.close();
            return out;
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory", e);
        }
    }

    public JsonGenerator json() {
        return json;
    }

    /** Writes the members of an object that was rendered before into the object that is being written. */
    public void members(RenderedObject object) throws IOException {
        json.writeFieldName(object.firstName());
        json.writeRawValue("");
        json.flush();
        object.writeRest(bytes);
    }

    /**
     * Writes elements that were rendered before into the array that is being written.
     *
     * @param elements separated by commas, as {@link #elements(Writing)} makes them
     */
    public void elements(ByteString elements) throws IOException {
        if (!elements.isEmpty()) {
            json.writeRawValue("");
            json.flush();
            bytes.append(elements);
        }
    }

    /** Renders the elements of an array, which {@code writing} writes one after the other. */
    public static ByteString elements(Writing writing) {
        byte[] array = renderBytes(out -> {
            out.json().writeStartArray();
            writing.writeTo(out);
            out.json().writeEndArray();
        });
        return ByteString.fromArrayUnsafe(array, 1, array.length - 2);
    }

    /**
     * Writes an object that was rendered before with further members behind its own.
     *
     * @param end what follows the last of its members, from the comma to the closing brace
     */
    public void value(RenderedObject object, byte[] end) throws IOException {
        json.writeRawValue("");
        json.flush();
        object.writeOpen(bytes);
        bytes.write(end, 0, end.length);
    }
}
