package stadion.api.deployments;

import static akka.http.javadsl.server.Directives.concat;
import static akka.http.javadsl.server.Directives.delete;
import static akka.http.javadsl.server.Directives.get;
import static akka.http.javadsl.server.Directives.reject;

import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.server.Route;
import akka.util.ByteString;
import java.util.Comparator;
import stadion.api.http.Answer;
import stadion.api.http.ApiRequest;
import stadion.api.http.Endpoint;
import stadion.api.http.EntityTag;
import stadion.api.http.Page;
import stadion.api.http.Page.Slice;
import stadion.api.http.Resource;
import stadion.api.render.JsonOutput;
import stadion.scheduler.SchedulerView;
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
            return get(
                    () -> endpoint.read(request, s -> EntityTag.of(s.view().revision()), s -> list(s.view(), request)));
        }
        if (id.indexOf('/') >= 0) {
            return reject();
        }
        boolean force = request.flag("force");
        return concat(delete(() -> endpoint.change(
                request,
                scheduler -> request.flag("dryRun")
                        ? changes.planCancel(scheduler, id)
                        : changes.cancel(scheduler, id, force).thenApply(DeploymentsResource::ended))));
    }

    /** All deployments, the newest first, or a page of them by id. */
    private static HttpResponse list(SchedulerView view, ApiRequest request) {
        Comparator<RunningDeployment> age = Comparator.comparing(d -> d.plan().version());
        Slice<RunningDeployment> page = Page.of(request)
                .of(
                        view.deployments().stream().sorted(age.reversed()),
                        deployment -> deployment.plan().id());
        ByteString json = JsonOutput.render(out -> {
            out.json().writeStartArray();
            for (RunningDeployment deployment : page.elements()) {
                DeploymentJson.write(out.json(), deployment, view);
            }
            out.json().writeEndArray();
        });
        return Page.withNext(Answer.json(200, json), page, request);
    }

    private static HttpResponse ended(Reply reply) {
        return reply instanceof Accepted accepted ? Answer.deployment(200, accepted.plan()) : Answer.empty(202);
    }
}
