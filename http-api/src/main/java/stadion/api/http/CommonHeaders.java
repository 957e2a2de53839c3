package stadion.api.http;

import akka.http.javadsl.model.HttpHeader;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.headers.RawHeader;
import java.util.ArrayList;
import java.util.List;
import stadion.scheduler.leader.Leadership;

/** The headers of every answer, as Marathon sends them: nothing may be cached, and who leads. */
public final class CommonHeaders {

    private static final List<HttpHeader> FIXED = List.of(
            RawHeader.create("Cache-Control", "no-cache, no-store, must-revalidate"),
            RawHeader.create("Pragma", "no-cache"),
            RawHeader.create("Expires", "0"),
            RawHeader.create("X-Frame-Options", "DENY"),
            RawHeader.create("X-XSS-Protection", "1; mode=block"));

    private final Leadership leadership;
    private final List<String> allowedOrigins;

    public CommonHeaders(Leadership leadership, List<String> allowedOrigins) {
        this.leadership = leadership;
        this.allowedOrigins = allowedOrigins;
    }

    static HttpResponse fixed(HttpResponse answer) {
        return answer.addHeaders(FIXED);
    }

    public HttpResponse add(HttpRequest request, HttpResponse answer) {
        List<HttpHeader> headers = new ArrayList<>(FIXED);
        leadership
                .leader()
                .ifPresent(leader -> headers.add(
                        RawHeader.create("X-Marathon-Leader", leader.api().toString())));
        if (!allowedOrigins.isEmpty()) {
            headers.addAll(crossOrigin(request));
        }
        return answer.addHeaders(headers);
    }

    /** Lets the pages of the allowed origins read, but not change. An origin that is not allowed gets one that is, so that its browser refuses. */
    private List<HttpHeader> crossOrigin(HttpRequest request) {
        String origin = ApiRequest.header(request, "Origin")
                .filter(allowedOrigins::contains)
                .orElse(allowedOrigins.get(allowedOrigins.size() - 1));
        List<HttpHeader> headers = new ArrayList<>();
        headers.add(RawHeader.create("Access-Control-Allow-Origin", origin));
        ApiRequest.header(request, "Access-Control-Request-Headers")
                .ifPresent(asked -> headers.add(RawHeader.create("Access-Control-Allow-Headers", asked)));
        headers.add(RawHeader.create("Access-Control-Allow-Methods", "GET, HEAD, OPTIONS"));
        headers.add(RawHeader.create("Access-Control-Max-Age", "86400"));
        headers.add(RawHeader.create("Vary", "Origin"));
        return headers;
    }
}
