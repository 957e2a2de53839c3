package stadion.api.apps;

import java.util.List;
import stadion.api.http.ApiRequest;
import stadion.api.http.EntityTag;
import stadion.api.json.Timestamps;
import stadion.scheduler.SchedulerView;
import stadion.scheduler.group.RootGroup;
import stadion.scheduler.model.PathId;

/** In which state an app or a list of apps is shown. */
final class AppTags {

    private final AppInfoJson apps;

    AppTags(AppInfoJson apps) {
        this.apps = apps;
    }

    /** All apps as users want them: changes with every change of the tree. */
    static EntityTag list(RootGroup root) {
        return EntityTag.of(Timestamps.format(root.version()));
    }

    /** Apps with what is known of their instances. */
    EntityTag list(SchedulerView view, ApiRequest request) {
        String state = view.revision();
        return apps.timed(list(view.root()).with(state), Embed.of(request.all("embed"), Embed.IN_LISTS));
    }

    EntityTag one(SchedulerView view, PathId id, ApiRequest request) {
        String state = view.revision(id);
        List<String> deployments = view.deploymentsOf(id);
        EntityTag tag = definition(view, id).with(state);
        return apps.timed(
                deployments.isEmpty() ? tag : tag.with(Integer.toHexString(deployments.hashCode())),
                Embed.of(request.all("embed"), Embed.OF_ONE));
    }

    /** The tasks of an app. */
    EntityTag tasks(SchedulerView view, PathId id) {
        String state = view.revision(id);
        return definition(view, id).with(state);
    }

    /** The definition alone, with its history. */
    EntityTag definition(SchedulerView view, PathId id) {
        return apps.tag(AppViews.app(view, id));
    }

    EntityTag version(SchedulerView view, PathId id, String version) {
        return apps.tag(AppViews.version(view, id, Timestamps.parse(version)));
    }
}
