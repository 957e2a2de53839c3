package stadion.api.node;

import static akka.http.javadsl.server.Directives.get;
import static akka.http.javadsl.server.Directives.reject;

import akka.http.javadsl.server.Route;
import akka.util.ByteString;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import stadion.api.http.Answer;
import stadion.api.http.ApiRequest;
import stadion.api.http.Endpoint;
import stadion.api.http.Resource;

/** {@code /openapi.json}: what the API is, for programs. */
public final class OpenApiResource implements Resource {

    private static final String DOCUMENT = "/stadion/api/openapi.json";

    private final Endpoint endpoint;
    private final ByteString document = read();

    public OpenApiResource(Endpoint endpoint) {
        this.endpoint = endpoint;
    }

    private static ByteString read() {
        try (InputStream in = OpenApiResource.class.getResourceAsStream(DOCUMENT)) {
            return ByteString.fromArray(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException("reading " + DOCUMENT, e);
        }
    }

    @Override
    public Route route(ApiRequest request) {
        return request.isExact() ? get(() -> endpoint.local(request, r -> Answer.json(200, document))) : reject();
    }
}
