package stadion.persistence.zookeeper;

import static java.nio.charset.StandardCharsets.UTF_8;

import akka.actor.ActorRef;
import akka.persistence.PersistentRepr;
import akka.serialization.Serialization;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import scala.jdk.javaapi.OptionConverters;

/** Events of one entity that were stored together, in the order of their numbers, as the bytes of a record. */
final class StoredEvents {

    /** The first byte; says how the rest is to be read. */
    private static final int FORM = 1;

    private StoredEvents() {}

    /** One event, its payload and metadata serialized. */
    record StoredEvent(
            long number,
            String writer,
            long timestamp,
            String adapterManifest,
            StoredObject payload,
            Optional<StoredObject> metadata) {

        static StoredEvent of(PersistentRepr event, Serialization serialization) {
            return new StoredEvent(
                    event.sequenceNr(),
                    event.writerUuid(),
                    event.timestamp(),
                    event.manifest(),
                    StoredObject.of(event.payload(), serialization),
                    OptionConverters.toJava(event.metadata()).map(of -> StoredObject.of(of, serialization)));
        }

        PersistentRepr read(String persistenceId, Serialization serialization) {
            PersistentRepr event = PersistentRepr.apply(
                            payload.read(serialization),
                            number,
                            persistenceId,
                            adapterManifest,
                            false,
                            ActorRef.noSender(),
                            writer)
                    .withTimestamp(timestamp);
            return metadata.map(of -> event.withMetadata(of.read(serialization)))
                    .orElse(event);
        }
    }

    static byte[] bytes(List<StoredEvent> events) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(FORM);
            out.writeInt(events.size());
            for (StoredEvent event : events) {
                write(event, out);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static void write(StoredEvent event, DataOutputStream out) throws IOException {
        out.writeLong(event.number);
        StoredObject.write(event.writer.getBytes(UTF_8), out);
        out.writeLong(event.timestamp);
        StoredObject.write(event.adapterManifest.getBytes(UTF_8), out);
        event.payload.write(out);
        out.writeBoolean(event.metadata.isPresent());
        if (event.metadata.isPresent()) {
            event.metadata.get().write(out);
        }
    }

    static List<StoredEvent> read(byte[] bytes) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            int form = in.readByte();
            if (form != FORM) {
                throw new IOException("events of form " + form + "; this server knows " + FORM);
            }
            int size = in.readInt();
            List<StoredEvent> events = new ArrayList<>();
            for (int i = 0; i < size; i++) {
                events.add(readOne(in));
            }
            return events;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static StoredEvent readOne(DataInputStream in) throws IOException {
        return new StoredEvent(
                in.readLong(),
                new String(StoredObject.bytes(in), UTF_8),
                in.readLong(),
                new String(StoredObject.bytes(in), UTF_8),
                StoredObject.read(in),
                in.readBoolean() ? Optional.of(StoredObject.read(in)) : Optional.empty());
    }
}
