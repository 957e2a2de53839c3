package stadion.localmesos.fake;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.apache.mesos.v1.Protos.Resource;
import stadion.localmesos.fake.StoredCluster.StoredTask;

/**
 * The file in which the entries of all fake agents are kept, so that the simulated cluster outlives the JVM, however it ends.
 * (Not the machine: nothing is forced to the disk.) It is rewritten when much of it is outdated. Thread-safe.
 */
final class FakeLog implements AutoCloseable {

    private static final long SMALL = 64L * 1024 * 1024;
    private static final int LENGTH = 4;

    private final Path file;
    private final StoredCluster stored = new StoredCluster();
    private OutputStream out;
    private long bytes;
    private long bytesAfterRewrite;

    /** Reads what is there. What follows a torn entry, which was the last when the JVM was killed, is ignored. */
    FakeLog(Path file) throws IOException {
        this.file = file;
        if (Files.exists(file)) {
            replay();
        }
        out = rewritten();
    }

    private void replay() throws IOException {
        try (var in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file), 1 << 16))) {
            for (var length = in.readNBytes(LENGTH); length.length == LENGTH; length = in.readNBytes(LENGTH)) {
                int expected = ByteBuffer.wrap(length).getInt();
                var entry = in.readNBytes(expected);
                if (entry.length < expected) {
                    return;
                }
                stored.apply(Entry.readFrom(new DataInputStream(new ByteArrayInputStream(entry))));
            }
        }
    }

    private OutputStream rewritten() throws IOException {
        var part = file.resolveSibling(file.getFileName() + ".new");
        bytes = 0;
        try (var rewriting = new BufferedOutputStream(Files.newOutputStream(part), 1 << 16)) {
            for (var entry : stored.toEntries()) {
                bytes += write(entry, rewriting);
            }
        }
        bytesAfterRewrite = bytes;
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
        return Files.newOutputStream(file, StandardOpenOption.APPEND);
    }

    /** Writes an entry, which the operating system has when this returns. */
    synchronized void add(Entry entry) {
        try {
            stored.apply(entry);
            bytes += write(entry, out);
            if (bytes > SMALL && bytes > 4 * bytesAfterRewrite) {
                out.close();
                out = rewritten();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("can't write " + file, e);
        }
    }

    private static int write(Entry entry, OutputStream to) throws IOException {
        var buffer = new ByteArrayOutputStream(512);
        var data = new DataOutputStream(buffer);
        data.writeInt(0);
        entry.writeTo(data);
        var record = buffer.toByteArray();
        ByteBuffer.wrap(record).putInt(0, record.length - LENGTH);
        to.write(record);
        return record.length;
    }

    synchronized Collection<StoredTask> tasks(String agent) {
        return stored.tasks(agent);
    }

    synchronized Optional<List<Resource>> resources(String agent) {
        return stored.resources(agent);
    }

    @Override
    public synchronized void close() {
        try {
            out.close();
        } catch (IOException e) {
            throw new UncheckedIOException("can't close " + file, e);
        }
    }
}
