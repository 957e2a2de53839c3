package stadion.scheduler.group;

import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;
import org.pcollections.PVector;
import org.pcollections.TreePVector;
import stadion.scheduler.deployment.DeploymentPlan;
import stadion.scheduler.group.GroupEvent.DeploymentEnded;
import stadion.scheduler.group.GroupEvent.GroupChange;
import stadion.scheduler.group.GroupEvent.Snapshot;
import stadion.scheduler.group.GroupEvent.Updated;
import stadion.scheduler.model.PathId;
import stadion.scheduler.model.RunSpec;

/**
 * The tree with its history, and the deployments under way. Immutable; each event touches what it is about.
 *
 * @param versions the kept definitions of each app and pod, oldest first, the present one last
 * @param good the version of each app or pod whose deployment was done last
 * @param locks the running deployment that holds each app or pod it touches
 */
record GroupState(
        RootGroup root,
        PMap<PathId, PVector<RunSpec>> versions,
        PMap<String, DeploymentPlan> deployments,
        PMap<PathId, String> locks,
        PMap<PathId, Instant> good) {

    static final GroupState EMPTY = new GroupState(
            RootGroup.empty(Instant.EPOCH),
            HashTreePMap.empty(),
            HashTreePMap.empty(),
            HashTreePMap.empty(),
            HashTreePMap.empty());

    /** The running deployments that touch any of these apps and pods. */
    Set<String> conflicts(Set<PathId> runSpecs) {
        Set<String> conflicts = new LinkedHashSet<>();
        for (PathId id : runSpecs) {
            if (locks.containsKey(id)) {
                conflicts.add(locks.get(id));
            }
        }
        return conflicts;
    }

    /** The state after an event; {@code maxVersions} definitions are kept of each app and pod. */
    GroupState apply(GroupEvent event, int maxVersions) {
        if (event instanceof Updated updated) {
            return updated(updated, maxVersions);
        }
        DeploymentEnded ended = (DeploymentEnded) event;
        return (ended.done() ? done(ended.id()) : this).ended(ended.id());
    }

    private GroupState updated(Updated e, int maxVersions) {
        RootGroup tree = root;
        PMap<PathId, PVector<RunSpec>> history = versions;
        PMap<PathId, Instant> known = good;
        for (PathId group : e.removedGroups()) {
            tree = tree.removeGroup(group, e.version());
        }
        for (PathId id : e.removed()) {
            tree = tree.remove(id, e.version());
            history = history.minus(id);
            known = known.minus(id);
        }
        for (GroupChange group : e.groups()) {
            tree = tree.putGroup(group.id(), group.dependencies(), group.enforceRole(), e.version());
        }
        for (RunSpec runSpec : e.runSpecs()) {
            tree = tree.put(runSpec, e.version());
            history = history.plus(runSpec.id(), remembered(history.get(runSpec.id()), runSpec, maxVersions));
        }
        GroupState next = new GroupState(tree.at(e.version()), history, deployments, locks, known);
        for (String cancelled : e.cancelled()) {
            next = next.ended(cancelled);
        }
        return e.deployment() == null ? next : next.started(e.deployment());
    }

    private static PVector<RunSpec> remembered(PVector<RunSpec> kept, RunSpec runSpec, int maxVersions) {
        PVector<RunSpec> all = kept == null ? TreePVector.empty() : kept;
        if (!all.isEmpty() && all.get(all.size() - 1).version().equals(runSpec.version())) {
            return all.with(all.size() - 1, runSpec);
        }
        all = all.plus(runSpec);
        return all.size() > maxVersions ? all.minus(0) : all;
    }

    private GroupState started(DeploymentPlan plan) {
        PMap<PathId, String> held = locks;
        for (PathId id : plan.affected()) {
            held = held.plus(id, plan.id());
        }
        return new GroupState(root, versions, deployments.plus(plan.id(), plan), held, good);
    }

    /** The definition of an app or pod whose deployment was done last, if it is still kept. */
    Optional<RunSpec> lastGood(PathId id) {
        Instant version = good.get(id);
        return versions.getOrDefault(id, TreePVector.empty()).stream()
                .filter(runSpec -> runSpec.version().equals(version))
                .findFirst();
    }

    private GroupState done(String id) {
        DeploymentPlan plan = deployments.get(id);
        if (plan == null) {
            return this;
        }
        PMap<PathId, Instant> known = good;
        for (DeploymentPlan.Change change : plan.changes().values()) {
            if (change.to() != null) {
                known = known.plus(change.to().id(), change.to().version());
            }
        }
        return new GroupState(root, versions, deployments, locks, known);
    }

    private GroupState ended(String id) {
        DeploymentPlan plan = deployments.get(id);
        if (plan == null) {
            return this;
        }
        PMap<PathId, String> held = locks;
        for (PathId runSpec : plan.affected()) {
            if (id.equals(held.get(runSpec))) {
                held = held.minus(runSpec);
            }
        }
        return new GroupState(root, versions, deployments.minus(id), held, good);
    }

    Snapshot snapshot() {
        Map<PathId, List<RunSpec>> history = new HashMap<>();
        versions.forEach((id, kept) -> history.put(id, List.copyOf(kept)));
        return new Snapshot(
                Stream.<RunSpec>concat(root.apps().values().stream(), root.pods().values().stream())
                        .toList(),
                List.copyOf(root.groups().values()),
                history,
                List.copyOf(deployments.values()),
                good);
    }

    static GroupState of(Snapshot snapshot) {
        PMap<PathId, PVector<RunSpec>> history = HashTreePMap.empty();
        for (Map.Entry<PathId, List<RunSpec>> kept : snapshot.versions().entrySet()) {
            history = history.plus(kept.getKey(), TreePVector.from(kept.getValue()));
        }
        GroupState state = new GroupState(
                RootGroup.of(snapshot.runSpecs(), snapshot.groups()),
                history,
                HashTreePMap.empty(),
                HashTreePMap.empty(),
                HashTreePMap.from(snapshot.good()));
        for (DeploymentPlan plan : snapshot.deployments()) {
            state = state.started(plan);
        }
        return state;
    }
}
