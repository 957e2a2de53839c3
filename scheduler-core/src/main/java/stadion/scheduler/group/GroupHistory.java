package stadion.scheduler.group;

import java.time.Instant;
import java.util.Optional;
import org.pcollections.PVector;
import org.pcollections.TreePVector;
import stadion.scheduler.group.GroupEvent.GroupChange;
import stadion.scheduler.group.GroupEvent.Updated;
import stadion.scheduler.model.PathId;
import stadion.scheduler.model.RunSpec;

/**
 * The latest trees, each made of the one before by one stored change. Trees share what they have in common, so that each costs what its change touched.
 *
 * @param trees oldest first, the present one last; never empty
 * @param changes what led from each tree to the next, without the deployments
 */
record GroupHistory(PVector<RootGroup> trees, PVector<Updated> changes) {

    /** A history that begins with this tree. */
    static GroupHistory of(RootGroup tree) {
        return new GroupHistory(TreePVector.singleton(tree), TreePVector.empty());
    }

    RootGroup present() {
        return trees.get(trees.size() - 1);
    }

    /** The tree of exactly this version, if it is still kept. */
    Optional<RootGroup> at(Instant version) {
        return trees.stream().filter(tree -> tree.version().equals(version)).findFirst();
    }

    /** The tree that the change of this version was made on, if it is still kept. */
    Optional<RootGroup> before(Instant version) {
        for (int i = 1; i < trees.size(); i++) {
            if (trees.get(i).version().equals(version)) {
                return Optional.of(trees.get(i - 1));
            }
        }
        return Optional.empty();
    }

    /** The history with one more tree; the oldest goes when there would be more than {@code max}. */
    GroupHistory plus(Updated change, int max) {
        GroupHistory longer =
                new GroupHistory(trees.plus(changed(present(), change)), changes.plus(change.withoutDeployment()));
        return longer.trees.size() > Math.max(max, 1) ? longer.withoutOldest() : longer;
    }

    private GroupHistory withoutOldest() {
        return new GroupHistory(trees.minus(0), changes.minus(0));
    }

    private static RootGroup changed(RootGroup before, Updated change) {
        Instant version = change.version();
        RootGroup tree = before;
        for (PathId group : change.removedGroups()) {
            tree = tree.removeGroup(group, version);
        }
        for (PathId id : change.removed()) {
            tree = tree.remove(id, version);
        }
        for (GroupChange group : change.groups()) {
            tree = tree.putGroup(group.id(), group.dependencies(), group.enforceRole(), version);
        }
        for (RunSpec runSpec : change.runSpecs()) {
            tree = tree.put(runSpec, version);
        }
        return tree.at(version);
    }
}
