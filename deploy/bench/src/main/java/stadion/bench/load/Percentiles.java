package stadion.bench.load;

import java.util.List;
import java.util.stream.IntStream;

/** Times in milliseconds: the median, the 99th percentile (nearest rank) and the longest. */
record Percentiles(int count, double p50, double p99, double max) {

    static Percentiles ofNanos(List<Long> nanos) {
        long[] sorted = nanos.stream().mapToLong(Long::longValue).sorted().toArray();
        return new Percentiles(sorted.length, at(sorted, 0.5), at(sorted, 0.99), at(sorted, 1));
    }

    /** Of times in whole milliseconds, given as how often each of them was seen, beginning with 0. */
    static Percentiles ofCounts(int[] byMillis) {
        int count = IntStream.of(byMillis).sum();
        return new Percentiles(count, at(byMillis, count, 0.5), at(byMillis, count, 0.99), at(byMillis, count, 1));
    }

    private static double at(int[] byMillis, int count, double part) {
        int rank = Math.max((int) Math.ceil(part * count), 1);
        int millis = 0;
        for (int seen = byMillis[0]; seen < rank && millis < byMillis.length - 1; seen += byMillis[millis]) {
            millis++;
        }
        return millis;
    }

    private static double at(long[] sorted, double part) {
        int rank = (int) Math.ceil(part * sorted.length);
        return Math.round(sorted[Math.max(rank, 1) - 1] / 1e4) / 100.0;
    }

    @Override
    public String toString() {
        return "p50 %.2f ms, p99 %.2f ms, max %.2f ms".formatted(p50, p99, max);
    }
}
