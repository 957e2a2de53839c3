package stadion.localmesos.agent.cgroup;

import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.mesos.v1.Protos.Resource;
import org.apache.mesos.v1.Protos.Value;

/**
 * What Mesos makes of a task's resources and limits.
 *
 * @param cpuShares weight among others, 1024 for one processor; empty if the task asks for no processor
 * @param cpuQuota microseconds of processor time in each {@link #CPU_PERIOD}; empty: as much as there is
 * @param memory bytes beyond which processes are killed; empty: no limit
 * @param memoryReservation bytes that are left to the task when memory is short; empty: as {@code memory}
 */
public record ResourceLimits(
        OptionalLong cpuShares, OptionalLong cpuQuota, OptionalLong memory, OptionalLong memoryReservation) {

    /** Microseconds. */
    public static final long CPU_PERIOD = 100_000;

    private static final int SHARES_PER_CPU = 1024;
    private static final long FEWEST_SHARES = 2;
    private static final long SHORTEST_QUOTA = 1_000;
    private static final long MEGABYTE = 1024 * 1024;
    private static final long LEAST_MEMORY = 32 * MEGABYTE;

    /** Reads resources, and limits that differ from them; an infinite limit is none. */
    public static ResourceLimits of(List<Resource> resources, Map<String, Value.Scalar> limits) {
        var cpus = sum(resources, "cpus");
        var mem = sum(resources, "mem");
        var shares = cpus == 0 ? OptionalLong.empty() : atLeast(FEWEST_SHARES, SHARES_PER_CPU * cpus);
        var cpuLimit = limits.get("cpus");
        var quota = cpuLimit == null ? OptionalLong.empty() : atLeast(SHORTEST_QUOTA, CPU_PERIOD * cpuLimit.getValue());
        var reservation = mem == 0 ? OptionalLong.empty() : atLeast(LEAST_MEMORY, MEGABYTE * mem);
        var memLimit = limits.get("mem");
        return memLimit == null
                ? new ResourceLimits(shares, quota, reservation, OptionalLong.empty())
                : new ResourceLimits(shares, quota, atLeast(LEAST_MEMORY, MEGABYTE * memLimit.getValue()), reservation);
    }

    private static double sum(List<Resource> resources, String name) {
        return resources.stream()
                .filter(resource -> resource.getName().equals(name))
                .mapToDouble(resource -> resource.getScalar().getValue())
                .sum();
    }

    private static OptionalLong atLeast(long least, double value) {
        return Double.isInfinite(value) ? OptionalLong.empty() : OptionalLong.of(Math.max(least, (long) value));
    }
}
