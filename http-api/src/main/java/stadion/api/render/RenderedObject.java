package stadion.api.render;

import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;

/** A JSON object as text, kept in such a way that further members can follow its own. It has at least one member, whose name needs no escapes. */
public final class RenderedObject {

    private final String firstName;
    private final byte[] text;
    private final int firstValue;
    private final long checksum;

    private RenderedObject(byte[] text) {
        int colon = 0;
        while (text[colon] != ':') {
            colon++;
        }
        this.text = text;
        this.firstName = new String(text, 2, colon - 3, StandardCharsets.US_ASCII);
        this.firstValue = colon + 1;
        CRC32C crc = new CRC32C();
        crc.update(text);
        this.checksum = crc.getValue();
    }

    /** Renders what {@code writing} writes: one object, in the compact form of {@link JsonOutput}. */
    public static RenderedObject of(JsonOutput.Writing writing) {
        return new RenderedObject(JsonOutput.renderBytes(writing));
    }

    /** Tells this object from others, but for one chance in four milliards. */
    public long checksum() {
        return checksum;
    }

    String firstName() {
        return firstName;
    }

    /** The value of the first member and all that follows it, without the closing brace. */
    void writeRest(Chunks out) {
        out.write(text, firstValue, text.length - firstValue - 1);
    }

    /** The object without its closing brace. */
    void writeOpen(Chunks out) {
        out.write(text, 0, text.length - 1);
    }
}
