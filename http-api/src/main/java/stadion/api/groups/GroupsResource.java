package stadion.api.groups;

import static akka.http.javadsl.server.Directives.concat;
import static akka.http.javadsl.server.Directives.delete;
import static akka.http.javadsl.server.Directives.get;
import static akka.http.javadsl.server.Directives.patch;
import static akka.http.javadsl.server.Directives.post;
import static akka.http.javadsl.server.Directives.put;
import static akka.http.javadsl.server.Directives.reject;

import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.server.Route;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import stadion.api.ApiException;
import stadion.api.apps.AppInfoJson;
import stadion.api.apps.DeploymentIndex;
import stadion.api.apps.Embed;
import stadion.api.groups.GroupJson.Parts;
import stadion.api.http.Answer;
import stadion.api.http.ApiRequest;
import stadion.api.http.Endpoint;
import stadion.api.http.EntityTag;
import stadion.api.http.Resource;
import stadion.api.json.Timestamps;
import stadion.api.pods.PodStatusJson;
import stadion.api.render.JsonOutput;
import stadion.scheduler.Scheduler;
import stadion.scheduler.SchedulerView;
import stadion.scheduler.group.Group;
import stadion.scheduler.group.RootGroup;
import stadion.scheduler.model.AppDefinition;
import stadion.scheduler.model.PathId;

/** {@code /v2/groups} and what is below it. */
public final class GroupsResource implements Resource {

    private final Endpoint endpoint;
    private final GroupChanges changes;
    private final AppInfoJson apps;
    private final GroupJson groups;

    public GroupsResource(Endpoint endpoint, GroupChanges changes, AppInfoJson apps, PodStatusJson pods) {
        this.endpoint = endpoint;
        this.changes = changes;
        this.apps = apps;
        this.groups = new GroupJson(apps, pods);
    }

    @Override
    public Route route(ApiRequest request) {
        GroupAddress address = GroupAddress.of(request.rest());
        PathId id = address.group();
        if (address instanceof GroupAddress.Apps) {
            return get(() -> endpoint.read(request, s -> tagOfApps(s, request), s -> apps(s.view(), id, request)));
        }
        if (address instanceof GroupAddress.Versions) {
            return get(() -> endpoint.read(request, s -> tagOfVersions(s, id), s -> versions(s.view(), id)));
        }
        if (address instanceof GroupAddress.Version version) {
            return get(() -> endpoint.read(
                    request,
                    s -> EntityTag.of(s.view().revision()),
                    s -> version(s.view(), id, Timestamps.parse(version.version()), request)));
        }
        return concat(
                get(() -> endpoint.read(
                        request, s -> tag(s, id, Parts.of(request.all("embed"))), s -> show(s, group(s, id), request))),
                post(() -> endpoint.change(request, (s, body) -> changes.create(s, id, body, request))),
                put(() -> endpoint.change(request, (s, body) -> changes.update(s, id, body, request))),
                delete(() -> endpoint.change(request, s -> changes.remove(s, id, request))),
                id.isRoot()
                        ? reject()
                        : patch(() ->
                                endpoint.change(request, (s, body) -> changes.enforceRole(s, id, body, request))));
    }

    private EntityTag tagOfApps(Scheduler scheduler, ApiRequest request) {
        return apps.timed(EntityTag.of(scheduler.view().revision()), Embed.of(request.all("embed"), Embed.IN_LISTS));
    }

    /** Definitions alone are as old as the group; what is embedded of apps, and how pods are, changes by itself. */
    private EntityTag tag(Scheduler scheduler, PathId id, Parts parts) {
        String state = scheduler.view().revision();
        EntityTag tag = GroupJson.tag(group(scheduler, id));
        boolean showsPods =
                parts.pods() && !scheduler.view().root().podsBelow(id).isEmpty();
        return parts.ofApps().isEmpty() && !showsPods ? tag : apps.timed(tag.with(state), parts.ofApps());
    }

    private HttpResponse show(Scheduler scheduler, Group group, ApiRequest request) {
        Parts parts = Parts.of(request.all("embed"));
        return Answer.json(200, JsonOutput.render(out -> groups.write(out, scheduler.view(), group, parts)));
    }

    /** All apps below a group as a bare array; an empty one when there is no such group, as in Marathon. */
    private HttpResponse apps(SchedulerView view, PathId group, ApiRequest request) {
        Set<Embed> embed = Embed.of(request.all("embed"), Embed.IN_LISTS);
        Map<PathId, List<String>> deployments = DeploymentIndex.of(view);
        return Answer.json(200, JsonOutput.render(out -> {
            out.json().writeStartArray();
            for (AppDefinition app : view.root().appsBelow(group)) {
                List<String> ids = deployments.getOrDefault(app.id(), List.of());
                apps.write(out, app, view.status(app.id()), ids, embed);
            }
            out.json().writeEndArray();
        }));
    }

    /** Each change of the tree is a version of every group in it. */
    private static EntityTag tagOfVersions(Scheduler scheduler, PathId id) {
        group(scheduler, id);
        return GroupJson.tag(group(scheduler, PathId.ROOT));
    }

    /** The versions of the tree in which there is such a group, the newest first. */
    private static HttpResponse versions(SchedulerView view, PathId id) {
        return Answer.json(200, JsonOutput.render(out -> {
            out.json().writeStartArray();
            List<RootGroup> trees = view.trees();
            for (int i = trees.size() - 1; i >= 0; i--) {
                if (trees.get(i).group(id).isPresent()) {
                    out.json().writeString(Timestamps.format(trees.get(i).version()));
                }
            }
            out.json().writeEndArray();
        }));
    }

    private HttpResponse version(SchedulerView view, PathId id, Instant version, ApiRequest request) {
        RootGroup tree = view.trees().stream()
                .filter(kept -> kept.version().equals(version) && kept.group(id).isPresent())
                .findFirst()
                .orElseThrow(() -> ApiException.notFound(
                        "Group '" + id + "' does not exist in version " + Timestamps.format(version)));
        Parts parts = Parts.of(request.all("embed"));
        return Answer.json(
                200,
                JsonOutput.render(
                        out -> groups.write(out, view, tree, tree.groups().get(id), parts)));
    }

    private static Group group(Scheduler scheduler, PathId id) {
        return scheduler
                .view()
                .root()
                .group(id)
                .orElseThrow(() -> ApiException.notFound("Group '" + id + "' does not exist"));
    }
}
