package stadion.api.proxy;

import akka.http.javadsl.model.HttpHeader;
import akka.http.javadsl.model.HttpProtocols;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.RequestEntity;
import akka.http.javadsl.model.ResponseEntity;
import akka.http.javadsl.model.headers.RawHeader;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import stadion.api.events.EventsResource;
import stadion.api.http.ApiRequest;

/** What becomes of a request on its way to the leader, and of the answer on its way back. */
final class Forwarding {

    private static final String VIA = "X-Marathon-Via";
    private static final String FORWARDED_FOR = "X-Forwarded-For";

    /** Headers about one connection (RFC 9110, 7.6.1), and those that Akka HTTP adds to a request or writes by itself. */
    private static final Set<String> OF_ONE_CONNECTION = Set.of(
            "connection",
            "keep-alive",
            "proxy-connection",
            "proxy-authenticate",
            "proxy-authorization",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade",
            "expect",
            "host",
            "date",
            "server",
            "timeout-access",
            "remote-address");

    private Forwarding() {}

    /** How a node at {@code hostPort} names itself to those behind it. */
    static String via(String hostPort) {
        return "1.1 " + hostPort;
    }

    /** Whether the request has come by this node before. */
    static boolean isLoop(HttpRequest request, String via) {
        return ApiRequest.header(request, VIA).stream()
                .flatMap(values -> Arrays.stream(values.split(",")))
                .anyMatch(value -> value.strip().equals(via));
    }

    /** The request for the leader at {@code api}; the body is the same stream. */
    static HttpRequest toLeader(ApiRequest request, URI api, String via) {
        HttpRequest http = request.http();
        List<HttpHeader> headers = passedOn(http.getHeaders(), Set.of(FORWARDED_FOR.toLowerCase(Locale.ROOT)));
        headers.add(RawHeader.create(VIA, via));
        headers.add(RawHeader.create(
                FORWARDED_FOR,
                request.header(FORWARDED_FOR).map(before -> before + ", ").orElse("") + request.clientIp()));
        return http.withUri(http.getUri()
                        .scheme(api.getScheme())
                        .host(api.getHost())
                        .port(api.getPort()))
                .withProtocol(HttpProtocols.HTTP_1_1)
                .withHeaders(headers)
                .withEntity((RequestEntity) http.entity().withoutSizeLimit());
    }

    /** The leader's answer, for the client. */
    static HttpResponse toClient(HttpResponse answer, String via) {
        List<HttpHeader> headers = passedOn(answer.getHeaders(), Set.of());
        headers.add(RawHeader.create(VIA, via));
        ResponseEntity body = answer.entity();
        // Akka HTTP leaves out the charset, which is always the same.
        boolean isStream = body.getContentType().mediaType().isText()
                && body.getContentType().mediaType().subType().equals("event-stream");
        return answer.withHeaders(headers)
                .withEntity(isStream ? (ResponseEntity) body.withContentType(EventsResource.CONTENT_TYPE) : body);
    }

    private static List<HttpHeader> passedOn(Iterable<HttpHeader> headers, Set<String> others) {
        List<HttpHeader> all = new ArrayList<>();
        headers.forEach(all::add);
        Set<String> named = Set.copyOf(all.stream()
                .filter(header -> header.is("connection"))
                .flatMap(header -> Stream.of(header.value().split(",")))
                .map(name -> name.strip().toLowerCase(Locale.ROOT))
                .toList());
        all.removeIf(header -> OF_ONE_CONNECTION.contains(header.lowercaseName())
                || named.contains(header.lowercaseName())
                || others.contains(header.lowercaseName()));
        return all;
    }
}
