package stadion.api.node;

import static akka.http.javadsl.server.Directives.get;
import static akka.http.javadsl.server.Directives.reject;

import akka.http.javadsl.server.Route;
import stadion.api.NodeInfo;
import stadion.api.http.Answer;
import stadion.api.http.ApiRequest;
import stadion.api.http.Endpoint;
import stadion.api.http.Resource;
import stadion.api.json.Json;

/** {@code /}: what this is, for those who open it in a browser. */
public final class RootResource implements Resource {

    private final Endpoint endpoint;
    private final NodeInfo info;

    public RootResource(Endpoint endpoint, NodeInfo info) {
        this.endpoint = endpoint;
        this.info = info;
    }

    @Override
    public Route route(ApiRequest request) {
        return request.isExact()
                ? get(() -> endpoint.local(
                        request,
                        r -> Answer.json(
                                200,
                                Json.MAPPER
                                        .createObjectNode()
                                        .put("message", "Stadion " + info.version() + " answers the API of Marathon.")
                                        .put("apps", r.base() + "/v2/apps")
                                        .put("info", r.base() + "/v2/info"))))
                : reject();
    }
}
