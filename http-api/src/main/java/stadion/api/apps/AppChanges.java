package stadion.api.apps;

import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.headers.RawHeader;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import stadion.api.ApiException;
import stadion.api.app.AppDefinitions;
import stadion.api.app.AppReader;
import stadion.api.app.AppUpdate;
import stadion.api.deployments.Changes;
import stadion.api.deployments.Terms;
import stadion.api.http.Answer;
import stadion.api.http.ApiRequest;
import stadion.api.json.Json;
import stadion.scheduler.Scheduler;
import stadion.scheduler.event.SchedulerEvent.ApiPost;
import stadion.scheduler.group.GroupManager.Accepted;
import stadion.scheduler.group.RootEdit;
import stadion.scheduler.model.AppDefinition;
import stadion.scheduler.model.PathId;

/** Creates, changes, restarts and removes apps. What depends on the tree is decided inside the change, so that no other change comes between. */
public final class AppChanges {

    private final Changes changes;
    private final AppDefinitions definitions;
    private final AppInfoJson apps;
    private final Clock clock;

    public AppChanges(Changes changes, AppDefinitions definitions, AppInfoJson apps, Clock clock) {
        this.changes = changes;
        this.definitions = definitions;
        this.apps = apps;
        this.clock = clock;
    }

    /** {@code POST /v2/apps}. The answer shows the app as it was sent, before service ports were assigned. */
    CompletionStage<HttpResponse> create(Scheduler scheduler, byte[] body, ApiRequest request) {
        AppUpdate sent = AppReader.app(Json.parse(body));
        AppDefinition app = definitions.create(sent, scheduler.view().root());
        return changes.make(
                scheduler,
                ofList(request),
                edit -> {
                    if (edit.app(app.id()).isPresent()) {
                        throw new ApiException(409, "An app with id [" + app.id() + "] already exists.");
                    }
                    edit.putApp(app);
                },
                accepted -> created(scheduler, app, accepted, request));
    }

    private HttpResponse created(Scheduler scheduler, AppDefinition app, Accepted accepted, ApiRequest request) {
        AppDefinition shown = app.withVersion(accepted.plan().version());
        announce(scheduler, shown, request);
        List<String> deployments = List.of(accepted.plan().id());
        HttpResponse answer =
                Answer.json(201, apps.render(shown, scheduler.view().status(app.id()), deployments, Embed.IN_LISTS));
        return Answer.withDeployment(located(answer, app.id(), request), accepted.plan());
    }

    /** {@code PUT /v2/apps/{id}}: changes the app, or creates it when there is none. */
    CompletionStage<HttpResponse> update(Scheduler scheduler, PathId id, byte[] body, ApiRequest request) {
        JsonNode sent = Json.parse(body);
        boolean partial = request.flag("partialUpdate", true);
        boolean force = request.flag("force");
        return changes.make(
                scheduler,
                of(id, request, force),
                edit -> {
                    Optional<AppDefinition> old = edit.app(id);
                    edit.putApp(
                            old.isPresent() && partial
                                    ? changed(scheduler, edit, old.get(), AppReader.update(sent), force)
                                    : replaced(edit, id, sent, force));
                },
                accepted -> updated(scheduler, id, accepted, request));
    }

    /** {@code PATCH /v2/apps/{id}}: changes an app that must be there. When it is not, the body is judged first, as in Marathon. */
    CompletionStage<HttpResponse> patch(Scheduler scheduler, PathId id, byte[] body, ApiRequest request) {
        JsonNode sent = Json.parse(body);
        boolean force = request.flag("force");
        return changes.make(
                scheduler,
                of(id, request, force),
                edit -> {
                    if (edit.app(id).isEmpty()) {
                        replaced(edit, id, sent, force);
                    }
                    edit.putApp(changed(scheduler, edit, app(edit, id), AppReader.update(sent), force));
                },
                accepted -> updated(scheduler, id, accepted, request));
    }

    private AppDefinition replaced(RootEdit edit, PathId id, JsonNode sent, boolean force) {
        return definitions.create(id, AppReader.replacement(sent, id), edit.root(), force);
    }

    private HttpResponse updated(Scheduler scheduler, PathId id, Accepted accepted, ApiRequest request) {
        accepted.root().app(id).ifPresent(app -> announce(scheduler, app, request));
        boolean isNew = accepted.plan().changes().containsKey(id)
                && accepted.plan().changes().get(id).from() == null;
        HttpResponse answer = Answer.deployment(isNew ? 201 : 200, accepted.plan());
        return isNew ? located(answer, id, request) : answer;
    }

