package stadion.api.http;

import akka.http.javadsl.model.AttributeKeys;
import akka.http.javadsl.model.HttpHeader;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.Query;
import akka.http.javadsl.model.RemoteAddress;
import java.net.InetAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A request as resources see it.
 *
 * @param path the decoded path, for example {@code /v2/apps//a}
 * @param rest what follows the address of the resource in {@code path}: empty, or beginning with a slash
 */
public record ApiRequest(HttpRequest http, String path, String rest) {

    public static ApiRequest of(HttpRequest http) {
        String path = decode(http.getUri().getPathString());
        return new ApiRequest(http, path, path);
    }

    private static String decode(String path) {
        return path.indexOf('%') < 0 ? path : URLDecoder.decode(path.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    /** The same request for the resource at {@code address}. */
    public ApiRequest below(String address) {
        return new ApiRequest(http, path, path.substring(address.length()));
    }

    /** Whether nothing but slashes follows the address. */
    public boolean isExact() {
        return rest.chars().allMatch(c -> c == '/');
    }

    /** A switch such as {@code force=true}; anything but "true", in any case, is off. */
    public boolean flag(String name, boolean absent) {
        return first(name).map(Boolean::parseBoolean).orElse(absent);
    }

    public boolean flag(String name) {
        return flag(name, false);
    }

    public Optional<String> first(String name) {
        return query().get(name);
    }

    /** All values of a parameter that may be repeated, also written as {@code name[]}, in their order. */
    public List<String> all(String name) {
        return query().toList().stream()
                .filter(p -> p.first().equals(name) || p.first().equals(name + "[]"))
                .map(p -> p.second())
                .toList();
    }

    private Query query() {
        return http.getUri().query();
    }

    /** The value of a header, several of the same name joined by commas. */
    public Optional<String> header(String name) {
        return header(http, name);
    }

    /** The same of any request. */
    public static Optional<String> header(HttpRequest http, String name) {
        StringBuilder values = new StringBuilder();
        for (HttpHeader header : http.getHeaders()) {
            if (header.name().equalsIgnoreCase(name)) {
                values.append(values.isEmpty() ? "" : ", ").append(header.value());
            }
        }
        return values.isEmpty() ? Optional.empty() : Optional.of(values.toString());
    }

    /** Whether answers may be encoded in this way; only if the client says so by name. */
    public boolean acceptsEncoding(String name) {
        return Arrays.stream(header("Accept-Encoding")
                        .orElse("")
                        .toLowerCase(Locale.ROOT)
                        .split(","))
                .map(element -> element.replaceAll("\\s", ""))
                .anyMatch(element ->
                        element.equals(name) || (element.startsWith(name + ";") && !element.matches(".*;q=0(\\.0*)?")));
    }

    /** The address that the client's connection came from. */
    public String clientIp() {
        return http.getAttribute(AttributeKeys.remoteAddress)
                .flatMap(RemoteAddress::getAddress)
                .map(InetAddress::getHostAddress)
                .orElse("unknown");
    }

    /** {@code http://host:port} as the client wrote it. */
    public String base() {
        String uri = http.getUri().scheme() + "://" + http.getUri().host().address();
        int port = http.getUri().port();
        return port == 0 ? uri : uri + ":" + port;
    }
}
