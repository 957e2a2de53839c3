package stadion.localmesos.agent.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.mesos.v1.Protos.AgentID;
import org.apache.mesos.v1.Protos.CommandInfo;
import org.apache.mesos.v1.Protos.ContainerInfo;
import org.apache.mesos.v1.Protos.ContainerInfo.DockerInfo;
import org.apache.mesos.v1.Protos.Image;
import org.apache.mesos.v1.Protos.NetworkInfo;
import org.apache.mesos.v1.Protos.Parameter;
import org.apache.mesos.v1.Protos.Resource;
import org.apache.mesos.v1.Protos.TaskID;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.apache.mesos.v1.Protos.Value;
import org.apache.mesos.v1.Protos.Volume;
import org.junit.jupiter.api.Test;

class RunArgumentsTest {

    private static final CommandInfo SHELL =
            CommandInfo.newBuilder().setValue("sleep 100").build();

    @Test
    void aShellReplacesTheEntryPoint() throws ContainerException {
        assertThat(arguments(docker(), SHELL))
                .containsSequence("--entrypoint", "/bin/sh", "repo/img:1", "-c", "sleep 100");
    }

    @Test
    void argumentsFollowTheImage() throws ContainerException {
        var command =
                CommandInfo.newBuilder().setShell(false).addArguments("-x").addArguments("y z");

        assertThat(arguments(docker(), command.build()))
                .endsWith("repo/img:1", "-x", "y z")
                .doesNotContain("--entrypoint");
    }

    @Test
    void theSandboxIsMountedAndNamed() throws ContainerException {
        assertThat(arguments(docker(), SHELL))
                .startsWith("--name", "mesos-1")
                .containsSequence("-v", "/sandbox:/mnt/mesos/sandbox");
    }

    @Test
    void theHostsNetworkIsTheDefault() throws ContainerException {
        assertThat(arguments(docker(), SHELL)).containsSequence("--net", "host");
    }

    @Test
    void bridgesHavePortMappings() throws ContainerException {
        var container = docker();
        container
                .getDockerBuilder()
                .setNetwork(DockerInfo.Network.BRIDGE)
                .addPortMappings(port(31000, 80, "tcp"))
                .addPortMappings(port(31001, 53, "UDP"));

        assertThat(arguments(container, SHELL))
                .containsSequence("--net", "bridge")
                .containsSequence("-p", "31000:80/tcp", "-p", "31001:53/udp");
    }

    @Test
    void aPortThatWasNotOfferedIsRefused() {
        var container = docker();
        container.getDockerBuilder().setNetwork(DockerInfo.Network.BRIDGE).addPortMappings(port(1, 80, "tcp"));

        assertThatThrownBy(() -> arguments(container, SHELL)).hasMessage("Port [1] not included in resources");
    }

    @Test
    void theHostsNetworkHasNoPortMappings() {
        var container = docker();
        container.getDockerBuilder().addPortMappings(port(31000, 80, "tcp"));

        assertThatThrownBy(() -> arguments(container, SHELL))
                .hasMessage("Port mappings are only supported for bridge and user-defined networks");
    }

    @Test
    void aUserNetworkIsNamed() throws ContainerException {
        var container = docker().addNetworkInfos(NetworkInfo.newBuilder().setName("net-a"));
        container.getDockerBuilder().setNetwork(DockerInfo.Network.USER);

        assertThat(arguments(container, SHELL)).containsSequence("--net", "net-a");
        assertThatThrownBy(() -> arguments(container.clearNetworkInfos(), SHELL))
                .hasMessage("No network info found in container info");
    }

    @Test
    void parametersAreOptionsAndANetworkAmongThemWins() throws ContainerException {
        var container = docker();
        container
                .getDockerBuilder()
                .setPrivileged(true)
                .addParameters(Parameter.newBuilder().setKey("network").setValue("own"))
                .addParameters(Parameter.newBuilder().setKey("label").setValue("a=b"));

        assertThat(arguments(container, SHELL))
                .contains("--privileged", "--label=a=b")
                .containsSequence("--net", "own")
                .doesNotContain("host");
    }

    @Test
    void volumesCanBeAbsoluteOrRelativeToTheSandbox() throws ContainerException {
        var container = docker().addVolumes(volume("/host", "/inside", Volume.Mode.RO))
                .addVolumes(volume("rel/host", "/abs", Volume.Mode.RW))
                .addVolumes(volume("/host2", "data", Volume.Mode.RW));

        assertThat(arguments(container, SHELL))
                .containsSequence("-v", "/host:/inside:ro")
                .containsSequence("-v", "/sandbox/rel/host:/abs:rw")
                .containsSequence("-v", "/host2:/mnt/mesos/sandbox/data:rw");
        assertThatThrownBy(() -> arguments(docker().addVolumes(volume("a", "b", Volume.Mode.RW)), SHELL))
                .hasMessage("Both host_path 'a' and container_path 'b' of a volume are relative");
    }

