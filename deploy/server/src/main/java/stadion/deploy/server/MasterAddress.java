package stadion.deploy.server;

import java.net.URI;
import java.util.Locale;

/** Reads {@code --master}. */
final class MasterAddress {

    private static final String RIGHT = "--master must be host:port or http://host:port, not '%s'.";

    private MasterAddress() {}

    /**
     * The master's base URI, {@code http://host:port} without a path.
     *
     * @throws FlagException if it isn't that, or names a way to the master that is not built yet
     */
    static URI parse(String master) {
        String lower = master.toLowerCase(Locale.ROOT);
        if (lower.startsWith("zk://")) {
            throw new FlagException("--master zk://... : finding the master through ZooKeeper is not built yet."
                    + " Give any master's http://host:port; it redirects to the one that leads.");
        }
        if (lower.startsWith("https://")) {
            throw new FlagException("--master https://... : TLS is not built yet. Give http://host:port.");
        }
        URI uri = uri(lower.startsWith("http://") ? master : "http://" + master);
        boolean onlyHostAndPort =
                (uri.getRawPath().isEmpty() || uri.getRawPath().equals("/"))
                        && uri.getRawQuery() == null
                        && uri.getRawFragment() == null
                        && uri.getRawUserInfo() == null;
        if (uri.getHost() == null || uri.getPort() < 1 || uri.getPort() > 65535 || !onlyHostAndPort) {
            throw new FlagException(String.format(Locale.ROOT, RIGHT, master));
        }
        return URI.create("http://" + uri.getHost() + ":" + uri.getPort());
    }

    private static URI uri(String text) {
        try {
            return URI.create(text);
        } catch (IllegalArgumentException e) {
            throw new FlagException(String.format(Locale.ROOT, RIGHT, text.substring("http://".length())));
        }
    }
}
