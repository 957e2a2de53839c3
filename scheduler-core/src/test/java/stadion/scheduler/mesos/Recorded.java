package stadion.scheduler.mesos;

import akka.util.ByteString;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import org.apache.mesos.v1.scheduler.Protos.Call;
import org.apache.mesos.v1.scheduler.Protos.Event;

/** What a Mesos 1.11.1 master sent to and accepted from one framework, from SUBSCRIBE to TEARDOWN, byte for byte. */
final class Recorded {

    private Recorded() {}

    /** All events of that life, as the body of the answer to SUBSCRIBE. */
    static ByteString streamBody() {
        return ByteString.fromArray(bytes("stream-body.recordio"));
    }

    static Call call(String name) {
        try {
            return Call.parseFrom(bytes(name + ".bin"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One event, which is recorded with its length line. */
    static Event event(String name) {
        try {
            return Event.parseFrom(new RecordIo(1 << 20)
                    .read(ByteString.fromArray(bytes(name + ".bin")))
                    .get(0)
                    .toArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] bytes(String name) {
        try (InputStream in = Recorded.class.getResourceAsStream("recorded/" + name)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
