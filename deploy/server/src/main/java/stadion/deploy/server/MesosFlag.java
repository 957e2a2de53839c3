package stadion.deploy.server;

import java.net.URI;
import java.util.Locale;
import stadion.scheduler.zookeeper.ZooKeeperAddress;

/** Reads {@code --master}. */
final class MesosFlag {

    private static final String RIGHT =
            "--master must be host:port, http://host:port or zk://host:port,.../path, not '%s'.";

    private MesosFlag() {}

    /**
     * The master's base URI, {@code http://host:port} without a path; or where the masters are in ZooKeeper, {@code zk://...}, as it was given.
     *
     * @throws FlagException if it is neither, or names a way to the master that is not built yet
     */
    static URI parse(String master) {
        String lower = master.toLowerCase(Locale.ROOT);
        if (lower.startsWith("zk://")) {
            return zooKeeper(master);
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

    private static URI zooKeeper(String master) {
        try {
            ZooKeeperAddress.parse(master);
        } catch (IllegalArgumentException e) {
            throw new FlagException("--master: " + e.getMessage() + ".");
        }
        try {
            return URI.create(master);
        } catch (IllegalArgumentException e) {
            throw new FlagException("--master: the address of ZooKeeper holds a character that no address may hold;"
                    + " it isn't shown here, as it may hold a password.");
        }
    }

    private static URI uri(String text) {
        try {
            return URI.create(text);
        } catch (IllegalArgumentException e) {
            throw new FlagException(String.format(Locale.ROOT, RIGHT, text.substring("http://".length())));
        }
    }
}
