package stadion.api.app;

import static stadion.api.json.JsonTypes.NOT_EMPTY;
import static stadion.api.json.JsonTypes.PORT;
import static stadion.api.json.JsonTypes.STRING;
import static stadion.api.json.JsonTypes.TEXTS_BY_KEY;
import static stadion.api.json.JsonTypes.matching;
import static stadion.api.json.JsonTypes.oneOf;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import stadion.api.app.AppUpdate.IpAddress;
import stadion.api.json.JsonFields;
import stadion.api.json.JsonType;
import stadion.scheduler.model.AppDefinition.Network;
import stadion.scheduler.model.AppDefinition.PortDefinition;
import stadion.scheduler.model.AppDefinition.PortMapping;

/** Reads networks and ports. */
public final class NetworkReader {

    /** Names of ports, which have no greatest length. */
    static final JsonType<String> PORT_NAME = matching(Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?"));

    private static final JsonType<String> NETWORK_NAME =
            matching(Pattern.compile("[a-z0-9]([-a-z0-9_]*[a-z0-9])?")).check(n -> n.length() <= 63, "error.maxLength");

    private static final JsonType<Network.Mode> MODE = oneOf(List.of(Network.Mode.values()), NetworkReader::word);

    private static final JsonType<String> PROTOCOL = oneOf("tcp", "udp", "udp,tcp");

    public static final JsonType<Network> NETWORK = (node, path, errors) -> {
        JsonFields fields = JsonFields.of(node, path, errors);
        return new Network(
                fields.optional("name", NETWORK_NAME),
                fields.optional("mode", MODE, Network.Mode.CONTAINER),
                fields.optional("labels", TEXTS_BY_KEY, Map.of()));
    };

    static final JsonType<PortDefinition> PORT_DEFINITION = (node, path, errors) -> {
        JsonFields fields = JsonFields.of(node, path, errors);
        return new PortDefinition(
                fields.optional("port", PORT, 0),
                fields.optional("name", PORT_NAME),
                fields.optional("protocol", PROTOCOL, "tcp"),
                fields.optional("labels", TEXTS_BY_KEY, Map.of()));
    };

    static final JsonType<PortMapping> PORT_MAPPING = (node, path, errors) -> {
        JsonFields fields = JsonFields.of(node, path, errors);
        return new PortMapping(
                fields.optional("containerPort", PORT, 0),
                fields.optional("hostPort", PORT),
                fields.optional("servicePort", PORT, 0),
                fields.optional("protocol", PROTOCOL, "tcp"),
                fields.optional("name", PORT_NAME),
                fields.optional("labels", TEXTS_BY_KEY, Map.of()),
                fields.optional("networkNames", STRING.list(), List.of()));
    };

    private static final JsonType<IpAddress.DiscoveryPort> DISCOVERY_PORT = (node, path, errors) -> {
        JsonFields fields = JsonFields.of(node, path, errors);
        return new IpAddress.DiscoveryPort(
                fields.optional("number", PORT, 0),
                fields.required("name", PORT_NAME, ""),
                fields.optional("protocol", PROTOCOL, "tcp"),
                fields.optional("labels", TEXTS_BY_KEY, Map.of()));
    };

    private static final JsonType<List<IpAddress.DiscoveryPort>> DISCOVERY = (node, path, errors) ->
            JsonFields.of(node, path, errors).optional("ports", DISCOVERY_PORT.list(), List.of());

    /** {@code groups} is read, so that a wrong one is refused, but means nothing any more. */
    static final JsonType<IpAddress> IP_ADDRESS = (node, path, errors) -> {
        JsonFields fields = JsonFields.of(node, path, errors);
        fields.optional("groups", STRING.set());
        return new IpAddress(
                fields.optional("networkName", NOT_EMPTY),
                fields.optional("labels", TEXTS_BY_KEY, Map.of()),
                fields.optional("discovery", DISCOVERY));
    };

    private NetworkReader() {}

    /** The word for a mode in Marathon's JSON. */
    static String word(Network.Mode mode) {
        return switch (mode) {
            case HOST -> "host";
            case BRIDGE -> "container/bridge";
            case CONTAINER -> "container";
        };
    }
}
