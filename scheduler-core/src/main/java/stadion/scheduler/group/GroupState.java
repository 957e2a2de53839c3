package stadion.scheduler.group;

import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;
import org.pcollections.PVector;
import org.pcollections.TreePVector;
import stadion.scheduler.deployment.DeploymentPlan;
import stadion.scheduler.group.GroupEvent.DeploymentEnded;
import stadion.scheduler.group.GroupEvent.GroupChange;
import stadion.scheduler.group.GroupEvent.Snapshot;
import stadion.scheduler.group.GroupEvent.Updated;
import stadion.scheduler.model.AppDefinition;
import stadion.scheduler.model.PathId;

/**
 * The tree with its history, and the deployments under way. Immutable; each event touches what it is about.
 *
 * @param versions the kept definitions of each app, oldest first, the present one last
 * @param locks the running deployment that holds each app it touches
 */
record GroupState(
        RootGroup root,
        PMap<PathId, PVector<AppDefinition>> versions,
        PMap<String, DeploymentPlan> deployments,
        PMap<PathId, String> locks) {

    static final GroupState EMPTY = new GroupState(
            RootGroup.empty(Instant.EPOCH), HashTreePMap.empty(), HashTreePMap.empty(), HashTreePMap.empty());

    /** The running deployments that touch any of these apps. */
    Set<String> conflicts(Set<PathId> apps) {
        Set<String> conflicts = new LinkedHashSet<>();
        for (PathId app : apps) {
            if (locks.containsKey(app)) {
                conflicts.add(locks.get(app));
            }
        }
        return conflicts;
    }

    /** The state after an event; {@code maxVersions} definitions are kept of each app. */
    GroupState apply(GroupEvent event, int maxVersions) {
        if (event instanceof Updated updated) {
            return updated(updated, maxVersions);
        }
        return ended(((DeploymentEnded) event).id());
    }

    private GroupState updated(Updated e, int maxVersions) {
        RootGroup tree = root;
        PMap<PathId, PVector<AppDefinition>> history = versions;
        for (PathId group : e.removedGroups()) {
            tree = tree.removeGroup(group, e.version());
        }
        for (PathId app : e.removedApps()) {
            tree = tree.removeApp(app, e.version());
            history = history.minus(app);
        }
        for (GroupChange group : e.groups()) {
            tree = tree.putGroup(group.id(), group.dependencies(), group.enforceRole(), e.version());
        }
        for (AppDefinition app : e.apps()) {
            tree = tree.put(app, e.version());
            history = history.plus(app.id(), remembered(history.get(app.id()), app, maxVersions));
        }
        GroupState next = new GroupState(tree.at(e.version()), history, deployments, locks);
        for (String cancelled : e.cancelled()) {
            next = next.ended(cancelled);
        }
        return e.deployment() == null ? next : next.started(e.deployment());
    }

    private static PVector<AppDefinition> remembered(PVector<AppDefinition> kept, AppDefinition app, int maxVersions) {
        PVector<AppDefinition> all = kept == null ? TreePVector.empty() : kept;
        if (!all.isEmpty() && all.get(all.size() - 1).version().equals(app.version())) {
            return all.with(all.size() - 1, app);
        }
        all = all.plus(app);
        return all.size() > maxVersions ? all.minus(0) : all;
    }

    private GroupState started(DeploymentPlan plan) {
        PMap<PathId, String> held = locks;
        for (PathId app : plan.affected()) {
            held = held.plus(app, plan.id());
        }
        return new GroupState(root, versions, deployments.plus(plan.id(), plan), held);
    }

    private GroupState ended(String id) {
        DeploymentPlan plan = deployments.get(id);
        if (plan == null) {
            return this;
        }
        PMap<PathId, String> held = locks;
        for (PathId app : plan.affected()) {
            if (id.equals(held.get(app))) {
                held = held.minus(app);
            }
        }
        return new GroupState(root, versions, deployments.minus(id), held);
    }

    Snapshot snapshot() {
        Map<PathId, List<AppDefinition>> history = new HashMap<>();
        versions.forEach((app, kept) -> history.put(app, List.copyOf(kept)));
        return new Snapshot(
                List.copyOf(root.apps().values()),
                List.copyOf(root.groups().values()),
                history,
                List.copyOf(deployments.values()));
    }

    static GroupState of(Snapshot snapshot) {
        PMap<PathId, PVector<AppDefinition>> history = HashTreePMap.empty();
        for (Map.Entry<PathId, List<AppDefinition>> kept : snapshot.versions().entrySet()) {
            history = history.plus(kept.getKey(), TreePVector.from(kept.getValue()));
        }
        GroupState state = new GroupState(
                RootGroup.of(snapshot.apps(), snapshot.groups()), history, HashTreePMap.empty(), HashTreePMap.empty());
        for (DeploymentPlan plan : snapshot.deployments()) {
            state = state.started(plan);
        }
        return state;
    }
}
