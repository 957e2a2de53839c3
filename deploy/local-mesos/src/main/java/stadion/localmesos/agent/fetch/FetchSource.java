package stadion.localmesos.agent.fetch;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;

/** Where a URI leads, by the rules of Mesos' fetcher ({@code slave/containerizer/fetcher.cpp}). */
sealed interface FetchSource {

    /** Something to download. */
    record Web(URI uri) implements FetchSource {}

    /** A file of this machine. */
    record Local(Path path) implements FetchSource {}

    Set<String> WEB = Set.of("http", "https");

    /**
     * Understands a URI or an absolute path.
     *
     * @throws FetchException if it is none, or of a scheme that is not supported
     */
    static FetchSource of(String text) throws FetchException {
        var uri = text.strip();
        var schemeEnd = uri.indexOf("://");
        if (schemeEnd > 0) {
            var scheme = uri.substring(0, schemeEnd).toLowerCase(Locale.ROOT);
            if (WEB.contains(scheme)) {
                return web(uri);
            }
            if (!scheme.equals("file")) {
                throw new FetchException("scheme '" + scheme + "' is not supported; use http, https or file");
            }
            return local(withoutLocalhost(uri.substring(schemeEnd + 3)));
        }
        return local(uri);
    }

    /**
     * The name that what is fetched gets in the sandbox: all after the last slash, as Mesos has it, so with the query.
     *
     * @throws FetchException if there is no name
     */
    static String nameOf(String text) throws FetchException {
        var uri = text.strip();
        if (uri.contains("\\") || uri.contains("'") || uri.contains("\0")) {
            throw new FetchException("illegal characters in the URI (backslash, quote or NUL)");
        }
        var path = uri.substring(uri.contains("://") ? uri.indexOf("://") + 3 : 0);
        var name = path.substring(path.lastIndexOf('/') + 1);
        if (name.isEmpty() || !path.contains("/") || name.equals("..") || name.equals(".")) {
            throw new FetchException("malformed URI: it names no file");
        }
        return name;
    }

    /** A URI as it may be shown: without user, password and query. */
    static String shown(String uri) {
        return uri.strip().replaceFirst("://[^/@]*@", "://").replaceFirst("[?#].*", "");
    }

    private static FetchSource web(String uri) throws FetchException {
        try {
            var parsed = new URI(uri);
            if (parsed.getHost() == null) {
                throw new FetchException("malformed URI: it names no host");
            }
            return new Web(parsed);
        } catch (URISyntaxException e) {
            throw new FetchException("malformed URI: " + e.getReason(), e);
        }
    }

    private static FetchSource local(String path) throws FetchException {
        if (!path.startsWith("/")) {
            throw new FetchException("only absolute paths can be fetched");
        }
        return new Local(Path.of(path));
    }

    private static String withoutLocalhost(String path) {
        return path.startsWith("localhost/") ? path.substring("localhost".length()) : path;
    }
}
