package stadion.localmesos.resources;

import java.util.Arrays;
import java.util.Comparator;
import org.apache.mesos.v1.Protos.Resource;
import org.apache.mesos.v1.Protos.Value;

/** Whole numbers as ranges with inclusive bounds: begin, end, begin, end, ...; ascending, neither overlapping nor adjacent. */
final class Ranges implements Quantity {

    private final long[] bounds;

    private Ranges(long[] bounds) {
        this.bounds = bounds;
    }

    static Ranges of(Value.Ranges ranges) {
        var sorted = ranges.getRangeList().stream()
                .sorted(Comparator.comparingLong(Value.Range::getBegin))
                .toList();
        var bounds = new Builder(2 * sorted.size());
        sorted.forEach(range -> bounds.add(range.getBegin(), range.getEnd()));
        return bounds.build();
    }

    @Override
    public Quantity plus(Quantity other) {
        var more = ((Ranges) other).bounds;
        var sum = new Builder(bounds.length + more.length);
        int i = 0;
        int j = 0;
        while (i < bounds.length || j < more.length) {
            if (j == more.length || (i < bounds.length && bounds[i] <= more[j])) {
                sum.add(bounds[i], bounds[i + 1]);
                i += 2;
            } else {
                sum.add(more[j], more[j + 1]);
                j += 2;
            }
        }
        return sum.build();
    }

    @Override
    public Quantity minus(Quantity other) {
        var less = ((Ranges) other).bounds;
        var rest = new Builder(bounds.length + less.length);
        int j = 0;
        for (int i = 0; i < bounds.length; i += 2) {
            long begin = bounds[i];
            long end = bounds[i + 1];
            while (j < less.length && less[j + 1] < begin) {
                j += 2;
            }
            for (int k = j; k < less.length && less[k] <= end && begin <= end; k += 2) {
                if (less[k] > begin) {
                    rest.add(begin, less[k] - 1);
                }
                begin = Math.max(begin, less[k + 1] + 1);
            }
            if (begin <= end) {
                rest.add(begin, end);
            }
        }
        return rest.build();
    }

    @Override
    public boolean contains(Quantity other) {
        var wanted = ((Ranges) other).bounds;
        int i = 0;
        for (int j = 0; j < wanted.length; j += 2) {
            while (i < bounds.length && bounds[i + 1] < wanted[j]) {
                i += 2;
            }
            if (i == bounds.length || bounds[i] > wanted[j] || bounds[i + 1] < wanted[j + 1]) {
                return false;
            }
        }
        return true;
    }

    @Override
    public boolean isEmpty() {
        return bounds.length == 0;
    }

    /** How many numbers there are. */
    long count() {
        long count = 0;
        for (int i = 0; i < bounds.length; i += 2) {
            count += bounds[i + 1] - bounds[i] + 1;
        }
        return count;
    }

    Value.Ranges toProto() {
        var ranges = Value.Ranges.newBuilder();
        for (int i = 0; i < bounds.length; i += 2) {
            ranges.addRange(Value.Range.newBuilder().setBegin(bounds[i]).setEnd(bounds[i + 1]));
        }
        return ranges.build();
    }

    @Override
    public void writeTo(Resource.Builder resource) {
        resource.setRanges(toProto());
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Ranges ranges && Arrays.equals(bounds, ranges.bounds);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bounds);
    }

    @Override
    public String toString() {
        var text = new StringBuilder("[");
        for (int i = 0; i < bounds.length; i += 2) {
            text.append(i == 0 ? "" : ", ").append(bounds[i]).append('-').append(bounds[i + 1]);
        }
        return text.append(']').toString();
    }

    /** Takes ranges in the order of their begin and joins those that touch. */
    private static final class Builder {
        private long[] bounds;
        private int length;

        Builder(int capacity) {
            bounds = new long[capacity];
        }

        void add(long begin, long end) {
            if (length > 0 && begin <= bounds[length - 1] + 1) {
                bounds[length - 1] = Math.max(bounds[length - 1], end);
                return;
            }
            if (length == bounds.length) {
                bounds = Arrays.copyOf(bounds, 2 * length + 2);
            }
            bounds[length] = begin;
            bounds[length + 1] = end;
            length += 2;
        }

        Ranges build() {
            return new Ranges(length == bounds.length ? bounds : Arrays.copyOf(bounds, length));
        }
    }
}
