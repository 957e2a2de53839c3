package stadion.api.testing;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.serialization.Serialization;
import akka.serialization.SerializationExtension;
import akka.serialization.Serializer;
import akka.serialization.Serializers;
import stadion.scheduler.Stored;

/** Writes what is stored as the store does, and reads it again. */
public final class StoreSerializer implements AutoCloseable {

    private final ActorTestKit kit = ActorTestKit.create();
    private final Serialization serialization = SerializationExtension.get(kit.system());

    /** The same, written and read again as the class it is of. */
    @SuppressWarnings("unchecked") // The manifest is checked to name the class.
    public <T extends Stored> T writtenAndRead(T stored) {
        byte[] bytes = serialization.serialize(stored).get();
        Serializer serializer = serialization.findSerializerFor(stored);
        String manifest = Serializers.manifestFor(serializer, stored);
        if (!manifest.equals(stored.getClass().getName())) {
            throw new AssertionError(stored.getClass() + " is written as " + manifest);
        }
        return (T) serialization
                .deserialize(bytes, serializer.identifier(), manifest)
                .get();
    }

    @Override
    public void close() {
        kit.shutdownTestKit();
    }
}
