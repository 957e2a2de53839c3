package stadion.api.node;

import static akka.http.javadsl.server.Directives.complete;
import static akka.http.javadsl.server.Directives.get;
import static akka.http.javadsl.server.Directives.reject;

import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.server.Route;
import com.fasterxml.jackson.databind.node.TextNode;
import stadion.api.http.AcceptedTypes;
import stadion.api.http.Answer;
import stadion.api.http.ApiRequest;
import stadion.api.http.Resource;

/** {@code /ping}: this node answers. */
public final class PingResource implements Resource {

    @Override
    public Route route(ApiRequest request) {
        return request.isExact() ? get(() -> complete(pong(request))) : reject();
    }

    private static HttpResponse pong(ApiRequest request) {
        AcceptedTypes accepted = AcceptedTypes.of(request.header("Accept"));
        if (accepted.accepts("text/plain") && accepted.quality("text/plain") >= accepted.quality("application/json")) {
            return Answer.text(200, "pong");
        }
        return accepted.accepts("application/json") ? Answer.json(200, TextNode.valueOf("pong")) : Answer.empty(204);
    }
}
