package stadion.localmesos.agent.cgroup;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.mesos.v1.Protos.Resource;
import org.apache.mesos.v1.Protos.Value;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Directories and files as the kernel shows them, but in an ordinary directory. */
class ControlGroupsTest {

    private static final ResourceLimits LIMITS =
            ResourceLimits.of(List.of(scalar("cpus", 0.5), scalar("mem", 64)), Map.of("cpus", value(1.5)));

    @TempDir
    Path root;

    @Test
    void versionOneHasADirectoryForEachController() throws IOException {
        makeVersionOne();

        var group = ControlGroups.find(root).group("task").orElseThrow();
        group.create(LIMITS);

        assertThat(root.resolve("memory/stadion/task/memory.limit_in_bytes")).hasContent(Long.toString(64 << 20));
        assertThat(root.resolve("cpu/stadion/task/cpu.shares")).hasContent("512");
        assertThat(root.resolve("cpu/stadion/task/cpu.cfs_quota_us")).hasContent("150000");
        assertThat(group.entrances())
                .containsExactly(
                        root.resolve("memory/stadion/task/cgroup.procs"),
                        root.resolve("cpu/stadion/task/cgroup.procs"));
    }

    @Test
    void versionTwoHasOneDirectory() throws IOException {
        makeVersionTwo();

        var group = ControlGroups.find(root).group("task").orElseThrow();
        group.create(LIMITS);

        var directory = root.resolve("stadion/task");
        assertThat(directory.resolve("memory.max")).hasContent(Long.toString(64 << 20));
        assertThat(directory.resolve("memory.oom.group")).hasContent("1");
        assertThat(directory.resolve("cpu.max")).hasContent("150000 100000");
        assertThat(directory.resolve("cpu.weight")).hasContent("20");
        assertThat(group.entrances()).containsExactly(directory.resolve("cgroup.procs"));
    }

    @Test
    void withoutControlGroupsThereAreNoGroups() {
        assertThat(ControlGroups.find(root).group("task")).isEmpty();
        assertThat(ControlGroups.find(root.resolve("none")).group("task")).isEmpty();
    }

    @Test
    void aProcessKilledForItsMemoryIsNoticed() throws IOException {
        makeVersionOne();
        var group = ControlGroups.find(root).group("task").orElseThrow();
        group.create(LIMITS);
        var directory = root.resolve("memory/stadion/task");
        Files.writeString(directory.resolve("memory.oom_control"), "oom_kill_disable 0\nunder_oom 0\noom_kill 0\n");
        assertThat(group.isOutOfMemory()).isFalse();

        Files.writeString(directory.resolve("memory.oom_control"), "oom_kill_disable 0\nunder_oom 0\noom_kill 2\n");
        Files.writeString(directory.resolve("memory.max_usage_in_bytes"), (64 << 20) + "\n");
        Files.writeString(directory.resolve("memory.stat"), "cache 1\nrss 2\n");

        assertThat(group.isOutOfMemory()).isTrue();
        assertThat(group.memoryReport())
                .startsWith("Memory limit exceeded: Requested: 64MB Maximum Used: 64MB\n")
                .endsWith("\nMEMORY STATISTICS: \ncache 1\nrss 2\n");
    }

    @Test
    void versionTwoCountsSuchProcessesInItsEvents() throws IOException {
        makeVersionTwo();
        var group = ControlGroups.find(root).group("task").orElseThrow();
        group.create(LIMITS);
        assertThat(group.isOutOfMemory()).isFalse();

        Files.writeString(root.resolve("stadion/task/memory.events"), "low 0\nmax 3\noom 1\noom_kill 1\n");

        assertThat(group.isOutOfMemory()).isTrue();
    }

    @Test
    void membersAreListed() throws IOException {
        makeVersionOne();
        var group = ControlGroups.find(root).group("task").orElseThrow();
        assertThat(group.members()).isEmpty();

        group.create(LIMITS);
        Files.writeString(root.resolve("memory/stadion/task/cgroup.procs"), "12\n34\n");

        assertThat(group.members()).containsExactly(12L, 34L);
    }

    @Test
    void limitsBeyondTheResourcesAreHeeded() {
        var resources = List.of(scalar("cpus", 0.5), scalar("mem", 16));

        assertThat(ResourceLimits.of(resources, Map.of("mem", value(128))))
                .isEqualTo(new ResourceLimits(
                        OptionalLong.of(512),
                        OptionalLong.empty(),
                        OptionalLong.of(128 << 20),
                        OptionalLong.of(32 << 20)));
        assertThat(ResourceLimits.of(resources, Map.of("mem", value(Double.POSITIVE_INFINITY)))
                        .memory())
                .isEmpty();
        assertThat(ResourceLimits.of(resources, Map.of()).memory()).hasValue(32 << 20);
        assertThat(ResourceLimits.of(List.of(), Map.of()))
                .isEqualTo(new ResourceLimits(
                        OptionalLong.empty(), OptionalLong.empty(), OptionalLong.empty(), OptionalLong.empty()));
    }

    @ParameterizedTest
    @CsvSource({"2,1", "1024,39", "262144,10000", "1000000,10000"})
    void sharesBecomeWeights(long shares, long weight) {
        assertThat(UnifiedGroup.weight(shares)).isEqualTo(weight);
    }

    private void makeVersionOne() throws IOException {
        for (var controller : List.of("memory", "cpu")) {
            Files.writeString(Files.createDirectories(root.resolve(controller)).resolve("cgroup.procs"), "1\n");
        }
    }

    private void makeVersionTwo() throws IOException {
        Files.writeString(root.resolve("cgroup.controllers"), "cpu memory\n");
        Files.writeString(root.resolve("cgroup.subtree_control"), "cpu memory\n");
        Files.writeString(Files.createDirectories(root.resolve("stadion")).resolve("cgroup.subtree_control"), "\n");
    }

    private static Resource scalar(String name, double value) {
        return Resource.newBuilder()
                .setName(name)
                .setType(Value.Type.SCALAR)
                .setScalar(value(value))
                .build();
    }

    private static Value.Scalar value(double value) {
        return Value.Scalar.newBuilder().setValue(value).build();
    }
}
