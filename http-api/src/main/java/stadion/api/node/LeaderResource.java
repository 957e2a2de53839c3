package stadion.api.node;

import static akka.http.javadsl.server.Directives.concat;
import static akka.http.javadsl.server.Directives.delete;
import static akka.http.javadsl.server.Directives.get;
import static akka.http.javadsl.server.Directives.reject;

import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.server.Route;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import stadion.api.ApiException;
import stadion.api.NodeControls;
import stadion.api.http.Answer;
import stadion.api.http.ApiRequest;
import stadion.api.http.Endpoint;
import stadion.api.http.Resource;
import stadion.scheduler.leader.Leader;
import stadion.scheduler.leader.Leadership;

/** {@code /v2/leader}: who leads, and the end of it. */
public final class LeaderResource implements Resource {

    private final Endpoint endpoint;
    private final Leadership leadership;
    private final NodeControls controls;

    public LeaderResource(Endpoint endpoint, Leadership leadership, NodeControls controls) {
        this.endpoint = endpoint;
        this.leadership = leadership;
        this.controls = controls;
    }

    @Override
    public Route route(ApiRequest request) {
        return request.isExact()
                ? concat(
                        get(() -> endpoint.local(request, r -> leader())),
                        delete(() -> endpoint.local(request, r -> abdicate())))
                : reject();
    }

    private HttpResponse leader() {
        Leader leader = leadership.leader().orElseThrow(() -> ApiException.notFound("There is no leader"));
        return Answer.json(200, JsonNodeFactory.instance.objectNode().put("leader", leader.hostPort()));
    }

    private HttpResponse abdicate() {
        if (leadership.scheduler().isEmpty()) {
            throw ApiException.notFound("There is no leader");
        }
        controls.abdicate();
        return Answer.error(
                ApiException.withDetails(200, "Leadership abdicated", JsonNodeFactory.instance.arrayNode()));
    }
}
