package stadion.api.apps;

import static akka.http.javadsl.server.Directives.concat;
import static akka.http.javadsl.server.Directives.delete;
import static akka.http.javadsl.server.Directives.get;
import static akka.http.javadsl.server.Directives.patch;
import static akka.http.javadsl.server.Directives.post;
import static akka.http.javadsl.server.Directives.put;

import akka.http.javadsl.server.Route;
import stadion.api.apps.AppAddress.All;
import stadion.api.apps.AppAddress.Below;
import stadion.api.apps.AppAddress.One;
import stadion.api.apps.AppAddress.Restart;
import stadion.api.apps.AppAddress.Task;
import stadion.api.apps.AppAddress.Tasks;
import stadion.api.apps.AppAddress.TasksBelow;
import stadion.api.apps.AppAddress.Version;
import stadion.api.apps.AppAddress.Versions;
import stadion.api.http.ApiRequest;
import stadion.api.http.Endpoint;
import stadion.api.http.Resource;
import stadion.api.tasks.TaskJson;
import stadion.api.tasks.TaskKills;
import stadion.api.tasks.TaskText;
import stadion.scheduler.model.PathId;

/** {@code /v2/apps} and what is below it: which method at which address does what. */
public final class AppsResource implements Resource {

    private final Endpoint endpoint;
    private final AppViews views;
    private final AppTags tags;
    private final AppChanges changes;
    private final AppKills kills;

    public AppsResource(Endpoint endpoint, AppInfoJson apps, TaskJson tasks, AppChanges changes, TaskKills kills) {
        this.endpoint = endpoint;
        this.views = new AppViews(apps, tasks);
        this.tags = new AppTags(apps);
        this.changes = changes;
        this.kills = new AppKills(kills, apps);
    }

    @Override
    public Route route(ApiRequest request) {
        AppAddress address = AppAddress.of(request.rest());
        if (address instanceof All) {
            return all(request);
        }
        if (address instanceof One one) {
            return one(request, one.app());
        }
        if (address instanceof Below below) {
            return get(() -> endpoint.read(
                    request, s -> tags.list(s.view(), request), s -> views.below(s.view(), below.group(), request)));
        }
        if (address instanceof Restart restart) {
            return concat(
                    post(() -> endpoint.change(request, s -> changes.restart(s, restart.app(), request))),
                    one(request, restart.literal()));
        }
        if (address instanceof Versions versions) {
            return get(() -> endpoint.read(
                    request,
                    s -> tags.definition(s.view(), versions.app()),
                    s -> views.versions(s.view(), versions.app())));
        }
        if (address instanceof Version version) {
            return get(() -> endpoint.read(
                    request,
                    s -> tags.version(s.view(), version.app(), version.version()),
                    s -> views.version(s.view(), version.app(), version.version())));
        }
        if (address instanceof TasksBelow below) {
            return get(() -> TaskText.isWanted(request)
                    ? endpoint.stream(s -> AppViews.tasksBelowAsText(s.view(), below.group(), request))
                    : endpoint.read(
                            request,
                            s -> tags.list(s.view(), request),
                            s -> views.tasksBelow(s.view(), below.group())));
        }
        if (address instanceof Tasks tasks) {
            return concat(
                    get(() -> TaskText.isWanted(request)
                            ? endpoint.stream(s -> AppViews.tasksAsText(s.view(), tasks.app(), request))
                            : endpoint.read(
                                    request,
                                    s -> tags.tasks(s.view(), tasks.app()),
                                    s -> views.tasks(s.view(), tasks.app()))),
                    delete(() -> endpoint.change(request, s -> kills.several(s, tasks.app(), request))));
        }
        Task task = (Task) address;
        return delete(() -> endpoint.change(request, s -> kills.one(s, task.app(), task.taskId(), request)));
    }

    private Route all(ApiRequest request) {
        return concat(
                get(() ->
                        endpoint.read(request, s -> tags.list(s.view(), request), s -> views.list(s.view(), request))),
                post(() -> endpoint.change(request, (s, body) -> changes.create(s, body, request))),
                put(() -> endpoint.change(request, (s, body) -> changes.updateAll(s, body, request))),
                patch(() -> endpoint.change(request, (s, body) -> changes.patchAll(s, body, request))));
    }

    private Route one(ApiRequest request, PathId app) {
        return concat(
                get(() -> endpoint.read(
                        request, s -> tags.one(s.view(), app, request), s -> views.one(s.view(), app, request))),
                put(() -> endpoint.change(request, (s, body) -> changes.update(s, app, body, request))),
                patch(() -> endpoint.change(request, (s, body) -> changes.patch(s, app, body, request))),
                delete(() -> endpoint.change(request, s -> changes.remove(s, app, request))));
    }
}
