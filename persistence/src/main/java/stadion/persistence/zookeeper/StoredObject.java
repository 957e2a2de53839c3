package stadion.persistence.zookeeper;

import static java.nio.charset.StandardCharsets.UTF_8;

import akka.serialization.Serialization;
import akka.serialization.Serializer;
import akka.serialization.Serializers;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/** An object as Akka's serialization writes it. */
@SuppressWarnings("ArrayRecordComponent") // never compared, never changed
record StoredObject(int serializer, String manifest, byte[] bytes) {

    /** Throws whatever the serializer throws at an object that it can't write. */
    static StoredObject of(Object object, Serialization serialization) {
        Serializer serializer = serialization.findSerializerFor(object);
        byte[] bytes = serialization.serialize(object).get();
        return new StoredObject(serializer.identifier(), Serializers.manifestFor(serializer, object), bytes);
    }

    Object read(Serialization serialization) {
        return serialization.deserialize(bytes, serializer, manifest).get();
    }

    void write(DataOutputStream out) throws IOException {
        out.writeInt(serializer);
        write(manifest.getBytes(UTF_8), out);
        write(bytes, out);
    }

    static StoredObject read(DataInputStream in) throws IOException {
        return new StoredObject(in.readInt(), new String(bytes(in), UTF_8), bytes(in));
    }

    static void write(byte[] bytes, DataOutputStream out) throws IOException {
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    static byte[] bytes(DataInputStream in) throws IOException {
        return in.readNBytes(in.readInt());
    }
}
