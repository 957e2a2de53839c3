package stadion.scheduler.group;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import stadion.scheduler.model.AppDefinition;
import stadion.scheduler.model.PathId;

/**
 * Which apps must be up before others. An app depends on the apps it names, on those of the groups it names, and on what the groups it lies in depend on. Only what
 * is asked about, and what that depends on, is looked at.
 */
public final class Dependencies {

    /** Apps depend on each other in a circle, so that none could be first. */
    public static final class Cycle extends RuntimeException {
        private final List<PathId> members;

        Cycle(List<PathId> members) {
            super("Dependency graph has cyclic dependencies.", null, false, false);
            this.members = members;
        }

        /** The apps of the circle, each depending on the next. */
        public List<PathId> members() {
            return members;
        }
    }

    private final RootGroup root;
    private final Map<PathId, Integer> depths = new HashMap<>();
    private final List<PathId> path = new ArrayList<>();

    public Dependencies(RootGroup root) {
        this.root = root;
    }

    /**
     * The length of the longest chain of dependencies below an app: 0 for one that depends on nothing. Dependencies that do not exist are passed over.
     *
     * @throws Cycle when the app depends on itself by way of others
     */
    public int depth(PathId app) {
        Integer known = depths.get(app);
        if (known != null) {
            return known;
        }
        if (path.contains(app)) {
            throw new Cycle(List.copyOf(path.subList(path.indexOf(app), path.size())));
        }
        path.add(app);
        int depth = 0;
        for (PathId dependency : of(app)) {
            depth = Math.max(depth, 1 + depth(dependency));
        }
        path.remove(path.size() - 1);
        depths.put(app, depth);
        return depth;
    }

    private Set<PathId> of(PathId id) {
        AppDefinition app = root.apps().get(id);
        Set<PathId> apps = new HashSet<>();
        if (app != null) {
            app.dependencies().forEach(dependency -> expand(dependency, apps));
        }
        for (PathId group = id.parent(); ; group = group.parent()) {
            root.group(group).ifPresent(g -> g.dependencies().forEach(dependency -> expand(dependency, apps)));
            if (group.isRoot()) {
                return apps;
            }
        }
    }

    private void expand(PathId dependency, Set<PathId> apps) {
        if (root.apps().containsKey(dependency)) {
            apps.add(dependency);
        } else {
            root.appsBelow(dependency).forEach(app -> apps.add(app.id()));
        }
    }
}
