package stadion.scheduler.group;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import stadion.scheduler.model.PathId;

/**
 * Which apps and pods must be up before others. An app depends on the apps it names, on those of the groups it names, and on what the groups it lies in depend on. Only what
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

    /** An app or pod on the path that is being followed, with those of its dependencies that are left. */
    private static final class Visit {
        private final PathId app;
        private final Iterator<PathId> left;
        private int depth;

        Visit(PathId app, Set<PathId> dependencies) {
            this.app = app;
            this.left = dependencies.iterator();
        }
    }

    private final RootGroup root;
    private final Map<PathId, Integer> depths = new HashMap<>();

    public Dependencies(RootGroup root) {
        this.root = root;
    }

    /**
     * The length of the longest chain of dependencies below an app: 0 for one that depends on nothing. Dependencies that do not exist are passed over. A chain may be as
     * long as there are apps, so it is followed without recursion.
     *
     * @throws Cycle when the app depends on itself by way of others
     */
    public int depth(PathId app) {
        Set<PathId> path = new LinkedHashSet<>();
        Deque<Visit> ends = new ArrayDeque<>();
        enter(app, path, ends);
        while (!ends.isEmpty()) {
            Visit here = ends.peek();
            if (!here.left.hasNext()) {
                leave(path, ends);
                continue;
            }
            PathId dependency = here.left.next();
            Integer known = depths.get(dependency);
            if (known != null) {
                here.depth = Math.max(here.depth, 1 + known);
            } else if (path.contains(dependency)) {
                throw new Cycle(
                        path.stream().dropWhile(id -> !id.equals(dependency)).toList());
            } else {
                enter(dependency, path, ends);
            }
        }
        return depths.get(app);
    }

    private void enter(PathId app, Set<PathId> path, Deque<Visit> ends) {
        if (!depths.containsKey(app)) {
            Visit visit = new Visit(app, of(app));
            path.add(app);
            ends.push(visit);
        }
    }

    private void leave(Set<PathId> path, Deque<Visit> ends) {
        Visit done = ends.pop();
        path.remove(done.app);
        depths.put(done.app, done.depth);
        if (!ends.isEmpty()) {
            ends.peek().depth = Math.max(ends.peek().depth, 1 + done.depth);
        }
    }

    private Set<PathId> of(PathId id) {
        Set<PathId> found = new HashSet<>();
        root.runSpec(id).ifPresent(runSpec -> runSpec.dependencies().forEach(dependency -> expand(dependency, found)));
        for (PathId group = id.parent(); ; group = group.parent()) {
            root.group(group).ifPresent(g -> g.dependencies().forEach(dependency -> expand(dependency, found)));
            if (group.isRoot()) {
                return found;
            }
        }
    }

    private void expand(PathId dependency, Set<PathId> found) {
        if (root.runSpec(dependency).isPresent()) {
            found.add(dependency);
        } else {
            root.runSpecsBelow(dependency).forEach(runSpec -> found.add(runSpec.id()));
        }
    }
}
