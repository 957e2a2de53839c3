package stadion.api.apps;

import akka.http.javadsl.model.HttpResponse;
import akka.util.ByteString;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import stadion.api.ApiException;
import stadion.api.http.Answer;
import stadion.api.http.ApiRequest;
import stadion.api.http.Page;
import stadion.api.http.Page.Slice;
import stadion.api.json.Timestamps;
import stadion.api.render.JsonOutput;
import stadion.api.tasks.TaskJson;
import stadion.api.tasks.TaskText;
import stadion.scheduler.SchedulerView;
import stadion.scheduler.model.AppDefinition;
import stadion.scheduler.model.PathId;

/** Answers what is read below {@code /v2/apps}. */
final class AppViews {

    private final AppInfoJson apps;
    private final TaskJson tasks;

    AppViews(AppInfoJson apps, TaskJson tasks) {
        this.apps = apps;
        this.tasks = tasks;
    }

    /** The apps that pass the filters, or a page of them. */
    HttpResponse list(SchedulerView view, ApiRequest request) {
        Predicate<AppDefinition> wanted = AppFilter.of(request);
        Set<Embed> embed = Embed.of(request.all("embed"), Embed.IN_LISTS);
        Slice<AppDefinition> page = Page.of(request)
                .of(
                        view.root().appsBelow(PathId.ROOT).stream().filter(wanted),
                        app -> app.id().value());
        return Page.withNext(Answer.json(200, array(view, "apps", page.elements(), embed)), page, request);
    }

    HttpResponse below(SchedulerView view, PathId group, ApiRequest request) {
        requireGroup(view, group);
        Set<Embed> embed = Embed.of(request.all("embed"), Embed.OF_ONE);
        return Answer.json(200, array(view, "*", view.root().appsBelow(group), embed));
    }

    private ByteString array(SchedulerView view, String name, List<AppDefinition> found, Set<Embed> embed) {
        Map<PathId, List<String>> deployments = DeploymentIndex.of(view);
        return JsonOutput.render(out -> {
            out.json().writeStartObject();
            out.json().writeArrayFieldStart(name);
            for (AppDefinition app : found) {
                List<String> ids = deployments.getOrDefault(app.id(), List.of());
                apps.write(out, app, view.status(app.id()), ids, embed);
            }
            out.json().writeEndArray();
            out.json().writeEndObject();
        });
    }

    HttpResponse one(SchedulerView view, PathId id, ApiRequest request) {
        AppDefinition app = app(view, id);
        Set<Embed> embed = Embed.of(request.all("embed"), Embed.OF_ONE);
        return Answer.json(200, JsonOutput.render(out -> {
            out.json().writeStartObject();
            out.json().writeFieldName("app");
            apps.write(out, app, view.status(id), view.deploymentsOf(id), embed);
            out.json().writeEndObject();
        }));
    }

    /** The versions of an app, the newest first. */
    HttpResponse versions(SchedulerView view, PathId id) {
        app(view, id);
        List<AppDefinition> versions = view.versions(id);
        return Answer.json(200, JsonOutput.render(out -> {
            out.json().writeStartObject();
            out.json().writeArrayFieldStart("versions");
            for (int i = versions.size() - 1; i >= 0; i--) {
                out.json().writeString(Timestamps.format(versions.get(i).version()));
            }
            out.json().writeEndArray();
            out.json().writeEndObject();
        }));
    }

    HttpResponse version(SchedulerView view, PathId id, String text) {
        AppDefinition app = version(view, id, Timestamps.parse(text));
        return Answer.json(200, JsonOutput.render(out -> apps.writeDefinition(out, app)));
    }

    /** The app as it was; an error 404 when this version was none, or is not kept. */
    static AppDefinition version(SchedulerView view, PathId id, Instant version) {
        return view.versions(id).stream()
                .filter(v -> v.version().equals(version))
                .findFirst()
                .orElseThrow(() -> ApiException.notFound(
                        "App '" + id + "' does not exist in version " + Timestamps.format(version)));
    }

    HttpResponse tasks(SchedulerView view, PathId id) {
        return tasks(view, List.of(app(view, id).id()));
    }

    HttpResponse tasksBelow(SchedulerView view, PathId group) {
        requireGroup(view, group);
        return tasks(
                view,
                view.root().appsBelow(group).stream().map(AppDefinition::id).toList());
    }

    /** The tasks of an app as text. */
    static HttpResponse tasksAsText(SchedulerView view, PathId id, ApiRequest request) {
        return Answer.text(200, TaskText.of(request).write(view, List.of(app(view, id))));
    }

    static HttpResponse tasksBelowAsText(SchedulerView view, PathId group, ApiRequest request) {
        requireGroup(view, group);
        return Answer.text(200, TaskText.of(request).write(view, view.root().appsBelow(group)));
    }

    private HttpResponse tasks(SchedulerView view, Collection<PathId> ids) {
        return Answer.json(200, JsonOutput.render(out -> {
            out.json().writeStartObject();
            out.json().writeArrayFieldStart("tasks");
            for (PathId id : ids) {
                tasks.writeEach(out, view.status(id));
            }
            out.json().writeEndArray();
            out.json().writeEndObject();
        }));
    }

    /** The app; an error 404 when there is none. */
    static AppDefinition app(SchedulerView view, PathId id) {
        return view.root().app(id).orElseThrow(() -> ApiException.notFound("App '" + id + "' does not exist"));
    }

    private static void requireGroup(SchedulerView view, PathId group) {
        if (view.root().group(group).isEmpty()) {
            throw ApiException.notFound("Group '" + group + "' does not exist");
        }
    }
}
