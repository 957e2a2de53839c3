package stadion.scheduler.mesos;

import java.net.URI;
import java.util.Arrays;
import java.util.List;

/**
 * Where a master's HTTP API is: scheme, host and port, and a path when the master is behind a proxy.
 *
 * @param base {@code http} or {@code https}, with host and port, its path without a slash at the end
 */
public record MasterAddress(URI base) {

    private static final String API = "/api/v1/scheduler";

    private static final int MESOS_PORT = 5050;

    /** Reads addresses separated by commas: each {@code host}, {@code host:port}, {@code http://host:port} or {@code https://host:port}. */
    public static List<MasterAddress> parseAll(String text) {
        return Arrays.stream(text.split(",", -1))
                .map(String::strip)
                .map(MasterAddress::parse)
                .toList();
    }

    /** Reads one address; a host alone means port 5050, a URL without port the port of its scheme. */
    public static MasterAddress parse(String text) {
        URI uri = uri(text.contains("://") ? text : "http://" + text, text);
        boolean web = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
        if (!web
                || uri.getHost() == null
                || uri.getUserInfo() != null
                || uri.getQuery() != null
                || uri.getFragment() != null) {
            throw refused(text);
        }
        return of(uri, text.contains("://") ? defaultPort(uri.getScheme()) : MESOS_PORT);
    }

    /**
     * Where a redirect from this master leads. Mesos itself answers {@code //host:port/api/v1/scheduler}, which keeps the scheme; its documentation also shows
     * {@code host:port}.
     */
    MasterAddress redirectedTo(String location) {
        String target = location.strip();
        if (target.startsWith("//")) {
            return parse(base.getScheme() + ":" + target);
        }
        if (target.startsWith("/")) {
            return of(base.resolve(target), defaultPort(base.getScheme()));
        }
        return parse(target.contains("://") ? target : base.getScheme() + "://" + target);
    }

    String host() {
        return base.getHost();
    }

    int port() {
        return base.getPort();
    }

    boolean isHttps() {
        return "https".equals(base.getScheme());
    }

    /** The path of the scheduler API on this host. */
    String apiPath() {
        return base.getPath() + API;
    }

    @Override
    public String toString() {
        return base.toString();
    }

    private static MasterAddress of(URI uri, int portIfNone) {
        String path = uri.getPath();
        if (path.endsWith(API)) {
            path = path.substring(0, path.length() - API.length());
        }
        int port = uri.getPort() < 0 ? portIfNone : uri.getPort();
        return new MasterAddress(
                URI.create(uri.getScheme() + "://" + uri.getHost() + ":" + port + path.replaceAll("/+$", "")));
    }

    private static URI uri(String url, String text) {
        try {
            return URI.create(url);
        } catch (IllegalArgumentException e) {
            throw refused(text);
        }
    }

    private static int defaultPort(String scheme) {
        return "https".equals(scheme) ? 443 : 80;
    }

    private static IllegalArgumentException refused(String text) {
        return new IllegalArgumentException("\"" + text
                + "\" is not the address of a Mesos master; host:port, http://host:port or https://host:port is");
    }
}
