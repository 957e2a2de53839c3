package stadion.api.pods;

import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.headers.RawHeader;
import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import stadion.api.ApiException;
import stadion.api.deployments.Changes;
import stadion.api.deployments.Terms;
import stadion.api.http.Answer;
import stadion.api.http.ApiRequest;
import stadion.api.json.Json;
import stadion.api.pod.PodDefinitions;
import stadion.api.pod.PodReader;
import stadion.api.pod.SentPod;
import stadion.scheduler.Scheduler;
import stadion.scheduler.event.SchedulerEvent;
import stadion.scheduler.event.SchedulerEvent.PodCreated;
import stadion.scheduler.event.SchedulerEvent.PodDeleted;
import stadion.scheduler.event.SchedulerEvent.PodUpdated;
import stadion.scheduler.group.GroupManager.Accepted;
import stadion.scheduler.group.RootEdit;
import stadion.scheduler.model.PathId;

/** Creates, changes and removes pods. What depends on the tree is decided inside the change, so that no other change comes between. */
public final class PodChanges {

    @FunctionalInterface
    private interface Announcement {
        SchedulerEvent of(String clientIp, String uri, Instant timestamp);
    }

    private final Changes changes;
    private final PodDefinitions definitions;
    private final PodSpecs specs;
    private final Clock clock;

    public PodChanges(Changes changes, PodDefinitions definitions, PodSpecs specs, Clock clock) {
        this.changes = changes;
        this.definitions = definitions;
        this.specs = specs;
        this.clock = clock;
    }

    /** {@code POST /v2/pods}. */
    CompletionStage<HttpResponse> create(Scheduler scheduler, byte[] body, ApiRequest request) {
        SentPod sent = PodReader.pod(Json.parse(body));
        definitions.check(sent);
        PathId id = PathId.of(sent.id());
        return changes.make(
                scheduler,
                terms(id, request),
                edit -> {
                    put(edit, sent, false);
                    if (edit.before().pod(id).isPresent()) {
                        throw new ApiException(409, "A pod with id [" + id + "] already exists.");
                    }
                },
                accepted -> {
                    announce(scheduler, request, PodCreated::new);
                    return shown(201, id, accepted)
                            .addHeader(RawHeader.create("Location", request.base() + id.value()));
                });
    }

    /** {@code PUT /v2/pods/{id}}: replaces the pod, or creates it when there is none. */
    CompletionStage<HttpResponse> update(Scheduler scheduler, PathId id, byte[] body, ApiRequest request) {
        SentPod sent = PodReader.pod(Json.parse(body));
        definitions.check(sent);
        if (!PathId.of(sent.id()).equals(id)) {
            return CompletableFuture.failedFuture(
                    new ApiException(400, "'" + id + "' does not match definition's id ('" + sent.id() + "')"));
        }
        Terms terms = terms(id, request);
        return changes.make(scheduler, terms, edit -> put(edit, sent, terms.force()), accepted -> {
            announce(scheduler, request, PodUpdated::new);
            return shown(200, id, accepted);
        });
    }

    private void put(RootEdit edit, SentPod sent, boolean force) {
        edit.putPod(definitions.complete(sent, edit.before(), force));
    }

    /** The pod with the version of the change, also where nothing has changed and the tree keeps the earlier version. */
    private HttpResponse shown(int status, PathId id, Accepted accepted) {
        HttpResponse answer = Answer.json(
                status,
                specs.render(accepted.root()
                        .pod(id)
                        .orElseThrow()
                        .withVersion(accepted.plan().version())));
        return Answer.withDeployment(answer, accepted.plan());
    }

    /** {@code DELETE /v2/pods/{id}}. The location is that of the deployment, relative to nothing, as in Marathon. */
    CompletionStage<HttpResponse> remove(Scheduler scheduler, PathId id, ApiRequest request) {
        return changes.make(
                scheduler,
                terms(id, request),
                edit -> {
                    if (edit.pod(id).isEmpty()) {
                        throw PodViews.missing(id);
                    }
                    edit.removePod(id);
                },
                accepted -> {
                    announce(scheduler, request, PodDeleted::new);
                    String deployment = accepted.plan().id();
                    return Answer.withDeployment(Answer.empty(202), accepted.plan())
                            .addHeader(RawHeader.create("Location", request.base() + "/" + deployment));
                });
    }

    private Terms terms(PathId id, ApiRequest request) {
        return Terms.of(request, request.flag("force"), root -> root.pod(id).map(specs::tag));
    }

    private void announce(Scheduler scheduler, ApiRequest request, Announcement announcement) {
        scheduler.events().publish(announcement.of(request.clientIp(), request.path(), clock.instant()));
    }
}
