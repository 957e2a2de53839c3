package stadion.scheduler.offer;

import org.pcollections.HashTreePMap;
import org.pcollections.PMap;
import org.pcollections.TreePMap;

/** How many instances are in each group of agents (those with equal value of one field), and how many groups have each size; immutable. */
record GroupCounts(PMap<String, Integer> sizeOfGroup, TreePMap<Integer, Integer> groupsOfSize) {

    static final GroupCounts EMPTY = new GroupCounts(HashTreePMap.empty(), TreePMap.empty());

    int sizeOf(String group) {
        return sizeOfGroup.getOrDefault(group, 0);
    }

    /** The number of groups that hold an instance. */
    int groups() {
        return sizeOfGroup.size();
    }

    /** The size of the smallest group that holds an instance; 0 without any. */
    int smallest() {
        return groupsOfSize.isEmpty() ? 0 : groupsOfSize.firstKey();
    }

    /** The number of groups that hold more than {@code size} instances. */
    int groupsAbove(int size) {
        int sum = 0;
        for (int groups : groupsOfSize.tailMap(size, false).values()) {
            sum += groups;
        }
        return sum;
    }

    /** A group grown by {@code by} instances, or shrunk if that is negative, down to none. */
    GroupCounts plus(String group, int by) {
        int before = sizeOf(group);
        int after = Math.max(0, before + by);
        if (after == before) {
            return this;
        }
        return new GroupCounts(
                after == 0 ? sizeOfGroup.minus(group) : sizeOfGroup.plus(group, after),
                count(count(groupsOfSize, before, -1), after, 1));
    }

    private static TreePMap<Integer, Integer> count(TreePMap<Integer, Integer> histogram, int size, int by) {
        if (size == 0) {
            return histogram;
        }
        int groups = histogram.getOrDefault(size, 0) + by;
        return groups == 0 ? histogram.minus(size) : histogram.plus(size, groups);
    }
}
