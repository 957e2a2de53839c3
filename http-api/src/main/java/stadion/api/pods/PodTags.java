package stadion.api.pods;

import java.time.Instant;
import stadion.api.http.EntityTag;
import stadion.api.json.Timestamps;
import stadion.scheduler.SchedulerView;
import stadion.scheduler.group.RootGroup;
import stadion.scheduler.model.PathId;

/** In which state a pod or a list of pods is shown. */
record PodTags(PodSpecs specs) {

    /** All pods as users want them: changes with every change of the tree. */
    static EntityTag list(RootGroup root) {
        return EntityTag.of(Timestamps.format(root.version()));
    }

    EntityTag one(SchedulerView view, PathId id) {
        return specs.tag(PodViews.shown(view, id));
    }

    /** The history of a pod grows with each of its versions. */
    EntityTag versions(SchedulerView view, PathId id) {
        return specs.tag(PodViews.pod(view, id));
    }

    EntityTag version(SchedulerView view, PathId id, Instant version) {
        return specs.tag(PodViews.versionOf(view, id, version));
    }
}
