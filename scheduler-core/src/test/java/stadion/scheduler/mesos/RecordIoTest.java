package stadion.scheduler.mesos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import akka.util.ByteString;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.apache.mesos.v1.scheduler.Protos.Event;
import org.junit.jupiter.api.Test;

class RecordIoTest {

    @Test
    void readsTheEventsARealMasterSent() throws Exception {
        List<Event.Type> types = new ArrayList<>();
        for (ByteString record : new RecordIo(1 << 20).read(Recorded.streamBody())) {
            types.add(Event.parseFrom(record.toArray()).getType());
        }
        assertThat(types)
                .containsExactly(
                        Event.Type.SUBSCRIBED,
                        Event.Type.HEARTBEAT,
                        Event.Type.OFFERS,
                        Event.Type.OFFERS,
                        Event.Type.UPDATE,
                        Event.Type.UPDATE,
                        Event.Type.UPDATE,
                        Event.Type.UPDATE,
                        Event.Type.UPDATE,
                        Event.Type.OFFERS);
    }

    @Property
    void givesTheSameRecordsHoweverTheStreamIsCut(
            @ForAll("records") List<byte[]> records, @ForAll("cuts") List<Integer> cuts) throws IOException {
        ByteString stream = framed(records);
        RecordIo reader = new RecordIo(1 << 20);
        List<ByteString> read = new ArrayList<>();
        int from = 0;
        for (int size : cuts) {
            int to = Math.min(stream.size(), from + size);
            read.addAll(reader.read(stream.slice(from, to)));
            from = to;
        }
        read.addAll(reader.read(stream.drop(from)));

        assertThat(read).isEqualTo(records.stream().map(ByteString::fromArray).toList());
    }

    @Property
    void givesTheRecordedEventsInPiecesOfAnySize(@ForAll @IntRange(min = 1, max = 2100) int size) throws IOException {
        ByteString stream = Recorded.streamBody();
        RecordIo reader = new RecordIo(1 << 20);
        List<ByteString> read = new ArrayList<>();
        for (int from = 0; from < stream.size(); from += size) {
            read.addAll(reader.read(stream.slice(from, Math.min(stream.size(), from + size))));
        }
        assertThat(read).isEqualTo(new RecordIo(1 << 20).read(stream));
    }

    @Provide
    Arbitrary<List<byte[]>> records() {
        return Arbitraries.bytes().array(byte[].class).ofMaxSize(300).list().ofMaxSize(12);
    }

    @Provide
    Arbitrary<List<Integer>> cuts() {
        return Arbitraries.integers().between(0, 40).list().ofMaxSize(200);
    }

    @Test
    void holdsBackARecordUntilItsLastByteIsThere() throws IOException {
        RecordIo reader = new RecordIo(100);
        assertThat(reader.read(text("1"))).isEmpty();
        assertThat(reader.read(text("0\n01234"))).isEmpty();
        assertThat(reader.read(text("56789"))).containsExactly(text("0123456789"));
    }

    @Test
    void refusesARecordOverTheLimitBeforeItIsRead() throws IOException {
        assertThat(new RecordIo(20).read(text("20\n01234567890123456789"))).hasSize(1);
        assertThatThrownBy(() -> new RecordIo(20).read(text("21\n")))
                .isInstanceOf(IOException.class)
                .hasMessage("a record of 21 bytes was announced; at most 20 are taken");
    }

    @Test
    void refusesWhatIsNotRecordIo() {
        assertThatThrownBy(() -> new RecordIo(20).read(text("<html>hello</html>")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("not in RecordIO format")
                .hasMessageContaining("\"<html>hello\" came");
        assertThatThrownBy(() -> new RecordIo(20).read(text("\n"))).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> new RecordIo(20).read(text("-1\n"))).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> new RecordIo(20).read(text("99999999999\n"))).isInstanceOf(IOException.class);
    }

    private static ByteString framed(List<byte[]> records) {
        ByteString stream = ByteString.emptyByteString();
        for (byte[] record : records) {
            stream = stream.concat(text(record.length + "\n")).concat(ByteString.fromArray(record));
        }
        return stream;
    }

    private static ByteString text(String text) {
        return ByteString.fromString(text, StandardCharsets.UTF_8);
    }
}
