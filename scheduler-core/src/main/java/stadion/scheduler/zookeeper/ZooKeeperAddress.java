package stadion.scheduler.zookeeper;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Where a ZooKeeper ensemble is, and a path in it. As text it names neither user nor password.
 *
 * @param servers {@code host:port,host:port...}
 * @param path the path of the address, without a slash at its end; empty for the root
 * @param digest {@code user:password}
 */
public record ZooKeeperAddress(String servers, String path, Optional<String> digest) {

    private static final Pattern SHAPE = Pattern.compile("(?i)zk://(?:([^@/]*)@)?([^@/]+)(/.*)?");
    private static final Pattern SERVER = Pattern.compile("(\\[[0-9a-fA-F:.]+]|[^:\\[\\]\\s]+)(?::(\\d{1,5}))?");

    private static final int DEFAULT_PORT = 2181;

    /**
     * Reads {@code zk://[user:password@]host[:port][,host...]/path}.
     *
     * @throws IllegalArgumentException if it isn't that; the message doesn't show it, as it may hold a password
     */
    public static ZooKeeperAddress parse(String url) {
        Matcher shape = SHAPE.matcher(url);
        if (!shape.matches()) {
            throw refused();
        }
        String path = shape.group(3) == null ? "" : shape.group(3).replaceAll("/+$", "");
        if (path.contains("//") || (shape.group(1) != null && !shape.group(1).matches("[^:]+:.+"))) {
            throw refused();
        }
        String servers = Arrays.stream(shape.group(2).split(",", -1))
                .map(ZooKeeperAddress::server)
                .collect(Collectors.joining(","));
        return new ZooKeeperAddress(servers, path, Optional.ofNullable(shape.group(1)));
    }

    private static String server(String text) {
        Matcher server = SERVER.matcher(text.strip());
        if (!server.matches()) {
            throw refused();
        }
        int port = server.group(2) == null ? DEFAULT_PORT : Integer.parseInt(server.group(2));
        if (port < 1 || port > 65535) {
            throw refused();
        }
        return server.group(1).toLowerCase(Locale.ROOT) + ":" + port;
    }

    private static IllegalArgumentException refused() {
        return new IllegalArgumentException("the address of ZooKeeper must be"
                + " zk://[user:password@]host:port,host:port.../path; it isn't shown here, as it may hold a password");
    }

    @Override
    public String toString() {
        return "zk://" + servers + path;
    }
}
