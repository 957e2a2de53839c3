package stadion.scheduler.group;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import stadion.scheduler.model.AppDefinition;
import stadion.scheduler.model.InstanceId;
import stadion.scheduler.model.PathId;
import stadion.scheduler.model.PodDefinition;
import stadion.scheduler.model.RunSpec;

/**
 * One change of the tree in the making: it shows the tree as it is with what was edited so far, and remembers which apps, pods and groups were touched, so that nothing else
 * needs to be looked at afterwards. Used by one {@link RootUpdate} inside {@link GroupManager}; not shared.
 */
public final class RootEdit {

    private final GroupHistory history;
    private final RootGroup before;
    private final Instant version;
    private final ServicePorts ports;
    private final Set<PathId> touched = new LinkedHashSet<>();
    private final Set<PathId> touchedGroups = new LinkedHashSet<>();
    private final Set<PathId> removedGroups = new LinkedHashSet<>();
    private final Set<PathId> restarted = new LinkedHashSet<>();
    private final Map<PathId, List<InstanceId>> kills = new LinkedHashMap<>();
    private RootGroup root;

    RootEdit(GroupHistory history, Instant version, ServicePorts ports) {
        this.history = history;
        this.before = history.present();
        this.root = before;
        this.version = version;
        this.ports = ports;
    }

    /** The tree before the change. */
    public RootGroup before() {
        return before;
    }

    /** An earlier tree, if it is still kept. */
    public Optional<RootGroup> at(Instant version) {
        return history.at(version);
    }

    GroupHistory history() {
        return history;
    }

    /** The tree with the edits so far. */
    public RootGroup root() {
        return root;
    }

    /** The version that this change makes; later than every other. */
    public Instant version() {
        return version;
    }

    public Optional<AppDefinition> app(PathId id) {
        return root.app(id);
    }

    public Optional<PodDefinition> pod(PathId id) {
        return root.pod(id);
    }

    /** Adds or replaces an app; its version, version info and service ports are filled in here. Returns it as it will be stored. */
    public AppDefinition putApp(AppDefinition app) {
        AppDefinition old = before.apps().get(app.id());
        AppDefinition stamped = RunSpecVersions.stamp(old, ports.assign(app, old, root), version);
        root = root.put(stamped, version);
        touched.add(app.id());
        return stamped;
    }

    /** Restarts an app: a new version with the same configuration, whose instances are all replaced. */
    public AppDefinition restartApp(PathId id) {
        AppDefinition restarted = RunSpecVersions.restart(before.apps().get(id), version);
        root = root.put(restarted, version);
        touched.add(id);
        this.restarted.add(id);
        return restarted;
    }

    public void removeApp(PathId id) {
        remove(id);
    }

    /** Adds or replaces a pod; its version and version info are filled in here. Returns it as it will be stored. */
    public PodDefinition putPod(PodDefinition pod) {
        PodDefinition stamped = RunSpecVersions.stamp(before.pods().get(pod.id()), pod, version);
        root = root.put(stamped, version);
        touched.add(pod.id());
        return stamped;
    }

    public void removePod(PathId id) {
        remove(id);
    }

    /** Adds or replaces an app or pod. */
    public void put(RunSpec runSpec) {
        if (runSpec instanceof PodDefinition pod) {
            putPod(pod);
        } else {
            putApp((AppDefinition) runSpec);
        }
    }

    /** Removes an app or pod. */
    public void remove(PathId id) {
        root = root.remove(id, version);
        touched.add(id);
    }

    /** Adds a group, or replaces its dependencies and role enforcement; its children are kept. */
    public void putGroup(PathId id, List<PathId> dependencies, @Nullable Boolean enforceRole) {
        root = root.putGroup(id, dependencies, enforceRole, version);
        touchedGroups.add(id);
    }

    /** Removes a group with all that is in it. */
    public void removeGroup(PathId id) {
        root.runSpecsBelow(id).forEach(runSpec -> touched.add(runSpec.id()));
        root = root.removeGroup(id, version);
        removedGroups.add(id);
    }

    /** Makes a group what it was in an earlier tree that has it, with everything below. Apps and pods that differ now get a new version. */
    public void restore(PathId group, RootGroup then) {
        for (RunSpec now : root.runSpecsBelow(group)) {
            boolean sameKind = then.runSpec(now.id())
                    .filter(old -> old.getClass() == now.getClass())
                    .isPresent();
            if (!sameKind) {
                remove(now.id());
            }
        }
        for (PathId id : root.groupsBelow(group)) {
            if (then.group(id).isEmpty()) {
                removeGroup(id);
            }
        }
        for (PathId id : then.groupsBelow(group)) {
            Group old = then.groups().get(id);
            putGroup(id, old.dependencies(), old.enforceRole());
        }
        then.runSpecsBelow(group).forEach(this::put);
    }

    /** When the app or pod is scaled down by this change, these instances go first. */
    public void killFirst(PathId runSpec, List<InstanceId> instances) {
        kills.computeIfAbsent(runSpec, id -> new ArrayList<>()).addAll(instances);
    }

    /** The apps and pods that were added, replaced, restarted or removed so far. */
    public Set<PathId> touched() {
        return touched;
    }

    /** The groups that were added or changed so far, without those that merely hold them. */
    public Set<PathId> touchedGroups() {
        return touchedGroups;
    }

    Set<PathId> removedGroups() {
        return removedGroups;
    }

    Set<PathId> restarted() {
        return restarted;
    }

    Map<PathId, List<InstanceId>> kills() {
        return kills;
    }
}
