package stadion.localmesos.agent;

import static org.apache.mesos.v1.Protos.TaskState.TASK_FAILED;
import static org.apache.mesos.v1.Protos.TaskState.TASK_FINISHED;
import static org.assertj.core.api.Assertions.assertThat;
import static stadion.localmesos.agent.TaskInfos.scalar;
import static stadion.localmesos.agent.TaskInfos.shell;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.mesos.v1.Protos.AgentInfo;
import org.apache.mesos.v1.Protos.ContainerInfo;
import org.apache.mesos.v1.Protos.Resource;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.apache.mesos.v1.Protos.Volume;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import stadion.localmesos.ContainerTool;

class VolumesTest {

    private static final AgentInfo INFO = AgentInfo.newBuilder()
            .addResources(configured("cpus", 4))
            .addResources(configured("disk", 100))
            .buildPartial();

    @TempDir
    Path directory;

    AgentUnderTest agent;

    @BeforeEach
    void startAgent() {
        agent = start();
    }

    @AfterEach
    void stopAgent() {
        agent.close();
    }

    @Test
    void aVolumeOutlivesItsTask() {
        agent.agent.resourcesChanged(List.of(configured("cpus", 4), configured("disk", 84), volume()));

        agent.launch(withVolume(shell("one", "echo x >> data/f")));
        agent.awaitEnd("one");
        agent.launch(withVolume(shell("two", "echo y >> data/f; cat data/f")));

        assertThat(agent.awaitEnd("two").getState()).isEqualTo(TASK_FINISHED);
        assertThat(AgentUnderTest.read(agent.sandbox("two").resolve("stdout"))).isEqualTo("x\ny\n");
        assertThat(directory.resolve("volumes/roles/eng web/app#data#1/f")).hasContent("x\ny\n");
    }

    @Test
    void reservationsAndVolumesAreThereAfterARestart() {
        var total = List.of(configured("cpus", 4), configured("disk", 84), volume());
        agent.agent.resourcesChanged(total);
        assertThat(agent.agent.info().getResourcesList()).isEqualTo(total);
        assertThat(directory.resolve("volumes/roles/eng web/app#data#1")).isDirectory();

        agent.stop();
        agent = start();

        assertThat(agent.agent.info().getResourcesList()).containsExactlyInAnyOrderElementsOf(total);
        assertThat(directory.resolve("volumes/roles/eng web/app#data#1")).isDirectory();
    }

    @Test
    void aDestroyedVolumeIsDeletedWithAllThatIsInIt() throws IOException {
        agent.agent.resourcesChanged(List.of(configured("cpus", 4), configured("disk", 84), volume()));
        var volume = directory.resolve("volumes/roles/eng web/app#data#1");
        Files.writeString(Files.createDirectories(volume.resolve("deep")).resolve("file"), "x");
        var outside = Files.writeString(directory.resolve("outside"), "kept");
        Files.createSymbolicLink(volume.resolve("link"), outside);

        agent.agent.resourcesChanged(INFO.getResourcesList());

        assertThat(volume).doesNotExist();
        assertThat(outside).exists();
    }

    @Test
    void aDirectoryOfTheHostIsLinkedIntoTheSandbox() throws IOException {
        var host = Files.createDirectory(directory.resolve("host"));
        agent.launch(withHostVolume(shell("host", "echo x > data/deep/f"), "data/deep", host.toString()));

        assertThat(agent.awaitEnd("host").getState()).isEqualTo(TASK_FINISHED);
        assertThat(host.resolve("f")).hasContent("x");
    }

    @Test
    void aMissingDirectoryOfTheHostFailsTheTask() {
        agent.launch(withHostVolume(shell("nohost", "true"), "data", "/no/such/directory"));

        assertThat(agent.awaitEnd("nohost").getMessage())
                .isEqualTo("Failed to launch container: Path '/no/such/directory' in HOST_PATH volume does not exist");
    }

    @Test
    void withoutAnImageAVolumeCanOnlyBeInTheSandbox() {
        agent.launch(withHostVolume(shell("abs", "true"), "/absolute", "/tmp"));

        var end = agent.awaitEnd("abs");
        assertThat(end.getState()).isEqualTo(TASK_FAILED);
        assertThat(end.getMessage()).contains("Volume at '/absolute': without an image");
    }

    private AgentUnderTest start() {
        return new AgentUnderTest(directory, ContainerTool.installed(), INFO);
    }

    private static TaskInfo withVolume(TaskInfo task) {
        return task.toBuilder().addResources(volume()).build();
    }

    private static TaskInfo withHostVolume(TaskInfo task, String containerPath, String hostPath) {
        return task.toBuilder()
                .setContainer(ContainerInfo.newBuilder()
                        .setType(ContainerInfo.Type.MESOS)
                        .addVolumes(Volume.newBuilder()
                                .setContainerPath(containerPath)
                                .setHostPath(hostPath)
                                .setMode(Volume.Mode.RW)))
                .build();
    }

    private static Resource configured(String name, double value) {
        return scalar(name, value).toBuilder().clearAllocationInfo().build();
    }

    private static Resource volume() {
        return configured("disk", 16).toBuilder()
                .addReservations(Resource.ReservationInfo.newBuilder()
                        .setType(Resource.ReservationInfo.Type.DYNAMIC)
                        .setRole("eng/web"))
                .setDisk(Resource.DiskInfo.newBuilder()
                        .setPersistence(
                                Resource.DiskInfo.Persistence.newBuilder().setId("app#data#1"))
                        .setVolume(Volume.newBuilder().setContainerPath("data").setMode(Volume.Mode.RW)))
                .build();
    }
}
