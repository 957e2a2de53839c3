package stadion.api.groups;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import stadion.api.apps.AppInfoJson;
import stadion.api.apps.DeploymentIndex;
import stadion.api.apps.Embed;
import stadion.api.http.EntityTag;
import stadion.api.json.Timestamps;
import stadion.api.pods.PodStatusJson;
import stadion.api.render.JsonOutput;
import stadion.scheduler.SchedulerView;
import stadion.scheduler.group.Group;
import stadion.scheduler.group.RootGroup;
import stadion.scheduler.model.AppDefinition;
import stadion.scheduler.model.PathId;

/** Writes a group with the parts that are wanted. */
final class GroupJson {

    /** What of a group is shown; without any {@code embed} parameter apps, pods and groups all are. */
    record Parts(boolean apps, boolean pods, boolean groups, Set<Embed> ofApps) {
        static Parts of(List<String> embed) {
            return new Parts(
                    embed.isEmpty() || embed.contains("group.apps"),
                    embed.isEmpty() || embed.contains("group.pods"),
                    embed.isEmpty() || embed.contains("group.groups"),
                    Embed.of(
                            embed.stream()
                                    .filter(word -> word.startsWith("group.apps."))
                                    .toList(),
                            Set.of()));
        }
    }

    private final AppInfoJson apps;
    private final PodStatusJson pods;

    GroupJson(AppInfoJson apps, PodStatusJson pods) {
        this.apps = apps;
        this.pods = pods;
    }

    /** Names the state of a group with all that is below it, as users want it. */
    static EntityTag tag(Group group) {
        return EntityTag.of(Timestamps.format(group.version()));
    }

    void write(JsonOutput out, SchedulerView view, Group group, Parts parts) throws IOException {
        write(out, view, view.root(), group, parts);
    }

    /** Writes a group of an earlier tree. */
    void write(JsonOutput out, SchedulerView view, RootGroup tree, Group group, Parts parts) throws IOException {
        write(out, view, tree, group, parts, DeploymentIndex.of(view));
    }

    private void write(
            JsonOutput out,
            SchedulerView view,
            RootGroup root,
            Group group,
            Parts parts,
            Map<PathId, List<String>> deployments)
            throws IOException {
        JsonGenerator json = out.json();
        json.writeStartObject();
        json.writeStringField("id", group.id().value());
        json.writeArrayFieldStart("apps");
        for (PathId id : sorted(group.apps(), parts.apps())) {
            AppDefinition app = root.apps().get(id);
            apps.write(out, app, view.status(id), deployments.getOrDefault(id, List.of()), parts.ofApps());
        }
        json.writeEndArray();
        json.writeArrayFieldStart("pods");
        for (PathId id : sorted(group.pods(), parts.pods())) {
            pods.write(out, view, root.pods().get(id));
        }
        json.writeEndArray();
        json.writeArrayFieldStart("groups");
        for (PathId id : sorted(group.groups(), parts.groups())) {
            write(out, view, root, root.groups().get(id), parts, deployments);
        }
        json.writeEndArray();
        json.writeArrayFieldStart("dependencies");
        for (PathId id : group.dependencies()) {
            json.writeString(id.value());
        }
        json.writeEndArray();
        json.writeStringField("version", Timestamps.format(group.version()));
        if (isTopLevel(group.id())) {
            json.writeBooleanField("enforceRole", Boolean.TRUE.equals(group.enforceRole()));
        }
        json.writeEndObject();
    }

    /** Only groups right below the root have a say in roles. */
    static boolean isTopLevel(PathId id) {
        return !id.isRoot() && id.parent().isRoot();
    }

    private static List<PathId> sorted(Collection<PathId> ids, boolean wanted) {
        return wanted ? ids.stream().sorted().toList() : List.of();
    }
}
