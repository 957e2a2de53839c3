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
import stadion.scheduler.event.Outbox;
import stadion.scheduler.group.GroupEvent.Announced;
import stadion.scheduler.group.GroupEvent.DeploymentEnded;
import stadion.scheduler.group.GroupEvent.Snapshot;
import stadion.scheduler.group.GroupEvent.Updated;
import stadion.scheduler.model.PathId;
import stadion.scheduler.model.RunSpec;

/**
 * The tree with its history, and the deployments under way. Immutable; each event touches what it is about.
 *
 * @param history the trees of the latest changes, the present one last
 * @param versions the kept definitions of each app and pod, oldest first, the present one last
 * @param good the version of each app or pod whose deployment was done last
 * @param locks the running deployment that holds each app or pod it touches
 */
record GroupState(
        GroupHistory history,
        PMap<PathId, PVector<RunSpec>> versions,
        PMap<String, DeploymentPlan> deployments,
        PMap<PathId, String> locks,
        PMap<PathId, Instant> good) {

    static final GroupState EMPTY = new GroupState(
            GroupHistory.of(RootGroup.empty(Instant.EPOCH)),
            HashTreePMap.empty(),
            HashTreePMap.empty(),
            HashTreePMap.empty(),
            HashTreePMap.empty());

    RootGroup root() {
        return history.present();
    }

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
        if (event instanceof Announced) {
            return this;
        }
        DeploymentEnded ended = (DeploymentEnded) event;
        return (ended.done() ? done(ended.id()) : this).ended(ended.id());
    }

    private GroupState updated(Updated e, int maxVersions) {
        PMap<PathId, PVector<RunSpec>> kept = versions;
        PMap<PathId, Instant> known = good;
        for (PathId id : e.removed()) {
            kept = kept.minus(id);
            known = known.minus(id);
        }
        for (RunSpec runSpec : e.runSpecs()) {
            kept = kept.plus(runSpec.id(), remembered(kept.get(runSpec.id()), runSpec, maxVersions));
        }
        GroupState next = new GroupState(history.plus(e, maxVersions), kept, deployments, locks, known);
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
        return new GroupState(history, versions, deployments.plus(plan.id(), plan), held, good);
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
        return new GroupState(history, versions, deployments, locks, known);
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
        return new GroupState(history, versions, deployments.minus(id), held, good);
    }

    /** {@code untold} is what subscribers have yet to be told. */
    Snapshot snapshot(List<Outbox.Unstored> untold) {
        Map<PathId, List<RunSpec>> definitions = new HashMap<>();
        versions.forEach((id, kept) -> definitions.put(id, List.copyOf(kept)));
        RootGroup oldest = history.trees().get(0);
        return new Snapshot(
                Stream.<RunSpec>concat(oldest.apps().values().stream(), oldest.pods().values().stream())
                        .toList(),
                List.copyOf(oldest.groups().values()),
                definitions,
                List.copyOf(deployments.values()),
                good,
                List.copyOf(history.changes()),
                untold);
    }

    static GroupState of(Snapshot snapshot) {
        PMap<PathId, PVector<RunSpec>> definitions = HashTreePMap.empty();
        for (Map.Entry<PathId, List<RunSpec>> kept : snapshot.versions().entrySet()) {
            definitions = definitions.plus(kept.getKey(), TreePVector.from(kept.getValue()));
        }
        GroupHistory history = GroupHistory.of(RootGroup.of(snapshot.runSpecs(), snapshot.groups()));
        for (Updated change : snapshot.changes()) {
            history = history.plus(change, Integer.MAX_VALUE);
        }
        GroupState state = new GroupState(
                history, definitions, HashTreePMap.empty(), HashTreePMap.empty(), HashTreePMap.from(snapshot.good()));
        for (DeploymentPlan plan : snapshot.deployments()) {
            state = state.started(plan);
        }
        return state;
    }
}
