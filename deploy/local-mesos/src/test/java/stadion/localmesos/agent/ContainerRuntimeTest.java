package stadion.localmesos.agent;

import static org.apache.mesos.v1.Protos.TaskState.TASK_FAILED;
import static org.apache.mesos.v1.Protos.TaskState.TASK_FINISHED;
import static org.apache.mesos.v1.Protos.TaskState.TASK_KILLED;
import static org.apache.mesos.v1.Protos.TaskState.TASK_RUNNING;
import static org.apache.mesos.v1.Protos.TaskState.TASK_STARTING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.apache.mesos.v1.Protos.AgentInfo;
import org.apache.mesos.v1.Protos.CommandInfo;
import org.apache.mesos.v1.Protos.ContainerInfo;
import org.apache.mesos.v1.Protos.ContainerInfo.DockerInfo;
import org.apache.mesos.v1.Protos.HealthCheck;
import org.apache.mesos.v1.Protos.Image;
import org.apache.mesos.v1.Protos.Resource;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.apache.mesos.v1.Protos.TaskStatus;
import org.apache.mesos.v1.Protos.Value;
import org.apache.mesos.v1.Protos.Volume;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real containers, where a podman works. */
class ContainerRuntimeTest {

    @TempDir
    static Path storage;

    static Podman podman;

    @TempDir
    Path directory;

    AgentUnderTest agent;

    @BeforeAll
    static void findPodman() throws Exception {
        var why = new StringBuilder();
        podman = Podman.find(storage, why).orElseGet(() -> abort("No container is run here: " + why));
    }

    @AfterAll
    static void removeContainers() throws Exception {
        if (podman != null) {
            podman.close();
        }
    }

    @BeforeEach
    void startAgent() {
        agent = new AgentUnderTest(directory, podman.tool(), AgentInfo.getDefaultInstance());
    }

    @AfterEach
    void stopAgent() {
        agent.close();
    }

    @Test
    void anImageIsRunWithTheSandboxAndTheVariablesOfTheTask() throws Exception {
        var task = docker("hello", "echo $OWN $MESOS_SANDBOX; pwd; echo x > $MESOS_SANDBOX/file; echo err >&2");
        agent.launch(TaskInfos.withVariable(task, "OWN", "a b"));

        var end = agent.awaitEnd("hello");

        assertThat(end.getMessage()).isEqualTo("Container exited with status 0");
        assertThat(agent.statesOf("hello")).containsExactly(TASK_STARTING, TASK_RUNNING, TASK_FINISHED);
        assertThat(AgentUnderTest.read(agent.sandbox("hello").resolve("stdout")))
                .isEqualTo("a b /mnt/mesos/sandbox\n/\n");
        assertThat(AgentUnderTest.read(agent.sandbox("hello").resolve("stderr")))
                .contains("err\n");
        assertThat(agent.sandbox("hello").resolve("file")).hasContent("x");
        assertThat(podman.ask("ps", "-a", "-q")).isBlank();
    }

    @Test
    void aContainerThatEndsWithAnotherStatusHasFailed() {
        agent.launch(docker("bad", "exit 3"));

        var end = agent.awaitEnd("bad");

        assertThat(end.getState()).isEqualTo(TASK_FAILED);
        assertThat(end.getMessage()).isEqualTo("Container exited with status 3");
    }

