package stadion.api.node;

import static akka.http.javadsl.server.Directives.complete;
import static akka.http.javadsl.server.Directives.get;
import static akka.http.javadsl.server.Directives.reject;

import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.server.Route;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import stadion.api.http.Answer;
import stadion.api.http.ApiRequest;
import stadion.api.http.Resource;
import stadion.scheduler.leader.Leadership;

/**
 * {@code /healthz/live} and {@code /healthz/ready}, for supervisors: answered by each node for itself, without authentication. A node lives if it answers; it is ready if it leads, or
 * knows who does, and so can have requests answered.
 */
public final class HealthResource implements Resource {

    private final Leadership leadership;

    public HealthResource(Leadership leadership) {
        this.leadership = leadership;
    }

    @Override
    public Route route(ApiRequest request) {
        return switch (request.rest()) {
            case "/live" -> get(() -> complete(Answer.json(200, JsonNodeFactory.instance.objectNode())));
            case "/ready" -> get(() -> complete(ready()));
            default -> reject();
        };
    }

    private HttpResponse ready() {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("elected", leadership.scheduler().isPresent());
        leadership.leader().ifPresent(leader -> json.put("leader", leader.hostPort()));
        if (leadership.leader().isEmpty()) {
            json.put("message", "Could not determine the current leader");
        }
        return Answer.json(leadership.leader().isPresent() ? 200 : 503, json);
    }
}
