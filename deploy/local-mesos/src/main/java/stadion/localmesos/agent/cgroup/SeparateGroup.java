package stadion.localmesos.agent.cgroup;

import static stadion.localmesos.agent.cgroup.ControlGroup.counter;
import static stadion.localmesos.agent.cgroup.ControlGroup.number;
import static stadion.localmesos.agent.cgroup.ControlGroup.text;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Control groups of version 1, one for each controller.
 *
 * @param cpu empty if processors are not controlled
 */
record SeparateGroup(Path memory, Optional<Path> cpu) implements ControlGroup {

    @Override
    public void create(ResourceLimits limits) throws IOException {
        Files.createDirectories(memory);
        if (limits.memory().isPresent()) {
            write(memory, "memory.limit_in_bytes", limits.memory().getAsLong());
        }
        if (limits.memoryReservation().isPresent()) {
            write(
                    memory,
                    "memory.soft_limit_in_bytes",
                    limits.memoryReservation().getAsLong());
        }
        if (cpu.isPresent()) {
            Files.createDirectories(cpu.get());
            if (limits.cpuShares().isPresent()) {
                write(cpu.get(), "cpu.shares", limits.cpuShares().getAsLong());
            }
            if (limits.cpuQuota().isPresent()) {
                write(cpu.get(), "cpu.cfs_period_us", ResourceLimits.CPU_PERIOD);
                write(cpu.get(), "cpu.cfs_quota_us", limits.cpuQuota().getAsLong());
            }
        }
    }

    @Override
    public List<Path> entrances() {
        return Stream.concat(Stream.of(memory), cpu.stream())
                .map(directory -> directory.resolve("cgroup.procs"))
                .toList();
    }

    @Override
    public boolean isOutOfMemory() {
        return counter(memory.resolve("memory.oom_control"), "oom_kill") > 0;
    }

    @Override
    public String memoryReport() {
        return ControlGroup.report(
                number(memory.resolve("memory.limit_in_bytes")),
                number(memory.resolve("memory.max_usage_in_bytes")),
                text(memory.resolve("memory.stat")));
    }

    @Override
    public void remove() {
        Removal.of(memory);
        cpu.ifPresent(Removal::of);
    }

    private static void write(Path directory, String file, long value) throws IOException {
        Files.writeString(directory.resolve(file), Long.toString(value));
    }
}