    @Test
    void aContainerOnABridgeAnswersOnItsHostPort() throws Exception {
        var port = freePort();
        var container = ContainerInfo.newBuilder()
                .setType(ContainerInfo.Type.DOCKER)
                .setDocker(DockerInfo.newBuilder()
                        .setImage(Podman.IMAGE)
                        .setNetwork(DockerInfo.Network.BRIDGE)
                        .addPortMappings(DockerInfo.PortMapping.newBuilder()
                                .setHostPort(port)
                                .setContainerPort(8080)));
        agent.launch(
                docker("web", "mkdir /www; echo hello > /www/index.html; exec httpd -f -p 8080 -h /www").toBuilder()
                        .setContainer(container)
                        .addResources(ports(port))
                        .setHealthCheck(HealthCheck.newBuilder()
                                .setType(HealthCheck.Type.HTTP)
                                .setHttp(HealthCheck.HTTPCheckInfo.newBuilder()
                                        .setPort(8080)
                                        .setPath("/"))
                                .setDelaySeconds(0)
                                .setIntervalSeconds(0.2))
                        .build());

        var running = agent.await("web", TASK_RUNNING);

        var address = running.getContainerStatus()
                .getNetworkInfos(0)
                .getIpAddresses(0)
                .getIpAddress();
        assertThat(address).isNotEqualTo("127.0.0.1").matches("[0-9.]+");
        await().atMost(AgentUnderTest.LONG)
                .until(() -> get(port).filter("hello\n"::equals).isPresent());
        await("the health check finds the container's own address")
                .atMost(AgentUnderTest.LONG)
                .until(() -> agent.updatesOf("web").stream().anyMatch(TaskStatus::getHealthy));
    }

    @Test
    void aKilledContainerIsStoppedAndRemoved() throws Exception {
        agent.launch(docker("kill", "trap 'exit 0' TERM; while :; do sleep 0.1; done"));
        agent.await("kill", TASK_RUNNING);

        agent.kill("kill");

        var end = agent.awaitEnd("kill");
        assertThat(end.getState()).isEqualTo(TASK_KILLED);
        assertThat(end.getMessage()).isEqualTo("Container exited with status 0");
        assertThat(podman.ask("ps", "-a", "-q")).isBlank();
    }

    @Test
    void aContainerThatIgnoresSigtermIsKilled() {
        var task = docker("stubborn", "trap '' TERM; while :; do sleep 1; done");
        agent.launch(TaskInfos.withGracePeriod(task, Duration.ofSeconds(1)));
        agent.await("stubborn", TASK_RUNNING);

        agent.kill("stubborn");

        var end = agent.awaitEnd("stubborn");
        assertThat(end.getState()).isEqualTo(TASK_KILLED);
        assertThat(end.getMessage()).isEqualTo("Container exited with status 137");
    }

    @Test
    void aKillRightAfterTheLaunchIsNotLost() throws Exception {
        agent.launch(TaskInfos.withGracePeriod(docker("early", "sleep 1000"), Duration.ofSeconds(1)));
        agent.await("early", TASK_STARTING);

        agent.kill("early");

        assertThat(agent.awaitEnd("early").getState()).isEqualTo(TASK_KILLED);
        assertThat(podman.ask("ps", "-a", "-q")).isBlank();
    }

    @Test
    void aContainerIsTakenOverByTheNextAgent() throws Exception {
        agent.launch(docker("stay", "echo up > $MESOS_SANDBOX/up; sleep 1000"));
        agent.await("stay", TASK_RUNNING);
        agent.awaitFile("stay", "up");
        var before = podman.ask("ps", "-q");

        agent.stop();
        agent = new AgentUnderTest(directory, podman.tool(), AgentInfo.getDefaultInstance());

        assertThat(agent.recovered).hasSize(1);
        assertThat(podman.ask("ps", "-q")).isEqualTo(before).isNotBlank();
        agent.kill("stay");
        assertThat(agent.awaitEnd("stay").getState()).isEqualTo(TASK_KILLED);
    }

    @Test
    void aCommandCheckRunsInTheContainer() {
        agent.launch(docker("check", "echo x > /only-inside; sleep 1000").toBuilder()
                .setHealthCheck(HealthCheck.newBuilder()
                        .setType(HealthCheck.Type.COMMAND)
                        .setCommand(CommandInfo.newBuilder().setValue("test -f /only-inside"))
                        .setDelaySeconds(0)
                        .setIntervalSeconds(0.2))
                .build());

        await().atMost(AgentUnderTest.LONG)
                .until(() -> agent.updatesOf("check").stream().anyMatch(TaskStatus::getHealthy));
    }

