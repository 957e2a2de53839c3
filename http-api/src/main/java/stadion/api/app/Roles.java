package stadion.api.app;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import stadion.scheduler.group.Group;
import stadion.scheduler.group.RootGroup;
import stadion.scheduler.model.PathId;
import stadion.scheduler.model.RunSpec;

/**
 * The Mesos roles that an app or pod may have (Marathon: {@code RoleSettings.forService}): the server's, its top-level group's, and the one it already has.
 *
 * @param valid in the order in which error messages list them
 * @param byDefault for an app that gives none
 * @param previous the role the app has, null for a new one
 * @param force whether a resident app may get another role, though its instances keep theirs
 */
public record Roles(
        Collection<String> valid,
        String byDefault,
        @Nullable String previous,
        boolean force) {

    /** Those of an app or pod of this id. */
    public static Roles of(AppSettings settings, PathId id, RootGroup root, boolean force) {
        Set<String> valid = new LinkedHashSet<>();
        if (id.parent().isRoot()) {
            valid.add(settings.mesosRole());
            return new Roles(valid, settings.mesosRole(), null, force);
        }
        String groupRole = id.segments().get(0);
        Optional<Group> group = root.group(PathId.ROOT.child(groupRole));
        boolean enforced =
                group.isPresent() ? Boolean.TRUE.equals(group.get().enforceRole()) : settings.newGroupEnforceRole();
        String previous = root.runSpec(id).map(RunSpec::role).orElse(null);
        if (!enforced) {
            valid.add(settings.mesosRole());
        }
        valid.add(groupRole);
        if (previous != null) {
            valid.add(previous);
        }
        return new Roles(valid, enforced ? groupRole : settings.mesosRole(), previous, force);
    }
}
