package stadion.api.groups;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import stadion.api.ApiException;
import stadion.api.app.AppDefinitions;
import stadion.api.app.AppUpdate;
import stadion.api.json.Timestamps;
import stadion.api.json.Violations;
import stadion.scheduler.group.Group;
import stadion.scheduler.group.RootEdit;
import stadion.scheduler.group.RootGroup;
import stadion.scheduler.model.AppDefinition;
import stadion.scheduler.model.PathId;

/** Carries out one update of a group on the tree. Errors are thrown as {@link ApiException}s; the edit is worthless then. */
final class GroupEdit {

    private final AppDefinitions definitions;
    private final RootEdit edit;
    private final boolean force;

    /** An edit; {@code force} says whether resident apps may get another role. */
    GroupEdit(AppDefinitions definitions, RootEdit edit, boolean force) {
        this.definitions = definitions;
        this.edit = edit;
        this.force = force;
    }

    /** Makes the group what the update says, creating it when it is missing. */
    void apply(PathId id, GroupUpdate update) {
        if (update.version() != null) {
            rollBack(id, update.version());
        } else if (update.scaleBy() != null) {
            touch(id);
            scale(id, update.scaleBy());
        } else {
            checkRole(id, update);
            put(id, update);
        }
    }

    private void rollBack(PathId id, Instant version) {
        RootGroup then = edit.at(version)
                .filter(tree -> tree.group(id).isPresent())
                .orElseThrow(() -> new ApiException(
                        422, "Group " + id + " not available in version " + Timestamps.format(version)));
        edit.restore(id, then);
    }

    private void scale(PathId id, double factor) {
        for (AppDefinition app : edit.root().appsBelow(id)) {
            double instances = Math.ceil(app.instances() * factor);
            if (instances > Integer.MAX_VALUE) {
                throw new ApiException(422, app.id() + " would have " + instances + " instances, which are too many.");
            }
            edit.putApp(app.withInstances((int) instances));
        }
    }

    private static void checkRole(PathId id, GroupUpdate update) {
        Violations errors = new Violations();
        requireTopLevel(id, update, "", errors);
        errors.throwIfInvalid();
    }

    private static void requireTopLevel(PathId id, GroupUpdate update, String path, Violations errors) {
        errors.require(
                !Boolean.TRUE.equals(update.enforceRole()) || GroupJson.isTopLevel(id),
                path + "/enforceRole",
                "enforceRole can only be set for top-level groups, and " + id + " is not top-level");
        for (int i = 0; i < update.subgroups().size(); i++) {
            GroupUpdate child = update.subgroups().get(i);
            requireTopLevel(id.resolve(child.id()), child, path + "/groups(" + i + ")", errors);
        }
    }

    private void put(PathId id, GroupUpdate update) {
        Optional<Group> old = edit.root().group(id);
        List<PathId> dependencies = update.dependencies() == null
                ? old.map(Group::dependencies).orElse(List.of())
                : update.dependencies().stream().map(id::resolve).toList();
        Boolean enforceRole =
                update.enforceRole() == null ? old.map(Group::enforceRole).orElse(null) : update.enforceRole();
        edit.putGroup(id, dependencies, GroupJson.isTopLevel(id) ? enforceRole : null);
        if (update.apps() != null) {
            replaceApps(id, update.apps());
        }
        if (update.groups() != null) {
            replaceGroups(id, update.groups());
        } else {
            old.ifPresent(group -> group.groups().forEach(this::touchAll));
        }
    }

    private void replaceApps(PathId group, List<AppUpdate> apps) {
        Violations errors = new Violations();
        for (int i = 0; i < apps.size(); i++) {
            boolean child = group.resolve(apps.get(i).id()).parent().equals(group);
            errors.require(child, "/apps(" + i + ")/id", "Identifier is not child of '" + group + "'");
        }
        errors.throwIfInvalid();
        Set<PathId> kept = new HashSet<>();
        for (AppUpdate app : apps) {
            PathId id = group.resolve(app.id());
            edit.putApp(definitions.create(id, withDependencies(group, app), edit.root(), force));
            kept.add(id);
        }
        for (PathId id : edit.root().groups().get(group).apps()) {
            if (!kept.contains(id)) {
                edit.removeApp(id);
            }
        }
    }

    /** Relative dependencies of an app within a group are seen from the group. */
    private static AppUpdate withDependencies(PathId group, AppUpdate app) {
        return app.dependencies() == null
                ? app
                : app.withDependencies(app.dependencies().stream()
                        .map(dependency -> group.resolve(dependency).value())
                        .toList());
    }

    private void replaceGroups(PathId parent, List<GroupUpdate> groups) {
        Set<PathId> kept = new HashSet<>();
        for (GroupUpdate group : groups) {
            PathId id = parent.resolve(group.id());
            requireChild(id, parent);
            put(id, group);
            kept.add(id);
        }
        for (PathId id : edit.root().groups().get(parent).groups()) {
            if (!kept.contains(id)) {
                edit.removeGroup(id);
            }
        }
    }

    /** Marathon names the group by its place among all groups, sorted. */
    private void requireChild(PathId id, PathId parent) {
        if (!id.parent().equals(parent)) {
            long place = edit.root().groups().keySet().stream()
                    .filter(other -> !other.isRoot() && other.compareTo(id) < 0)
                    .count();
            Violations errors = new Violations();
            errors.add("/groups(" + place + ")", "Group has to be child of groups with parent id");
            errors.throwIfInvalid();
        }
    }

    /** Gives a group and those below it the version of this change, as Marathon does with all that a changed group holds. */
    private void touchAll(PathId id) {
        touch(id);
        edit.root().groups().get(id).groups().forEach(this::touchAll);
    }

    private void touch(PathId id) {
        Optional<Group> old = edit.root().group(id);
        edit.putGroup(
                id,
                old.map(Group::dependencies).orElse(List.of()),
                old.map(Group::enforceRole).orElse(null));
    }
}