    /** {@code PUT /v2/apps}: changes and creates several apps in one deployment. */
    CompletionStage<HttpResponse> updateAll(Scheduler scheduler, byte[] body, ApiRequest request) {
        JsonNode sent = Json.parse(body);
        boolean force = request.flag("force");
        if (!request.flag("partialUpdate", true)) {
            return all(
                    scheduler,
                    AppReader.apps(sent),
                    request,
                    (edit, id, app) -> definitions.create(id, app, edit.root(), force));
        }
        return all(
                scheduler,
                AppReader.updates(sent),
                request,
                (edit, id, update) -> edit.app(id)
                        .map(old -> changed(scheduler, edit, old, update, force))
                        .orElseGet(() -> definitions.createByChange(id, update, edit.root(), force)));
    }

    /** {@code PATCH /v2/apps}: changes several apps, which must all be there, in one deployment. */
    CompletionStage<HttpResponse> patchAll(Scheduler scheduler, byte[] body, ApiRequest request) {
        List<AppUpdate> updates = AppReader.updates(Json.parse(body));
        boolean force = request.flag("force");
        return all(
                scheduler,
                updates,
                request,
                (edit, id, update) -> changed(scheduler, edit, app(edit, id), update, force));
    }

    @FunctionalInterface
    private interface Change {
        AppDefinition apply(RootEdit edit, PathId id, AppUpdate update);
    }

    private CompletionStage<HttpResponse> all(
            Scheduler scheduler, List<AppUpdate> updates, ApiRequest request, Change change) {
        return changes.make(
                scheduler,
                ofList(request),
                edit -> {
                    for (AppUpdate update : updates) {
                        PathId id = PathId.of(update.id());
                        edit.putApp(change.apply(edit, id, update));
                    }
                },
                accepted -> Answer.deployment(200, accepted.plan()));
    }

    /** {@code POST /v2/apps/{id}/restart}. */
    CompletionStage<HttpResponse> restart(Scheduler scheduler, PathId id, ApiRequest request) {
        return changes.make(
                scheduler,
                of(id, request, request.flag("force")),
                edit -> edit.restartApp(app(edit, id).id()),
                accepted -> Answer.deployment(200, accepted.plan()));
    }

    /** {@code DELETE /v2/apps/{id}}; a deployment in the way is cancelled unless {@code force=false}, as in Marathon. */
    CompletionStage<HttpResponse> remove(Scheduler scheduler, PathId id, ApiRequest request) {
        return changes.make(
                scheduler,
                of(id, request, request.flag("force", true)),
                edit -> edit.removeApp(app(edit, id).id()),
                accepted -> Answer.deployment(200, accepted.plan()));
    }

    private Terms of(PathId id, ApiRequest request, boolean force) {
        return Terms.of(request, force, root -> root.app(id).map(apps::tag));
    }

    private static Terms ofList(ApiRequest request) {
        return Terms.of(request, request.flag("force"), root -> Optional.of(AppTags.list(root)));
    }

    /** The app after the change, or, when only a version is given, as it was then. */
    private AppDefinition changed(
            Scheduler scheduler, RootEdit edit, AppDefinition old, AppUpdate update, boolean force) {
        AppDefinition changed = definitions.change(old, update, edit.root(), force);
        if (!update.isRollback()) {
            return changed;
        }
        return scheduler.view().versions(old.id()).stream()
                .filter(version -> version.version().equals(update.version()))
                .findFirst()
                .orElseThrow(() -> missing(old.id()));
    }

    private static AppDefinition app(RootEdit edit, PathId id) {
        return edit.app(id).orElseThrow(() -> missing(id));
    }

    private static ApiException missing(PathId id) {
        return new ApiException(404, "App '" + id + "' does not exist");
    }

    private void announce(Scheduler scheduler, AppDefinition app, ApiRequest request) {
        scheduler.events().publish(new ApiPost(request.clientIp(), request.path(), app, clock.instant()));
    }

    private static HttpResponse located(HttpResponse answer, PathId id, ApiRequest request) {
        return answer.addHeader(RawHeader.create("Location", request.base() + id.value()));
    }
}
