package stadion.localmesos.master;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import org.apache.mesos.v1.Protos.FrameworkInfo.Capability;
import org.apache.mesos.v1.Protos.OfferFilters;
import stadion.localmesos.resources.Resources;

/**
 * Decides which free resources are offered to whom, as Mesos' hierarchical allocator does without quota: agents in random
 * order, roles and in them frameworks by their dominant share, at most one outstanding offer per agent, framework and role.
 * What a framework refused on an agent is not offered to it again until the filter ends, it revives, or the agent has more.
 *
 * <p>A pass looks only at agents on which something has changed. Not thread-safe; times are nanoseconds of a monotonic clock.
 */
final class Allocator {

    private static final Duration LONGEST_FILTER = Duration.ofDays(365);
    private static final Duration DEFAULT_FILTER = Duration.ofSeconds(5);
    /** An offer has at least this much of one of them, unless the framework says otherwise: Mesos' defaults. */
    private static final List<Map<String, Long>> DEFAULT_MINIMUM = List.of(Map.of("cpus", 10L), Map.of("mem", 32_000L));

    private final Random random;
    private final Map<String, Site> sites = new HashMap<>();
    private final Map<Claim, Claimant> claimants = new LinkedHashMap<>();
    private final Map<Claim, Share> shares = new HashMap<>();
    private final FilterQueue filters = new FilterQueue();
    private final Share total = new Share();
    private Set<Site> changed = new LinkedHashSet<>();
    private boolean held;

    /** A framework in one of its roles. */
    record Claim(String framework, String role) {}

    /** Resources to be offered. */
    record Allocation(Claim claim, String agent, Resources resources) {}

    /** What a framework wants of a role's offers: how much there must be, and whether agents with gpus are welcome. */
    record Wishes(boolean gpus, List<Map<String, Long>> minimum) {

        static Wishes of(Framework framework, String role) {
            var filters = framework.info().getOfferFiltersMap().get(role);
            return new Wishes(
                    framework.has(Capability.Type.GPU_RESOURCES),
                    filters == null || !filters.hasMinAllocatableResources() ? DEFAULT_MINIMUM : minimum(filters));
        }

        private static List<Map<String, Long>> minimum(OfferFilters filters) {
            return filters.getMinAllocatableResources().getQuantitiesList().stream()
                    .map(quantities -> {
                        var minimum = new HashMap<String, Long>();
                        quantities
                                .getQuantitiesMap()
                                .forEach((name, scalar) -> minimum.put(name, Math.round(scalar.getValue() * 1000)));
                        return Map.copyOf(minimum);
                    })
                    .toList();
        }

        private boolean satisfiedBy(Resources resources) {
            return minimum.isEmpty()
                    || minimum.stream()
                            .anyMatch(wanted -> wanted.entrySet().stream()
                                    .allMatch(amount -> resources.thousandths(amount.getKey()) >= amount.getValue()));
        }
    }

    /** An agent, and what of it is neither used nor offered. */
    private static final class Site {
        private final String agent;
        private final boolean gpus;
        private final Set<Claim> offeredTo = new HashSet<>();
        private Resources free;

        Site(String agent, Resources total, Resources free) {
            this.agent = agent;
            this.gpus = total.has("gpus");
            this.free = free;
        }
    }

    private static final class Claimant {
        private final Claim claim;
        private final Share share;
        private Wishes wishes;
        private boolean suppressed;

        Claimant(Claim claim, Share share, Wishes wishes, boolean suppressed) {
            this.claim = claim;
            this.share = share;
            this.wishes = wishes;
            this.suppressed = suppressed;
        }
    }

    Allocator(Random random) {
        this.random = random;
    }

    void addAgent(String agent, Resources agentTotal, Resources free) {
        var site = new Site(agent, agentTotal, free);
        sites.put(agent, site);
        total.add(agentTotal);
        changed.add(site);
    }

    /** Forgets an agent; what was used or offered of it has been given back. */
    void removeAgent(String agent, Resources agentTotal) {
        var site = sites.remove(agent);
        if (site != null) {
            changed.remove(site);
            total.subtract(agentTotal);
        }
    }

    /** Starts making offers to a framework in a role, or changes how. */
    void activate(Claim claim, Wishes wishes, boolean suppressed) {
        var claimant = claimants.get(claim);
        if (claimant == null) {
            claimants.put(claim, new Claimant(claim, shareOf(claim), wishes, suppressed));
            changed.addAll(sites.values());
            return;
        }
        claimant.wishes = wishes;
        if (suppressed) {
            claimant.suppressed = true;
        } else if (claimant.suppressed) {
            revive(claim);
        }
    }

    /** Stops making offers to a framework in a role and forgets what it refused. */
    void deactivate(Claim claim) {
        claimants.remove(claim);
        filters.removeAll(claim);
    }

