package stadion.localmesos.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.apache.mesos.v1.Protos.AgentInfo;
import org.apache.mesos.v1.Protos.ContainerInfo;
import org.apache.mesos.v1.Protos.TaskState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import stadion.localmesos.ContainerTool;
import stadion.localmesos.agent.container.ContainerEngine;

class MissingToolTest {

    private static final ContainerTool MISSING = new ContainerTool("no-such-tool", List.of(), List.of());

    @TempDir
    Path directory;

    @Test
    void anImageWithoutAToolFailsTheTaskAndSaysWhatIsMissing() {
        try (var agent = new AgentUnderTest(directory, MISSING, AgentInfo.getDefaultInstance())) {
            agent.launch(TaskInfos.shell("image", "true").toBuilder()
                    .setContainer(ContainerInfo.newBuilder()
                            .setType(ContainerInfo.Type.DOCKER)
                            .setDocker(ContainerInfo.DockerInfo.newBuilder().setImage("x")))
                    .build());

            var end = agent.awaitEnd("image");

            assertThat(end.getState()).isEqualTo(TaskState.TASK_FAILED);
            assertThat(end.getMessage())
                    .isEqualTo("Failed to launch container: Docker images are run by 'no-such-tool',"
                            + " which is not installed on this machine");
        }
    }

    @Test
    void aToolByPathHasToBeThere() {
        var tool = new ContainerTool("/no/such/podman", List.of(), List.of());

        assertThatThrownBy(() -> ContainerEngine.find(tool)).hasMessageContaining("'/no/such/podman'");
    }
}
