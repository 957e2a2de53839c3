package stadion.api.app;

import java.util.List;
import java.util.Optional;
import stadion.api.ApiException;
import stadion.api.json.Violations;
import stadion.scheduler.group.Dependencies;
import stadion.scheduler.group.RootGroup;
import stadion.scheduler.model.AppDefinition;
import stadion.scheduler.model.PathId;
import stadion.scheduler.model.PodDefinition;

/**
 * What Marathon asks of the tree after a change ({@code RootGroup.validRootGroup}), and of the way there ({@code AppDefinition.updateIsValid}). Only what the changed apps and
 * pods can
 * have broken is looked at.
 */
public final class TreeRules {

    private static final String APP_AND_POD = "Applications and Pods may not share the same id";

    private TreeRules() {}

    /**
     * Checks a change before it is taken.
     *
     * @param changed the apps and pods that were added or replaced; removed ones may be named, too
     * @throws ApiException 422 with all errors
     */
    public static void check(RootGroup before, RootGroup after, List<PathId> changed) {
        List<AppDefinition> apps =
                changed.stream().map(after::app).flatMap(Optional::stream).toList();
        List<PodDefinition> pods =
                changed.stream().map(after::pod).flatMap(Optional::stream).toList();
        Violations errors = new Violations();
        checkDependencies(changed, after, errors);
        for (PathId id : changed) {
            checkIds(id, after, errors);
        }
        ExternalVolumeNames.check(after, apps, errors);
        errors.throwIfInvalid();
        for (int i = 0; i < apps.size(); i++) {
            AppDefinition next = apps.get(i);
            String path = "/app(" + i + ")";
            before.app(next.id()).ifPresent(old -> ResidentRules.check(old, next, path, errors));
        }
        for (int i = 0; i < pods.size(); i++) {
            PodDefinition next = pods.get(i);
            String path = "/pod(" + i + ")";
            before.pod(next.id()).ifPresent(old -> ResidentRules.check(old, next, path, errors));
        }
        errors.throwIfInvalid();
    }

    private static void checkDependencies(List<PathId> changed, RootGroup root, Violations errors) {
        Dependencies dependencies = new Dependencies(root);
        try {
            changed.stream().filter(id -> root.runSpec(id).isPresent()).forEach(dependencies::depth);
        } catch (Dependencies.Cycle e) {
            errors.add("/", e.getMessage());
        }
    }

    /** No two of an app, a pod and a group may have the same id: neither the one that was changed, nor one above it. */
    private static void checkIds(PathId id, RootGroup root, Violations errors) {
        boolean app = root.app(id).isPresent();
        boolean pod = root.pod(id).isPresent();
        if (app && pod) {
            for (PathId group = id.parent(); !group.isRoot(); group = group.parent()) {
                errors.add(groupPath(group, root), APP_AND_POD);
            }
            errors.add("/", APP_AND_POD);
        }
        if (app || pod) {
            requireNoGroup(id, root.group(id).isPresent(), root, errors);
            for (PathId above = id.parent(); !above.isRoot(); above = above.parent()) {
                requireNoGroup(above, true, root, errors);
            }
        }
    }

    private static void requireNoGroup(PathId id, boolean group, RootGroup root, Violations errors) {
        if (group && root.app(id).isPresent()) {
            errors.add(groupPath(id.parent(), root), "Groups and Applications may not have the same identifier.");
        }
        if (group && root.pod(id).isPresent()) {
            errors.add(groupPath(id.parent(), root), "Groups and Pods may not have the same identifier.");
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
