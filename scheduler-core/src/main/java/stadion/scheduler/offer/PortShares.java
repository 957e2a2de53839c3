package stadion.scheduler.offer;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.apache.mesos.v1.Protos.Resource;
import org.apache.mesos.v1.Protos.Value;
import org.jspecify.annotations.Nullable;

/** The ports that an offer still holds, as ranges: share by share (one per role and reservation) in the offer's order, ascending within a share. */
final class PortShares {

    private final List<Share> shares = new ArrayList<>(2);

    void add(Resource resource) {
        shares.add(new Share(resource));
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
        return holderOf(port, filter) != null;
    }

    /** Debits one port, which must be there. */
    Taken take(int port, RoleFilter filter) {
        @Nullable Share share = holderOf(port, filter);
        if (share == null) {
            throw new IllegalStateException("port " + port + " is not there to be taken");
        }
        share.remove(share.indexOf(port), port);
        return new Taken(port, share);
    }

    /** Debits {@code count} ports, which must be there: from a random one on upwards, share after share, and after the last port from the first one on. */
    List<Taken> takeAny(int count, RoleFilter filter, RandomGenerator random) {
        List<Taken> taken = new ArrayList<>(count);
        if (count == 0) {
            return taken;
        }
        int skip = random.nextInt(available(filter));
        int s = nextAccepted(0, filter);
        while (skip >= shares.get(s).left) {
            skip -= shares.get(s).left;
            s = nextAccepted(s + 1, filter);
        }
        int index = 0;
        List<Range> ranges = shares.get(s).ranges;
        while (skip >= ranges.get(index).size()) {
            skip -= ranges.get(index).size();
            index++;
        }
        int port = ranges.get(index).begin + skip;
        while (true) {
            Share share = shares.get(s);
            index = share.remove(index, port);
            taken.add(new Taken(port, share));
            if (taken.size() == count) {
                return taken;
            }
            if (index == share.ranges.size()) {
                s = nextAccepted(s + 1, filter);
                index = 0;
            }
            port = shares.get(s).ranges.get(index).begin;
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

    private @Nullable Share holderOf(int port, RoleFilter filter) {
        for (Share share : shares) {
            if (filter.accepts(share.role) && share.indexOf(port) >= 0) {
                return share;
            }
        }
        return null;
    }

    /** The first share from {@code index} on that may be used and holds ports, beginning again at 0 after the last; there must be one. */
    private int nextAccepted(int index, RoleFilter filter) {
        for (int i = 0; i < shares.size(); i++) {
            int candidate = (index + i) % shares.size();
            if (shares.get(candidate).left > 0 && filter.accepts(shares.get(candidate).role)) {
                return candidate;
            }
        }
        throw new IllegalStateException("more ports taken than there are");
    }

    /** A port taken, and from which share. */
    record Taken(int port, Share share) {}

    private static final class Range {
        private int begin;
        private int end;

        Range(int begin, int end) {
            this.begin = begin;
            this.end = end;
        }

        int size() {
            return end - begin + 1;
        }
    }

    /** The ports of one role and reservation: ranges in ascending order that do not touch each other's ports. */
    static final class Share {
        private final Resource resource;
        private final String role;
        private final List<Range> ranges;
        private int left;

        private Share(Resource resource) {
            this.resource =
                    resource.toBuilder().clearAllocationInfo().clearRanges().buildPartial();
            this.role = RoleFilter.ownerOf(resource);
            this.ranges = new ArrayList<>(resource.getRanges().getRangeCount() + 4);
            for (Value.Range range : resource.getRanges().getRangeList()) {
                ranges.add(new Range((int) range.getBegin(), (int) range.getEnd()));
                left += ranges.get(ranges.size() - 1).size();
            }
            ranges.sort(Comparator.comparingInt(range -> range.begin));
        }

        /** The range that holds a port, or -1. */
        private int indexOf(int port) {
            int low = 0;
            int high = ranges.size() - 1;
            while (low <= high) {
                int middle = (low + high) >>> 1;
                Range range = ranges.get(middle);
                if (port < range.begin) {
                    high = middle - 1;
                } else if (port > range.end) {
                    low = middle + 1;
                } else {
                    return middle;
                }
            }
            return -1;
        }

        /** Takes a port out of its range and tells at which range the ports above it begin now. */
        private int remove(int index, int port) {
            Range range = ranges.get(index);
            left--;
            if (range.begin == range.end) {
                ranges.remove(index);
                return index;
            }
            if (port == range.begin) {
                range.begin++;
                return index;
            }
            if (port < range.end) {
                ranges.add(index + 1, new Range(port + 1, range.end));
            }
            range.end = port - 1;
            return index + 1;
        }
    }
}
