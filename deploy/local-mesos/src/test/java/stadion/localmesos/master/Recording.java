package stadion.localmesos.master;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.apache.mesos.protobuf.Message;
import org.apache.mesos.v1.scheduler.Protos.Call;
import org.apache.mesos.v1.scheduler.Protos.Event;
import stadion.localmesos.json.ProtobufJsonReader;
import stadion.localmesos.json.ProtobufJsonWriter;

/** What was said between a framework and a real Mesos master, in one of the two encodings. */
record Recording(String mediaType) {

    private static final Path DIRECTORY = Path.of("src/test/resources/mesos");

    /** A recorded call with recorded ids replaced by others, encoded. */
    byte[] call(String file, Map<String, String> replacements) {
        var text = new String(
                ProtobufJsonWriter.toBytes(message(file, Call.getDefaultInstance())), StandardCharsets.UTF_8);
        for (var replacement : replacements.entrySet()) {
            text = text.replace(replacement.getKey(), replacement.getValue());
        }
        var call = ProtobufJsonReader.convert(ProtobufJsonReader.parse(text), Call.getDefaultInstance());
        return mediaType.equals(TestFramework.PROTOBUF) ? call.toByteArray() : ProtobufJsonWriter.toBytes(call);
    }

    Call call(String file) {
        return message(file, Call.getDefaultInstance());
    }

    Event event(String file) {
        return message(file, Event.getDefaultInstance());
    }

    @SuppressWarnings("unchecked")
    private <M extends Message> M message(String file, M prototype) {
        try {
            if (mediaType.equals(TestFramework.PROTOBUF)) {
                return (M) prototype
                        .getParserForType()
                        .parseFrom(record(
                                Files.readAllBytes(DIRECTORY.resolve("protobuf/" + file)), file.contains("event")));
            }
            return ProtobufJsonReader.convert(ProtobufJsonReader.parse(json(file)), prototype);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The bytes after the length, if there is one. */
    private static byte[] record(byte[] bytes, boolean hasLength) {
        int start = 0;
        while (hasLength && bytes[start++] != '\n') {}
        return Arrays.copyOfRange(bytes, start, bytes.length);
    }

    /** The text of a file with JSON, without the length in front of a record. */
    static String json(String file) {
        var text = text("json/" + file);
        return file.endsWith(".recordio") ? text.substring(text.indexOf('\n') + 1) : text;
    }

    static String text(String file) {
        try {
            return Files.readString(DIRECTORY.resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Which fields are set, down to the leaves, as paths. */
    static SortedSet<String> shape(Message message) {
        var paths = new TreeSet<String>();
        addShape("", message, paths);
        return paths;
    }

    private static void addShape(String path, Message message, SortedSet<String> paths) {
        message.getAllFields().forEach((field, value) -> {
            var name = path + "." + field.getName();
            var values = value instanceof Collection<?> many ? many : java.util.List.of(value);
            for (var one : values) {
                if (one instanceof Message nested && !nested.getAllFields().isEmpty()) {
                    addShape(name, nested, paths);
                } else {
                    paths.add(name);
                }
            }
        });
    }
}
