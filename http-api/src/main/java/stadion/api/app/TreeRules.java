package stadion.api.app;

import java.util.List;
import java.util.Optional;
import stadion.api.ApiException;
import stadion.api.json.Violations;
import stadion.scheduler.group.Dependencies;
import stadion.scheduler.group.RootGroup;
import stadion.scheduler.model.AppDefinition;
import stadion.scheduler.model.PathId;

/**
 * What Marathon asks of the tree after a change ({@code RootGroup.validRootGroup}), and of the way there ({@code AppDefinition.updateIsValid}). Only what the changed apps can
 * have broken is looked at.
 */
public final class TreeRules {

    private TreeRules() {}

    /**
     * Checks a change before it is taken.
     *
     * @param changed the apps that were added or replaced; removed ones may be named, too
     * @throws ApiException 422 with all errors
     */
    public static void check(RootGroup before, RootGroup after, List<PathId> changed) {
        List<AppDefinition> apps =
                changed.stream().map(after::app).flatMap(Optional::stream).toList();
        Violations errors = new Violations();
        checkDependencies(apps, after, errors);
        for (AppDefinition app : apps) {
            checkIds(app.id(), after, errors);
        }
        ExternalVolumeNames.check(after, apps, errors);
        errors.throwIfInvalid();
        for (int i = 0; i < apps.size(); i++) {
            AppDefinition next = apps.get(i);
            String path = "/app(" + i + ")";
            before.app(next.id()).ifPresent(old -> ResidentRules.check(old, next, path, errors));
        }
        errors.throwIfInvalid();
    }

    private static void checkDependencies(List<AppDefinition> apps, RootGroup root, Violations errors) {
        Dependencies dependencies = new Dependencies(root);
        try {
            apps.forEach(app -> dependencies.depth(app.id()));
        } catch (Dependencies.Cycle e) {
            errors.add("/", e.getMessage());
        }
    }

    /** An app and a group may not have the same id: neither the app itself, nor one above it. */
    private static void checkIds(PathId app, RootGroup root, Violations errors) {
        requireDifferent(app, root.group(app).isPresent(), root, errors);
        for (PathId above = app.parent(); !above.isRoot(); above = above.parent()) {
            requireDifferent(above, root.app(above).isPresent(), root, errors);
        }
    }

    private static void requireDifferent(PathId id, boolean both, RootGroup root, Violations errors) {
        if (both) {
            errors.add(groupPath(id.parent(), root), "Groups and Applications may not have the same identifier.");
        }
    }

    /** How errors name a group: by its place among all groups. */
    private static String groupPath(PathId group, RootGroup root) {
        if (group.isRoot()) {
            return "/";
        }
        long place = root.groups().keySet().stream()
                .filter(id -> !id.isRoot() && id.compareTo(group) < 0)
                .count();
        return "/groups(" + place + ")";
    }
}