    @Test
    void persistentVolumesAreMountedBelowTheSandbox() throws ContainerException {
        assertThat(arguments(docker(), SHELL)).containsSequence("-v", "/volumes/v:/mnt/mesos/sandbox/kept:ro");
    }

    @Test
    void externalVolumesAreNamed() throws ContainerException {
        var source = Volume.Source.newBuilder()
                .setType(Volume.Source.Type.DOCKER_VOLUME)
                .setDockerVolume(
                        Volume.Source.DockerVolume.newBuilder().setName("vol").setDriver("rexray"));
        var container = docker().addVolumes(Volume.newBuilder()
                .setContainerPath("/v")
                .setMode(Volume.Mode.RW)
                .setSource(source));

        assertThat(arguments(container, SHELL))
                .containsSequence("-v", "vol:/v:rw")
                .contains("--volume-driver=rexray");
    }

    @Test
    void resourcesBecomeLimits() throws ContainerException {
        assertThat(arguments(docker(), SHELL))
                .containsSequence("--cpu-shares", "102")
                .containsSequence("--memory", Long.toString(64 << 20));
    }

    @Test
    void valuesOfVariablesAreHiddenWhereThatIsPossible() throws ContainerException {
        assertThat(arguments(docker(), SHELL))
                .containsSequence("-e", "PASSWORD")
                .containsSequence("-e", "PATH=/own");
    }

    @Test
    void imagesOfTheMesosContainerizerReplaceTheEntryPointByTheCommand() throws ContainerException {
        var command = CommandInfo.newBuilder()
                .setShell(false)
                .setValue("/bin/x")
                .addArguments("x")
                .addArguments("y");

        assertThat(arguments(mesos(), command.build()))
                .containsSequence("--entrypoint", "/bin/x", "repo/img:1", "y")
                .containsSequence("--net", "host")
                .containsSequence("--workdir", "/mnt/mesos/sandbox");
    }

    @Test
    void imagesOfTheMesosContainerizerKeepTheirEntryPointWithoutACommand() throws ContainerException {
        var command = CommandInfo.newBuilder().setShell(false).addArguments("-x");

        assertThat(arguments(mesos(), command.build()))
                .endsWith("repo/img:1", "-x")
                .doesNotContain("--entrypoint");
    }

    @Test
    void theBridgeOfTheMesosContainerizerIsTheToolsBridge() throws ContainerException {
        var container = mesos().addNetworkInfos(NetworkInfo.newBuilder()
                .setName("mesos-bridge")
                .addPortMappings(NetworkInfo.PortMapping.newBuilder()
                        .setHostPort(31000)
                        .setContainerPort(80)
                        .setProtocol("tcp")));

        assertThat(arguments(container, SHELL))
                .containsSequence("--net", "bridge")
                .containsSequence("-p", "31000:80/tcp");
    }

    private static List<String> arguments(ContainerInfo.Builder container, CommandInfo command)
            throws ContainerException {
        var task = TaskInfo.newBuilder()
                .setName("t")
                .setTaskId(TaskID.newBuilder().setValue("t"))
                .setAgentId(AgentID.newBuilder().setValue("a"))
                .setContainer(container)
                .setCommand(command)
                .addResources(scalar("cpus", 0.1))
                .addResources(scalar("mem", 64))
                .addResources(Resource.newBuilder()
                        .setName("ports")
                        .setType(Value.Type.RANGES)
                        .setRanges(Value.Ranges.newBuilder()
                                .addRange(
                                        Value.Range.newBuilder().setBegin(31000).setEnd(31001))))
                .build();
        var environment = Map.of("PASSWORD", "secret", "PATH", "/own");
        var request = new ContainerRequest(task, "mesos-1", Path.of("/sandbox"), environment);
        var mounts = List.of(new ContainerRequest.Mount(Path.of("/volumes/v"), "kept", true));
        return RunArguments.of(request, mounts, name -> !name.equals("PATH"), true);
    }

    private static ContainerInfo.Builder docker() {
        return ContainerInfo.newBuilder()
                .setType(ContainerInfo.Type.DOCKER)
                .setDocker(DockerInfo.newBuilder().setImage("repo/img:1"));
    }

    private static ContainerInfo.Builder mesos() {
        return ContainerInfo.newBuilder()
                .setType(ContainerInfo.Type.MESOS)
                .setMesos(ContainerInfo.MesosInfo.newBuilder()
                        .setImage(Image.newBuilder()
                                .setType(Image.Type.DOCKER)
                                .setDocker(Image.Docker.newBuilder().setName("repo/img:1"))));
    }

    private static DockerInfo.PortMapping port(int host, int container, String protocol) {
        return DockerInfo.PortMapping.newBuilder()
                .setHostPort(host)
                .setContainerPort(container)
                .setProtocol(protocol)
                .build();
    }

    private static Volume volume(String host, String container, Volume.Mode mode) {
        return Volume.newBuilder()
                .setHostPath(host)
                .setContainerPath(container)
                .setMode(mode)
                .build();
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
