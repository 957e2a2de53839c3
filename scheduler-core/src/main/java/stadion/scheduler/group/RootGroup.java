package stadion.scheduler.group;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.pcollections.HashTreePMap;
import org.pcollections.HashTreePSet;
import org.pcollections.PMap;
import stadion.scheduler.model.AppDefinition;
import stadion.scheduler.model.PathId;
import stadion.scheduler.model.PodDefinition;
import stadion.scheduler.model.RunSpec;

/**
 * Everything that users want of the cluster: the tree of groups with their apps and pods, held flat by id. Immutable; each change costs the logarithm of the size and shares
 * the rest. No app has the id of a pod. {@code servicePorts} counts how many port lists of apps name a service port.
 */
public record RootGroup(
        PMap<PathId, AppDefinition> apps,
        PMap<PathId, PodDefinition> pods,
        PMap<PathId, Group> groups,
        PMap<Integer, Integer> servicePorts) {

    /** The root group of a new cluster, empty. */
    public static RootGroup empty(Instant version) {
        return new RootGroup(
                HashTreePMap.empty(),
                HashTreePMap.empty(),
                HashTreePMap.singleton(PathId.ROOT, emptyGroup(PathId.ROOT, version)),
                HashTreePMap.empty());
    }

    /** The tree made of these apps, pods and groups, which are taken as they are. */
    static RootGroup of(Collection<RunSpec> runSpecs, Collection<Group> groups) {
        PMap<PathId, AppDefinition> appsById = HashTreePMap.empty();
        PMap<PathId, PodDefinition> podsById = HashTreePMap.empty();
        PMap<Integer, Integer> ports = HashTreePMap.empty();
        for (RunSpec runSpec : runSpecs) {
            if (runSpec instanceof AppDefinition app) {
                appsById = appsById.plus(app.id(), app);
                ports = plus(ports, app);
            } else if (runSpec instanceof PodDefinition pod) {
                podsById = podsById.plus(pod.id(), pod);
            }
        }
        PMap<PathId, Group> groupsById = HashTreePMap.empty();
        for (Group group : groups) {
            groupsById = groupsById.plus(group.id(), group);
        }
        return new RootGroup(appsById, podsById, groupsById, ports);
    }

    private static Group emptyGroup(PathId id, Instant version) {
        return new Group(
                id, version, List.of(), null, HashTreePSet.empty(), HashTreePSet.empty(), HashTreePSet.empty());
    }

    public Optional<AppDefinition> app(PathId id) {
        return Optional.ofNullable(apps.get(id));
    }

    public Optional<PodDefinition> pod(PathId id) {
        return Optional.ofNullable(pods.get(id));
    }

    /** The app or pod of this id. */
    public Optional<RunSpec> runSpec(PathId id) {
        RunSpec app = apps.get(id);
        return app != null ? Optional.of(app) : Optional.ofNullable(pods.get(id));
    }

    public Optional<Group> group(PathId id) {
        return Optional.ofNullable(groups.get(id));
    }

    /** When anything was last changed. */
    public Instant version() {
        return groups.get(PathId.ROOT).version();
    }

    /** The apps of a group and of all groups below it, sorted by id; empty when there is no such group. */
    public List<AppDefinition> appsBelow(PathId group) {
        return below(group, apps, Group::apps);
    }

    /** The pods of a group and of all groups below it, sorted by id; empty when there is no such group. */
    public List<PodDefinition> podsBelow(PathId group) {
        return below(group, pods, Group::pods);
    }

    /** The apps, then the pods of a group and of all groups below it. */
    public List<RunSpec> runSpecsBelow(PathId group) {
        return Stream.<RunSpec>concat(appsBelow(group).stream(), podsBelow(group).stream())
                .toList();
    }

    /** A group and all groups below it, sorted by id; empty when there is no such group. */
    public List<PathId> groupsBelow(PathId group) {
        List<PathId> found = new ArrayList<>();
        collectGroups(group, found);
        found.sort(Comparator.naturalOrder());
        return found;
    }

    private void collectGroups(PathId id, List<PathId> found) {
        Group group = groups.get(id);
        if (group != null) {
            found.add(id);
            group.groups().forEach(child -> collectGroups(child, found));
        }
    }

    private <T extends RunSpec> List<T> below(
            PathId group, PMap<PathId, T> all, Function<Group, Collection<PathId>> children) {
        if (group.isRoot()) {
            return all.values().stream()
                    .sorted(Comparator.comparing(RunSpec::id))
                    .toList();
        }
        TreeSet<PathId> ids = new TreeSet<>();
        collect(group, children, ids);
        return ids.stream().map(all::get).toList();
    }

    private void collect(PathId id, Function<Group, Collection<PathId>> children, Collection<PathId> found) {
        Group group = groups.get(id);
        if (group != null) {
            found.addAll(children.apply(group));
            group.groups().forEach(child -> collect(child, children, found));
        }
    }

    /** Adds or replaces an app or pod, making the groups above it where they are missing and marking them as changed at {@code version}. */
    public RootGroup put(RunSpec runSpec, Instant version) {
        PathId id = runSpec.id();
        RootGroup parent = touch(id.parent(), version);
        Group group = parent.groups.get(id.parent());
        if (runSpec instanceof PodDefinition pod) {
            return new RootGroup(
                    parent.apps,
                    parent.pods.plus(id, pod),
                    parent.groups.plus(group.id(), group.withPods(group.pods().plus(id))),
                    parent.servicePorts);
        }
        AppDefinition app = (AppDefinition) runSpec;
        return new RootGroup(
                parent.apps.plus(id, app),
                parent.pods,
                parent.groups.plus(group.id(), group.withApps(group.apps().plus(id))),
                plus(minus(parent.servicePorts, apps.get(id)), app));
    }

    /** Removes an app or pod; its groups stay. Nothing happens when there is none of this id. */
    public RootGroup remove(PathId id, Instant version) {
        if (runSpec(id).isEmpty()) {
            return this;
        }
        RootGroup parent = touch(id.parent(), version);
        Group group = parent.groups.get(id.parent());
        Group without =
                group.withApps(group.apps().minus(id)).withPods(group.pods().minus(id));
        return new RootGroup(
                parent.apps.minus(id),
                parent.pods.minus(id),
                parent.groups.plus(group.id(), without),
                minus(parent.servicePorts, apps.get(id)));
    }

    /** Adds a group, or replaces its dependencies and role enforcement; its children are kept. */
    public RootGroup putGroup(PathId id, List<PathId> dependencies, @Nullable Boolean enforceRole, Instant version) {
        RootGroup touched = touch(id, version);
        Group group = touched.groups.get(id).withDependencies(dependencies).withEnforceRole(enforceRole);
        return new RootGroup(touched.apps, touched.pods, touched.groups.plus(id, group), touched.servicePorts);
    }

    /** The same tree as of a later version. */
    RootGroup at(Instant version) {
        return touch(PathId.ROOT, version);
    }

    /** Removes a group with everything in it; of the root only the contents. */
    public RootGroup removeGroup(PathId id, Instant version) {
        if (id.isRoot()) {
            return empty(version);
        }
        Group old = groups.get(id);
        if (old == null) {
            return this;
        }
        RootGroup root = this;
        for (PathId child : old.groups()) {
            root = root.removeGroup(child, version);
        }
        for (PathId app : old.apps()) {
            root = root.remove(app, version);
        }
        for (PathId pod : old.pods()) {
            root = root.remove(pod, version);
        }
        root = root.touch(id.parent(), version);
        Group parent = root.groups.get(id.parent());
        return new RootGroup(
                root.apps,
                root.pods,
                root.groups
                        .minus(id)
                        .plus(parent.id(), parent.withGroups(parent.groups().minus(id))),
                root.servicePorts);
    }

    /** Makes sure that a group and those above it exist, and marks them as changed. */
    private RootGroup touch(PathId id, Instant version) {
        Group group = groups.get(id);
        if (id.isRoot()) {
            return new RootGroup(apps, pods, groups.plus(id, group.withVersion(version)), servicePorts);
        }
        RootGroup above = touch(id.parent(), version);
        Group parent = above.groups.get(id.parent());
        Group here = group == null ? emptyGroup(id, version) : group.withVersion(version);
        return new RootGroup(
                above.apps,
                above.pods,
                above.groups
                        .plus(parent.id(), parent.withGroups(parent.groups().plus(id)))
                        .plus(id, here),
                above.servicePorts);
    }

    private static PMap<Integer, Integer> plus(PMap<Integer, Integer> counts, AppDefinition app) {
        for (int port : ServicePorts.of(app)) {
            counts = counts.plus(port, counts.getOrDefault(port, 0) + 1);
        }
        return counts;
    }

    private static PMap<Integer, Integer> minus(PMap<Integer, Integer> counts, @Nullable AppDefinition app) {
        Collection<Integer> ports = app == null ? List.of() : ServicePorts.of(app);
        for (int port : ports) {
            int left = counts.getOrDefault(port, 1) - 1;
            counts = left == 0 ? counts.minus(port) : counts.plus(port, left);
        }
        return counts;
    }
}
