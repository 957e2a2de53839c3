package stadion.scheduler.offer;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.apache.mesos.v1.Protos.Resource;
import org.apache.mesos.v1.Protos.Value;
import org.jspecify.annotations.Nullable;

/** The ports that an offer still holds, as ranges in the offer's order; they are never listed one by one. */
final class PortShares {

    private final List<Share> shares = new ArrayList<>(2);
    private final List<Range> ranges = new ArrayList<>(4);

    void add(Resource resource) {
        Share share = new Share(resource);
        shares.add(share);
        for (Value.Range range : resource.getRanges().getRangeList()) {
            if (range.getBegin() <= range.getEnd()) {
                ranges.add(new Range((int) range.getBegin(), (int) range.getEnd(), share));
                share.left += (int) (range.getEnd() - range.getBegin() + 1);
            }
        }
    }

    /** How many ports the roles that {@code filter} accepts hold together. */
    int available(RoleFilter filter) {
        int sum = 0;
        for (Share share : shares) {
            if (filter.accepts(share.role)) {
                sum += share.left;
            }
        }
        return sum;
    }

    boolean contains(int port, RoleFilter filter) {
        return indexOf(port, filter) >= 0;
    }

    /** Debits one port, which must be there. */
    Taken take(int port, RoleFilter filter) {
        int index = indexOf(port, filter);
        if (index < 0) {
            throw new IllegalStateException("port " + port + " is not there to be taken");
        }
        Taken taken = new Taken(port, ranges.get(index).share);
        remove(index, port);
        return taken;
    }

    /**
     * Debits {@code count} ports, which must be there: from a random one on upwards, range after range in the offer's order, and after the last range from the
     * first one on.
     */
    List<Taken> takeAny(int count, RoleFilter filter, RandomGenerator random) {
        List<Taken> taken = new ArrayList<>(count);
        if (count == 0) {
            return taken;
        }
        int skip = random.nextInt(available(filter));
        int index = nextAccepted(0, filter);
        while (skip >= ranges.get(index).size()) {
            skip -= ranges.get(index).size();
            index = nextAccepted(index + 1, filter);
        }
        int port = ranges.get(index).begin + skip;
        while (true) {
            taken.add(new Taken(port, ranges.get(index).share));
            int next = remove(index, port);
            if (taken.size() == count) {
                return taken;
            }
            index = nextAccepted(next, filter);
            port = ranges.get(index).begin;
        }
    }

    /** Taken ports as resources, one for each share: ports that follow each other become one range, otherwise the order is kept. */
    static List<Resource> toResources(List<@Nullable Taken> ports) {
        Map<Share, Value.Ranges.Builder> byShare = new LinkedHashMap<>(2);
        Set<Taken> seen = new HashSet<>();
        for (@Nullable Taken taken : ports) {
            if (taken != null && seen.add(taken)) {
                append(taken.port, byShare.computeIfAbsent(taken.share, share -> Value.Ranges.newBuilder()));
            }
        }
        List<Resource> resources = new ArrayList<>(byShare.size());
        byShare.forEach((share, itsPorts) ->
                resources.add(share.resource.toBuilder().setRanges(itsPorts).build()));
        return resources;
    }

    private static void append(int port, Value.Ranges.Builder ranges) {
        int last = ranges.getRangeCount() - 1;
        if (last >= 0 && ranges.getRange(last).getEnd() == port - 1) {
            ranges.getRangeBuilder(last).setEnd(port);
        } else {
            ranges.addRangeBuilder().setBegin(port).setEnd(port);
        }
    }

    private int indexOf(int port, RoleFilter filter) {
        for (int i = 0; i < ranges.size(); i++) {
            Range range = ranges.get(i);
            if (range.begin <= port && port <= range.end && filter.accepts(range.share.role)) {
                return i;
            }
        }
        return -1;
    }

    /** The first range from {@code index} on that may be used, beginning again at 0 after the last; there must be one. */
    private int nextAccepted(int index, RoleFilter filter) {
        for (int i = 0; i < ranges.size(); i++) {
            int candidate = (index + i) % ranges.size();
            if (filter.accepts(ranges.get(candidate).share.role)) {
                return candidate;
            }
        }
        throw new IllegalStateException("more ports taken than there are");
    }

    /** Takes a port out of its range and tells where the ports above it begin now. */
    private int remove(int index, int port) {
        Range range = ranges.get(index);
        range.share.left--;
        if (range.begin == range.end) {
            ranges.remove(index);
            return index;
        }
        if (port == range.begin) {
            range.begin++;
            return index;
        }
        if (port < range.end) {
            ranges.add(index + 1, new Range(port + 1, range.end, range.share));
        }
        range.end = port - 1;
        return index + 1;
    }

    /** A port taken, and from which share. */
    record Taken(int port, Share share) {}

    private static final class Range {
        private int begin;
        private int end;
        private final Share share;

        Range(int begin, int end, Share share) {
            this.begin = begin;
            this.end = end;
            this.share = share;
        }

        int size() {
            return end - begin + 1;
        }
    }

    /** The ports of one role and reservation. */
    static final class Share {
        private final Resource resource;
        private final String role;
        private int left;

        Share(Resource resource) {
            this.resource =
                    resource.toBuilder().clearAllocationInfo().clearRanges().buildPartial();
            this.role = RoleFilter.ownerOf(resource);
        }
    }
}
