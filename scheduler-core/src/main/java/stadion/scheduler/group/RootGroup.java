package stadion.scheduler.group;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.pcollections.HashTreePMap;
import org.pcollections.HashTreePSet;
import org.pcollections.PMap;
import stadion.scheduler.model.AppDefinition;
import stadion.scheduler.model.PathId;

/**
 * Everything that users want of the cluster: the tree of groups with their apps, held flat by id. Immutable; each change costs the logarithm of the size and shares
 * the rest. {@code servicePorts} counts how many port lists name a service port.
 */
public record RootGroup(
        PMap<PathId, AppDefinition> apps, PMap<PathId, Group> groups, PMap<Integer, Integer> servicePorts) {

    /** The root group of a new cluster, empty. */
    public static RootGroup empty(Instant version) {
        return new RootGroup(
                HashTreePMap.empty(),
                HashTreePMap.singleton(PathId.ROOT, emptyGroup(PathId.ROOT, version)),
                HashTreePMap.empty());
    }

    /** The tree made of these apps and groups, which are taken as they are. */
    static RootGroup of(Collection<AppDefinition> apps, Collection<Group> groups) {
        PMap<PathId, AppDefinition> appsById = HashTreePMap.empty();
        PMap<Integer, Integer> ports = HashTreePMap.empty();
        for (AppDefinition app : apps) {
            appsById = appsById.plus(app.id(), app);
            ports = plus(ports, app);
        }
        PMap<PathId, Group> groupsById = HashTreePMap.empty();
        for (Group group : groups) {
            groupsById = groupsById.plus(group.id(), group);
        }
        return new RootGroup(appsById, groupsById, ports);
    }

    private static Group emptyGroup(PathId id, Instant version) {
        return new Group(id, version, List.of(), null, HashTreePSet.empty(), HashTreePSet.empty());
    }

    public Optional<AppDefinition> app(PathId id) {
        return Optional.ofNullable(apps.get(id));
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
        if (group.isRoot()) {
            return apps.values().stream()
                    .sorted((a, b) -> a.id().compareTo(b.id()))
                    .toList();
        }
        TreeSet<PathId> ids = new TreeSet<>();
        collect(group, ids::add);
        return ids.stream().map(apps::get).toList();
    }

    private void collect(PathId id, Consumer<PathId> found) {
        Group group = groups.get(id);
        if (group != null) {
            group.apps().forEach(found);
            group.groups().forEach(child -> collect(child, found));
        }
    }

    /** Adds or replaces an app, making the groups above it where they are missing and marking them as changed at {@code version}. */
    public RootGroup put(AppDefinition app, Instant version) {
        RootGroup parent = touch(app.id().parent(), version);
        Group group = parent.groups.get(app.id().parent());
        return new RootGroup(
                parent.apps.plus(app.id(), app),
                parent.groups.plus(group.id(), group.withApps(group.apps().plus(app.id()))),
                plus(minus(parent.servicePorts, apps.get(app.id())), app));
    }

    /** Removes an app; its groups stay. Nothing happens when there is no such app. */
    public RootGroup removeApp(PathId id, Instant version) {
        AppDefinition old = apps.get(id);
        if (old == null) {
            return this;
        }
        RootGroup parent = touch(id.parent(), version);
        Group group = parent.groups.get(id.parent());
        return new RootGroup(
                parent.apps.minus(id),
                parent.groups.plus(group.id(), group.withApps(group.apps().minus(id))),
                minus(parent.servicePorts, old));
    }

    /** Adds a group, or replaces its dependencies and role enforcement; its children are kept. */
    public RootGroup putGroup(PathId id, List<PathId> dependencies, @Nullable Boolean enforceRole, Instant version) {
        RootGroup touched = touch(id, version);
        Group group = touched.groups.get(id).withDependencies(dependencies).withEnforceRole(enforceRole);
        return new RootGroup(touched.apps, touched.groups.plus(id, group), touched.servicePorts);
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
            root = root.removeApp(app, version);
        }
        root = root.touch(id.parent(), version);
        Group parent = root.groups.get(id.parent());
        return new RootGroup(
                root.apps,
                root.groups
                        .minus(id)
                        .plus(parent.id(), parent.withGroups(parent.groups().minus(id))),
                root.servicePorts);
    }

    /** Makes sure that a group and those above it exist, and marks them as changed. */
    private RootGroup touch(PathId id, Instant version) {
        Group group = groups.get(id);
        if (id.isRoot()) {
            return new RootGroup(apps, groups.plus(id, group.withVersion(version)), servicePorts);
        }
        RootGroup above = touch(id.parent(), version);
        Group parent = above.groups.get(id.parent());
        Group here = group == null ? emptyGroup(id, version) : group.withVersion(version);
        return new RootGroup(
                above.apps,
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

    private static PMap<Integer, Integer> minus(PMap<Integer, Integer> counts, AppDefinition app) {
        Collection<Integer> ports = app == null ? List.of() : ServicePorts.of(app);
        for (int port : ports) {
            int left = counts.getOrDefault(port, 1) - 1;
            counts = left == 0 ? counts.minus(port) : counts.plus(port, left);
        }
        return counts;
    }
}
