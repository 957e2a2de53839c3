package stadion.scheduler.group;

import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.pcollections.PMap;
import stadion.scheduler.deployment.DeploymentPlan;
import stadion.scheduler.model.PathId;
import stadion.scheduler.model.RunSpec;

/**
 * How the changes of a deployment are taken back while others may have changed the tree since (Marathon: {@code DeploymentPlanReverter}). Apps and pods go back to what they were
 * unless they have been changed again. Of groups, the dependencies that were added go and those that were removed come back; groups that were made go when nothing is in them.
 */
final class TakingBack implements RootUpdate {

    private final DeploymentPlan plan;

    TakingBack(DeploymentPlan plan) {
        this.plan = plan;
    }

    @Override
    public void apply(RootEdit edit) {
        plan.changes().forEach((id, change) -> {
            @Nullable RunSpec now = edit.before().runSpec(id).orElse(null);
            @Nullable Instant then = change.to() == null ? null : change.to().version();
            if (!Objects.equals(now == null ? null : now.version(), then)) {
                return;
            }
            if (change.from() == null) {
                edit.remove(id);
            } else {
                edit.put(change.from());
            }
        });
        Optional<RootGroup> from = edit.history().before(plan.version());
        Optional<RootGroup> to = edit.history().at(plan.version());
        if (from.isPresent() && to.isPresent()) {
            takeGroupsBack(edit, from.get().groups(), to.get().groups());
        }
    }

    /** Inner groups first, so that the outer ones are empty when their turn comes. */
    private static void takeGroupsBack(RootEdit edit, PMap<PathId, Group> from, PMap<PathId, Group> to) {
        Set<PathId> ids = new TreeSet<>(Comparator.reverseOrder());
        ids.addAll(from.keySet());
        ids.addAll(to.keySet());
        for (PathId id : ids) {
            Group old = from.get(id);
            Group made = to.get(id);
            if (old == null) {
                takeAdditionBack(edit, made);
            } else {
                putBack(edit, old, made == null ? List.of() : made.dependencies());
            }
        }
    }

    private static void takeAdditionBack(RootEdit edit, Group made) {
        Optional<Group> now = edit.root().group(made.id());
        if (now.isEmpty()) {
            return;
        }
        if (isEmpty(now.get()) && now.get().dependencies().equals(made.dependencies())) {
            edit.removeGroup(made.id());
        } else {
            setDependencies(edit, now.get(), without(now.get().dependencies(), made.dependencies()));
        }
    }

    private static void putBack(RootEdit edit, Group old, List<PathId> dependenciesThen) {
        Optional<Group> now = edit.root().group(old.id());
        if (now.isEmpty()) {
            edit.putGroup(old.id(), old.dependencies(), old.enforceRole());
        } else {
            List<PathId> added = without(dependenciesThen, old.dependencies());
            Set<PathId> dependencies = new LinkedHashSet<>(without(now.get().dependencies(), added));
            dependencies.addAll(without(old.dependencies(), dependenciesThen));
            setDependencies(edit, now.get(), List.copyOf(dependencies));
        }
    }

    private static void setDependencies(RootEdit edit, Group group, List<PathId> dependencies) {
        if (!dependencies.equals(group.dependencies())) {
            edit.putGroup(group.id(), dependencies, group.enforceRole());
        }
    }

    private static boolean isEmpty(Group group) {
        return group.apps().isEmpty()
                && group.pods().isEmpty()
                && group.groups().isEmpty();
    }

    private static List<PathId> without(List<PathId> all, List<PathId> those) {
        return all.stream().filter(id -> !those.contains(id)).toList();
    }
}
