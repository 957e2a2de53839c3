package stadion.scheduler.mesos;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;

/** What a Mesos master says of itself in ZooKeeper: Mesos's MasterInfo as JSON. */
final class MasterInfoJson {

    private static final JsonMapper JSON = new JsonMapper();

    private MasterInfoJson() {}

    /**
     * Where to reach it: at its IP address, by which Mesos's agents reach it too, or else at its hostname.
     *
     * @throws UncheckedIOException if it isn't JSON
     * @throws IllegalArgumentException if it names no host or no port
     */
    static MasterAddress address(byte[] masterInfo) {
        JsonNode info = read(masterInfo);
        JsonNode address = info.path("address");
        String host = text(address.path("ip"), text(address.path("hostname"), text(info.path("hostname"), "")));
        int port = address.path("port").asInt(info.path("port").asInt());
        if (host.isEmpty() || port < 1 || port > 65535) {
            throw new IllegalArgumentException("the Mesos master in ZooKeeper names no address: " + info);
        }
        return MasterAddress.parse((host.contains(":") ? "[" + host + "]" : host) + ":" + port);
    }

    private static String text(JsonNode value, String otherwise) {
        return value.isTextual() && !value.textValue().isEmpty() ? value.textValue() : otherwise;
    }

    private static JsonNode read(byte[] json) {
        try {
            return JSON.readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException("the Mesos master in ZooKeeper says what isn't JSON", e);
        }
    }
}
