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