    void suppress(Claim claim) {
        var claimant = claimants.get(claim);
        if (claimant != null) {
            claimant.suppressed = true;
        }
    }

    /** Ends suppression and all filters. */
    void revive(Claim claim) {
        filters.removeAll(claim);
        var claimant = claimants.get(claim);
        if (claimant != null) {
            claimant.suppressed = false;
            changed.addAll(sites.values());
        }
    }

    /** Notes what runs from before a restart; the agent was added without it being free. */
    void recovered(Claim claim, Resources used) {
        shareOf(claim).add(used);
    }

    /** An offer has come to its end; its resources are given back by the other methods, or used. */
    void offerEnded(Claim claim, String agent) {
        var site = sites.get(agent);
        if (site != null) {
            site.offeredTo.remove(claim);
            changed.add(site);
        }
    }

    /** Takes back resources, offered or used, so that they can be offered again to anybody. */
    void giveBack(Claim claim, String agent, Resources resources) {
        shareOf(claim).subtract(resources);
        var site = sites.get(agent);
        if (site != null && !resources.isEmpty()) {
            site.free = site.free.plus(resources);
            changed.add(site);
        }
    }

    /**
     * Takes back offered resources that the framework doesn't want for a while.
     *
     * @param seconds how long; 0: no filter; negative: 5; at most a year
     */
    void refuse(Claim claim, String agent, Resources resources, double seconds, long now) {
        giveBack(claim, agent, resources);
        long nanos = nanos(seconds);
        if (nanos > 0 && !resources.isEmpty()) {
            filters.add(claim, agent, resources, now + nanos);
        }
    }

    private static long nanos(double seconds) {
        if (!(seconds >= 0)) {
            return DEFAULT_FILTER.toNanos();
        }
        return (long) (Math.min(seconds, (double) LONGEST_FILTER.toSeconds()) * 1_000_000_000);
    }

    /** Whether nothing is to be offered for now. What changes meanwhile is looked at afterwards. */
    void hold(boolean hold) {
        held = hold;
    }

    /** Whether a pass might find something to offer. */
    boolean hasWork() {
        return !held && !changed.isEmpty() && claimants.values().stream().anyMatch(claimant -> !claimant.suppressed);
    }

    /** When the next filter ends, which gives work. */
    OptionalLong nextFilterEnd() {
        return filters.nextEnd();
    }

    /** How many filters there are. */
    int filterCount() {
        return filters.size();
    }

    /** Makes one pass. What is returned counts as offered. */
    List<Allocation> allocate(long now) {
        for (var ended : filters.removeEnded(now)) {
            var site = sites.get(ended);
            if (site != null) {
                changed.add(site);
            }
        }
        if (held) {
            return List.of();
        }
        var candidates = new ArrayList<>(changed);
        changed = new LinkedHashSet<>();
        Collections.shuffle(candidates, random);
        var active = claimants.values().stream()
                .filter(claimant -> !claimant.suppressed)
                .toList();
        var allocations = new ArrayList<Allocation>();
        if (!active.isEmpty()) {
            candidates.forEach(site -> allocate(site, active, allocations));
        }
        return allocations;
    }

    private void allocate(Site site, List<Claimant> active, List<Allocation> allocations) {
        for (var claimant : inOrder(active)) {
            if (site.free.isEmpty()) {
                return;
            }
            var claim = claimant.claim;
            if (site.offeredTo.contains(claim) || (site.gpus && !claimant.wishes.gpus)) {
                continue;
            }
            var offer = site.free.allocatableTo(claim.role);
            if (offer.isEmpty() || !claimant.wishes.satisfiedBy(offer) || filters.refused(claim, site.agent, offer)) {
                continue;
            }
            site.free = site.free.minus(offer);
            site.offeredTo.add(claim);
            claimant.share.add(offer);
            allocations.add(new Allocation(claim, site.agent, offer));
        }
    }

    /** By the dominant share of the role, then of the framework in the role. */
    private Collection<Claimant> inOrder(List<Claimant> active) {
        if (active.size() == 1) {
            return active;
        }
        var byRole = new HashMap<String, Share>();
        shares.forEach((claim, share) ->
                byRole.computeIfAbsent(claim.role, role -> new Share()).add(share));
        var ordered = new ArrayList<>(active);
        ordered.sort(Comparator.<Claimant>comparingDouble(
                        claimant -> byRole.get(claimant.claim.role).dominantOf(total))
                .thenComparing(claimant -> claimant.claim.role)
                .thenComparingDouble(claimant -> claimant.share.dominantOf(total)));
        return ordered;
    }

    private Share shareOf(Claim claim) {
        return shares.computeIfAbsent(claim, key -> new Share());
    }
}
