package stadion.localmesos.master;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeSet;
import stadion.localmesos.resources.Resources;

/** What frameworks refused and for how long, in the order in which it ends. */
final class FilterQueue {

    private final Map<Allocator.Claim, Map<String, List<Filter>>> filters = new HashMap<>();
    private final TreeSet<Filter> byEnd =
            new TreeSet<>(Comparator.comparingLong(Filter::end).thenComparingLong(Filter::number));
    private long count;

    private record Filter(Allocator.Claim claim, String agent, Resources refused, long end, long number) {}

    /** Adds a filter; shorter ones for no more than the same resources are superfluous then and go. */
    void add(Allocator.Claim claim, String agent, Resources refused, long end) {
        var added = new Filter(claim, agent, refused, end, count++);
        var onAgent = filters.computeIfAbsent(claim, key -> new HashMap<>())
                .computeIfAbsent(agent, key -> new ArrayList<>(1));
        onAgent.removeIf(filter -> filter.end <= end && refused.contains(filter.refused) && byEnd.remove(filter));
        onAgent.add(added);
        byEnd.add(added);
    }

    /** Whether the framework has refused all of these resources of the agent, or more. */
    boolean refused(Allocator.Claim claim, String agent, Resources resources) {
        return filters.getOrDefault(claim, Map.of()).getOrDefault(agent, List.of()).stream()
                .anyMatch(filter -> filter.refused.contains(resources));
    }

    void removeAll(Allocator.Claim claim) {
        var removed = filters.remove(claim);
        if (removed != null) {
            removed.values().forEach(onAgent -> onAgent.forEach(byEnd::remove));
        }
    }

    /** Removes the filters that have ended, and returns the agents they were for. */
    List<String> removeEnded(long now) {
        var agents = new ArrayList<String>();
        while (!byEnd.isEmpty() && byEnd.first().end <= now) {
            var ended = byEnd.pollFirst();
            agents.add(ended.agent);
            var ofClaim = filters.get(ended.claim);
            var onAgent = ofClaim.get(ended.agent);
            onAgent.remove(ended);
            if (onAgent.isEmpty()) {
                ofClaim.remove(ended.agent);
            }
        }
        return agents;
    }

    OptionalLong nextEnd() {
        return byEnd.isEmpty() ? OptionalLong.empty() : OptionalLong.of(byEnd.first().end);
    }

    int size() {
        return byEnd.size();
    }
}
