package stadion.api.deployments;

import static akka.http.javadsl.server.Directives.concat;
import static akka.http.javadsl.server.Directives.delete;
import static akka.http.javadsl.server.Directives.get;
import static akka.http.javadsl.server.Directives.reject;

import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.server.Route;
import java.util.Comparator;
import stadion.api.http.Answer;
import stadion.api.http.ApiRequest;
import stadion.api.http.Endpoint;
import stadion.api.http.Resource;
import stadion.api.render.JsonOutput;
import stadion.scheduler.Scheduler;
import stadion.scheduler.deployment.RunningDeployment;
import stadion.scheduler.group.GroupManager.Accepted;
import stadion.scheduler.group.GroupManager.Reply;

/** {@code /v2/deployments}: the running deployments, and their end. */
public final class DeploymentsResource implements Resource {

    private final Endpoint endpoint;
    private final Changes changes;

    public DeploymentsResource(Endpoint endpoint, Changes changes) {
        this.endpoint = endpoint;
        this.changes = changes;
    }

    @Override
    public Route route(ApiRequest request) {
        String id = request.rest().replaceAll("^/+|/+$", "");
        if (id.isEmpty()) {
            return get(() -> endpoint.read(request, DeploymentsResource::list));
        }
        if (id.indexOf('/') >= 0) {
            return reject();
        }
        boolean force = request.flag("force");
        return concat(delete(() -> endpoint.change(
                request, scheduler -> changes.cancel(scheduler, id, force).thenApply(DeploymentsResource::ended))));
    }

    /** All deployments, the newest first. */
    private static HttpResponse list(Scheduler scheduler) {
        return Answer.json(200, JsonOutput.render(out -> {
            out.json().writeStartArray();
            for (RunningDeployment deployment : scheduler.view().deployments().stream()
                    .sorted(Comparator.comparing(
                                    (RunningDeployment d) -> d.plan().version())
                            .reversed())
                    .toList()) {
                DeploymentJson.write(out.json(), deployment, scheduler.view());
            }
            out.json().writeEndArray();
        }));
    }

    private static HttpResponse ended(Reply reply) {
        return reply instanceof Accepted accepted ? Answer.deployment(200, accepted.plan()) : Answer.empty(202);
    }
}
