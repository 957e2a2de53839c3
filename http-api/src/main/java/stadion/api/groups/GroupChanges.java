package stadion.api.groups;

import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.headers.RawHeader;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.concurrent.CompletionStage;
import stadion.api.ApiException;
import stadion.api.app.AppDefinitions;
import stadion.api.deployments.Changes;
import stadion.api.deployments.DeploymentJson;
import stadion.api.deployments.Terms;
import stadion.api.http.Answer;
import stadion.api.http.ApiRequest;
import stadion.api.json.Json;
import stadion.api.json.JsonFields;
import stadion.api.json.JsonTypes;
import stadion.api.json.Violations;
import stadion.api.render.JsonOutput;
import stadion.scheduler.Scheduler;
import stadion.scheduler.deployment.DeploymentPlan;
import stadion.scheduler.group.Group;
import stadion.scheduler.group.RootUpdate;
import stadion.scheduler.model.PathId;

/** Creates, changes and removes groups with all that is in them, each in one deployment. */
public final class GroupChanges {

    private final Changes changes;
    private final AppDefinitions definitions;

    public GroupChanges(Changes changes, AppDefinitions definitions) {
        this.changes = changes;
        this.definitions = definitions;
    }

    /** {@code POST /v2/groups/{id}}: a new group, whose id may be given in the body, seen from the address. */
    CompletionStage<HttpResponse> create(Scheduler scheduler, PathId address, byte[] body, ApiRequest request) {
        GroupUpdate update = GroupUpdate.of(Json.parse(body));
        PathId id = id(address, update);
        boolean force = request.flag("force");
        return changes.make(
                scheduler,
                terms(address, request),
                edit -> {
                    if (edit.root().group(id).isPresent()) {
                        throw new ApiException(
                                409, "Group " + id + " is already created. Use PUT to change this group.");
                    }
                    if (edit.app(id).isPresent()) {
                        throw new ApiException(409, "An app with the path " + id + " already exists.");
                    }
                    new GroupEdit(definitions, edit, force).apply(id, update);
                },
                accepted -> Answer.deployment(201, accepted.plan())
                        .addHeader(RawHeader.create("Location", request.base() + id.value())));
    }

    /** {@code PUT /v2/groups/{id}}: changes a group, or creates it; with {@code dryRun=true} only the steps are shown, as in Marathon. */
    CompletionStage<HttpResponse> update(Scheduler scheduler, PathId address, byte[] body, ApiRequest request) {
        GroupUpdate update = GroupUpdate.of(Json.parse(body));
        PathId id = id(address, update);
        require(update.id() == null || !id.isRoot(), "/id", "must not be root");
        boolean force = request.flag("force");
        RootUpdate change = edit -> new GroupEdit(definitions, edit, force).apply(id, update);
        return request.flag("dryRun")
                ? changes.plan(scheduler, terms(id, request), change).thenApply(GroupChanges::steps)
                : changes.make(
                        scheduler, terms(id, request), change, accepted -> Answer.deployment(200, accepted.plan()));
    }

    private static HttpResponse steps(DeploymentPlan plan) {
        return Answer.json(200, JsonOutput.render(out -> {
            out.json().writeStartObject();
            DeploymentJson.writeSteps(out.json(), plan.steps());
            out.json().writeEndObject();
        }));
    }

    /** {@code PATCH /v2/groups/{id}}: whether the apps of a top-level group must have its role. */
    CompletionStage<HttpResponse> enforceRole(Scheduler scheduler, PathId id, byte[] body, ApiRequest request) {
        JsonNode sent = Json.parse(body);
        Violations errors = new Violations();
        boolean enforce = JsonFields.strict(sent, "", errors).required("enforceRole", JsonTypes.BOOLEAN, false);
        errors.throwIfMisshapen();
        return changes.make(
                scheduler,
                terms(id, request),
                edit -> {
                    Group group = edit.root()
                            .group(id)
                            .orElseThrow(() -> ApiException.notFound("Group '" + id + "' does not exist"));
                    require(GroupJson.isTopLevel(id), "/", "Path needs to be top-level");
                    edit.putGroup(id, group.dependencies(), enforce);
                },
                accepted -> Answer.empty(200));
    }

    /** {@code DELETE /v2/groups/{id}}: removes a group with everything in it; of the root only the contents. */
    CompletionStage<HttpResponse> remove(Scheduler scheduler, PathId id, ApiRequest request) {
        return changes.make(
                scheduler,
                terms(id, request),
                edit -> {
                    if (edit.root().group(id).isEmpty()) {
                        throw new ApiException(404, "Group '" + id + "' does not exist");
                    }
                    edit.removeGroup(id);
                },
                accepted -> Answer.deployment(200, accepted.plan()));
    }

    private static Terms terms(PathId id, ApiRequest request) {
        return Terms.of(request, request.flag("force"), root -> root.group(id).map(GroupJson::tag));
    }

    private static PathId id(PathId address, GroupUpdate update) {
        return update.id() == null ? address : address.resolve(update.id());
    }

    private static void require(boolean holds, String path, String error) {
        Violations errors = new Violations();
        errors.require(holds, path, error);
        errors.throwIfInvalid();
    }
}
