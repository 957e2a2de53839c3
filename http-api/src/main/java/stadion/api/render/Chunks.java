package stadion.api.render;

import akka.util.ByteString;
import akka.util.ByteStringBuilder;
import java.io.OutputStream;
import java.util.Arrays;

/** Bytes in memory that are written once and never copied again: pieces are added as they fill up. */
final class Chunks extends OutputStream {

    private static final int SMALLEST = 512;
    private static final int LARGEST = 64 << 10;

    private final ByteStringBuilder full = new ByteStringBuilder();
    private byte[] chunk = new byte[SMALLEST];
    private int taken;
    private int used;

    @Override
    public void write(int b) {
        if (used == chunk.length) {
            next();
        }
        chunk[used++] = (byte) b;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
        int done = 0;
        while (done < length) {
            if (used == chunk.length) {
                next();
            }
            int part = Math.min(length - done, chunk.length - used);
            System.arraycopy(bytes, offset + done, chunk, used, part);
            used += part;
            done += part;
        }
    }

    /** Adds bytes that never change; only a few of them are copied. */
    void append(ByteString bytes) {
        if (bytes.size() < SMALLEST) {
            byte[] few = bytes.toArrayUnsafe();
            write(few, 0, few.length);
        } else {
            take();
            full.append(bytes);
        }
    }

    /** What was written since the last time. */
    private void take() {
        if (used > taken) {
            full.append(ByteString.fromArrayUnsafe(chunk, taken, used - taken));
            taken = used;
        }
    }

    private void next() {
        take();
        chunk = new byte[Math.min(2 * chunk.length, LARGEST)];
        used = 0;
        taken = 0;
    }

    /** Everything written; nothing may be written afterwards. */
    ByteString toByteString() {
        take();
        return full.result();
    }

    byte[] toByteArray() {
        return full.isEmpty() ? Arrays.copyOf(chunk, used) : toByteString().toArray();
    }
}
