package stadion.localmesos.agent.container;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.mesos.v1.Protos.Resource;
import org.apache.mesos.v1.Protos.Value;

/** How Mesos turns a task's resources and limits into those of a container. */
final class ContainerLimits {

    private static final int SHARES_PER_CPU = 1024;
    private static final int FEWEST_SHARES = 2;
    private static final long CFS_PERIOD_MICROS = 100_000;
    private static final long SHORTEST_QUOTA_MICROS = 1_000;
    private static final long MEGABYTE = 1024 * 1024;
    private static final long LEAST_MEMORY = 32 * MEGABYTE;

    private ContainerLimits() {}

    /** Options of {@code run}; an infinite limit is none. */
    static Map<String, String> of(List<Resource> resources, Map<String, Value.Scalar> limits) {
        var options = new LinkedHashMap<String, String>();
        var cpus = sum(resources, "cpus");
        if (cpus > 0) {
            options.put("--cpu-shares", Long.toString(Math.max((long) (SHARES_PER_CPU * cpus), FEWEST_SHARES)));
        }
        var cpuLimit = limits.get("cpus");
        if (cpuLimit != null && !Double.isInfinite(cpuLimit.getValue())) {
            var quota = Math.max((long) (CFS_PERIOD_MICROS * cpuLimit.getValue()), SHORTEST_QUOTA_MICROS);
            options.put("--cpu-quota", Long.toString(quota));
        }
        var memory = bytes(sum(resources, "mem"));
        var memoryLimit = limits.get("mem");
        if (memoryLimit != null) {
            if (!Double.isInfinite(memoryLimit.getValue())) {
                options.put("--memory", Long.toString(bytes(memoryLimit.getValue())));
            }
            options.put("--memory-reservation", Long.toString(memory));
        } else if (sum(resources, "mem") > 0) {
            options.put("--memory", Long.toString(memory));
        }
        return options;
    }

    private static double sum(List<Resource> resources, String name) {
        return resources.stream()
                .filter(resource -> resource.getName().equals(name))
                .mapToDouble(resource -> resource.getScalar().getValue())
                .sum();
    }

    private static long bytes(double megabytes) {
        return Math.max((long) (megabytes * MEGABYTE), LEAST_MEMORY);
    }
}
