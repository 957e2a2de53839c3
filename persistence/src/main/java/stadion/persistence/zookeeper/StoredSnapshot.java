package stadion.persistence.zookeeper;

import akka.persistence.SnapshotMetadata;
import akka.serialization.Serialization;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import scala.jdk.javaapi.OptionConverters;

/** A snapshot and what belongs to it, serialized. */
record StoredSnapshot(StoredObject snapshot, Optional<StoredObject> metadata) {

    /** The first byte; says how the rest is to be read. */
    private static final int FORM = 1;

    static StoredSnapshot of(SnapshotMetadata of, Object snapshot, Serialization serialization) {
        return new StoredSnapshot(
                StoredObject.of(snapshot, serialization),
                OptionConverters.toJava(of.metadata()).map(metadata -> StoredObject.of(metadata, serialization)));
    }

    byte[] bytes() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(FORM);
            snapshot.write(out);
            out.writeBoolean(metadata.isPresent());
            if (metadata.isPresent()) {
                metadata.get().write(out);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    static StoredSnapshot read(byte[] bytes) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            int form = in.readByte();
            if (form != FORM) {
                throw new IOException("a snapshot of form " + form + "; this server knows " + FORM);
            }
            return new StoredSnapshot(
                    StoredObject.read(in), in.readBoolean() ? Optional.of(StoredObject.read(in)) : Optional.empty());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
