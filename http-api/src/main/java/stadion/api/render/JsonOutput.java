package stadion.api.render;

import akka.util.ByteString;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
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

    private static final class Bytes extends ByteArrayOutputStream {
        Bytes() {
            super(512);
        }

        ByteString toByteString() {
            return ByteString.fromArrayUnsafe(buf, 0, count);
        }
    }

    private final Bytes bytes = new Bytes();
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
}
