package stadion.api.node;

import static akka.http.javadsl.server.Directives.get;
import static akka.http.javadsl.server.Directives.reject;

import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.server.Route;
import com.fasterxml.jackson.databind.node.ObjectNode;
import stadion.api.http.Answer;
import stadion.api.http.ApiRequest;
import stadion.api.http.Endpoint;
import stadion.api.http.Resource;
import stadion.api.json.Json;

/** {@code /v2/plugins}: there are none, as Marathon's cannot be loaded. */
public final class PluginsResource implements Resource {

    private final Endpoint endpoint;

    public PluginsResource(Endpoint endpoint) {
        this.endpoint = endpoint;
    }

    @Override
    public Route route(ApiRequest request) {
        return request.isExact() ? get(() -> endpoint.local(request, r -> none())) : reject();
    }

    private static HttpResponse none() {
        ObjectNode json = Json.MAPPER.createObjectNode();
        json.putArray("plugins");
        return Answer.json(200, json);
    }
}
