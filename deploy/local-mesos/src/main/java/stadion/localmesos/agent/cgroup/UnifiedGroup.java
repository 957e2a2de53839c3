package stadion.localmesos.agent.cgroup;

import static stadion.localmesos.agent.cgroup.ControlGroup.counter;
import static stadion.localmesos.agent.cgroup.ControlGroup.number;
import static stadion.localmesos.agent.cgroup.ControlGroup.text;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A control group of version 2. */
record UnifiedGroup(Path directory) implements ControlGroup {

    private static final long MOST_SHARES = 262_144;

    @Override
    public void create(ResourceLimits limits) throws IOException {
        Files.createDirectories(directory);
        if (limits.memory().isPresent()) {
            write("memory.max", Long.toString(limits.memory().getAsLong()));
            write("memory.oom.group", "1");
        }
        if (limits.memoryReservation().isPresent()) {
            write("memory.low", Long.toString(limits.memoryReservation().getAsLong()));
        }
        if (limits.cpuShares().isPresent()) {
            write("cpu.weight", Long.toString(weight(limits.cpuShares().getAsLong())));
        }
        if (limits.cpuQuota().isPresent()) {
            write("cpu.max", limits.cpuQuota().getAsLong() + " " + ResourceLimits.CPU_PERIOD);
        }
    }

    @Override
    public List<Path> entrances() {
        return List.of(directory.resolve("cgroup.procs"));
    }

    @Override
    public boolean isOutOfMemory() {
        return counter(directory.resolve("memory.events"), "oom_kill") > 0;
    }

    @Override
    public String memoryReport() {
        return ControlGroup.report(
                number(directory.resolve("memory.max")),
                number(directory.resolve("memory.peak")),
                text(directory.resolve("memory.stat")));
    }

    @Override
    public void remove() {
        Removal.of(directory);
    }

    /** Shares of 2 to 262144 as a weight of 1 to 10000, as everybody converts them. */
    static long weight(long shares) {
        var capped = Math.min(shares, MOST_SHARES);
        return 1 + (capped - 2) * 9999 / (MOST_SHARES - 2);
    }

    private void write(String file, String value) throws IOException {
        Files.writeString(directory.resolve(file), value);
    }
}