    @Test
    void volumesOfTheHostAreMounted() throws Exception {
        var host = Files.createDirectory(directory.resolve("host"));
        Files.writeString(host.resolve("in"), "from host");
        var task = docker("volume", "cat /data/in > /data/out").toBuilder();
        task.getContainerBuilder()
                .addVolumes(Volume.newBuilder()
                        .setHostPath(host.toString())
                        .setContainerPath("/data")
                        .setMode(Volume.Mode.RW));
        agent.launch(task.build());

        assertThat(agent.awaitEnd("volume").getState()).isEqualTo(TASK_FINISHED);
        assertThat(host.resolve("out")).hasContent("from host");
    }

    @Test
    void anImageOfTheMesosContainerizerStartsInItsSandbox() {
        agent.launch(TaskInfos.shell("ucr", "pwd").toBuilder()
                .setContainer(ContainerInfo.newBuilder()
                        .setType(ContainerInfo.Type.MESOS)
                        .setMesos(ContainerInfo.MesosInfo.newBuilder()
                                .setImage(Image.newBuilder()
                                        .setType(Image.Type.DOCKER)
                                        .setDocker(Image.Docker.newBuilder().setName(Podman.IMAGE)))))
                .build());

        agent.awaitEnd("ucr");

        assertThat(AgentUnderTest.read(agent.sandbox("ucr").resolve("stdout"))).isEqualTo("/mnt/mesos/sandbox\n");
    }

    @Test
    void anImageThatCanNotBePulledFailsTheTaskAndSaysWhy() {
        var task = docker("missing", "true").toBuilder();
        task.getContainerBuilder().getDockerBuilder().setImage("localhost/no-such-image:1");
        agent.launch(task.build());

        var end = agent.awaitEnd("missing");

        assertThat(agent.statesOf("missing")).containsExactly(TASK_FAILED);
        assertThat(end.getReason()).isEqualTo(TaskStatus.Reason.REASON_CONTAINER_LAUNCH_FAILED);
        assertThat(end.getMessage())
                .startsWith("Failed to launch container: Failed to run '")
                .contains("pull localhost/no-such-image:1': exited with status ")
                .contains("stderr='");
    }

    @Test
    void aContainerThatCanNotBeMadeSaysWhy() {
        var task = docker("nocommand", "true").toBuilder();
        task.setCommand(CommandInfo.newBuilder().setShell(false).addArguments("/no/such/program"));
        agent.launch(task.build());

        var end = agent.awaitEnd("nocommand");

        assertThat(end.getState()).isEqualTo(TASK_FAILED);
        assertThat(end.getMessage()).matches("(?s)Container exited with status 12[567]: .*/no/such/program.*");
    }

    private static TaskInfo docker(String id, String command) {
        return TaskInfos.shell(id, command).toBuilder()
                .setContainer(ContainerInfo.newBuilder()
                        .setType(ContainerInfo.Type.DOCKER)
                        .setDocker(DockerInfo.newBuilder().setImage(Podman.IMAGE)))
                .build();
    }

    private static Resource ports(int port) {
        return Resource.newBuilder()
                .setName("ports")
                .setType(Value.Type.RANGES)
                .setRanges(Value.Ranges.newBuilder()
                        .addRange(Value.Range.newBuilder().setBegin(port).setEnd(port)))
                .build();
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getByName("0.0.0.0"))) {
            return socket.getLocalPort();
        }
    }

    private static Optional<String> get(int port) throws InterruptedException {
        try {
            var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/"))
                    .build();
            return Optional.of(HttpClient.newHttpClient()
                    .send(request, HttpResponse.BodyHandlers.ofString())
                    .body());
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
