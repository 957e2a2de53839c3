package stadion.scheduler.launch.taskinfo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.apache.mesos.v1.Protos.ContainerInfo;
import org.apache.mesos.v1.Protos.ContainerInfo.DockerInfo;
import org.apache.mesos.v1.Protos.LinuxInfo.IpcMode;
import org.apache.mesos.v1.Protos.NetworkInfo;
import org.apache.mesos.v1.Protos.Volume.Source;
import org.junit.jupiter.api.Test;
import stadion.scheduler.model.AnApp;
import stadion.scheduler.model.AppDefinition;
import stadion.scheduler.model.AppDefinition.Container;
import stadion.scheduler.model.AppDefinition.DockerImage;
import stadion.scheduler.model.AppDefinition.LinuxInfo;
import stadion.scheduler.model.AppDefinition.PortMapping;
import stadion.scheduler.model.AppDefinition.Volume;

class TaskContainerTest {

    private static final AppDefinition APP = AnApp.called("/a");

    @Test
    void an_app_without_container_on_the_host_network_has_none() {
        assertThat(TaskOf.app(APP).hasContainer()).isFalse();
        assertThat(TaskOf.app(APP.withTty(true)).hasContainer()).isFalse();
    }

    @Test
    void a_container_network_needs_a_container() {
        ContainerInfo container = container(APP.withNetworks(List.of(AnApp.network("net"))));

        assertThat(container.getType()).isEqualTo(ContainerInfo.Type.MESOS);
        assertThat(container.getNetworkInfos(0).getName()).isEqualTo("net");
    }

    @Test
    void docker_is_told_the_task_id_after_the_parameters_of_the_app() {
        DockerImage image =
                new DockerImage("img", true, true, List.of(new DockerImage.Parameter("hostname", "h")), null);

        DockerInfo docker = container(
                        APP.withContainer(new Container(Container.Type.DOCKER, image, List.of(), List.of(), null)))
                .getDocker();

        assertThat(docker.getNetwork()).isEqualTo(DockerInfo.Network.HOST);
        assertThat(docker.getPrivileged()).isTrue();
        assertThat(docker.getForcePullImage()).isTrue();
        assertThat(docker.getParametersList())
                .extracting(p -> p.getKey() + "=" + p.getValue())
                .containsExactly("hostname=h", "label=MESOS_TASK_ID=a.instance-" + TaskOf.UUID_1 + "._app.2");
    }

    @Test
    void docker_maps_the_ports_that_have_a_host_port_once_per_protocol() {
        PortMapping dns = new PortMapping(53, 31001, 0, "udp,tcp", null, Map.of(), List.of());

        DockerInfo docker = container(APP.withNetworks(List.of(AnApp.network("net")))
                        .withContainer(AnApp.docker(dns, AnApp.mapping(0, 31002), AnApp.mapping(82, null))))
                .getDocker();

        assertThat(docker.getNetwork()).isEqualTo(DockerInfo.Network.USER);
        assertThat(docker.getPortMappingsList())
                .extracting(m -> m.getHostPort() + ":" + m.getContainerPort() + "/" + m.getProtocol())
                .containsExactly("31001:53/udp", "31001:53/tcp", "31002:31002/tcp");
    }

    @Test
    void mesos_maps_each_port_on_the_networks_it_is_for() {
        PortMapping onB = new PortMapping(81, 31001, 0, "tcp", null, Map.of(), List.of("b"));

        List<NetworkInfo> networks = container(APP.withNetworks(List.of(AnApp.network("a"), AnApp.network("b")))
                        .withContainer(AnApp.mesos(onB, AnApp.mapping(82, null))))
                .getNetworkInfosList();

        assertThat(networks).extracting(NetworkInfo::getName).containsExactly("a", "b");
        assertThat(networks).extracting(NetworkInfo::getPortMappingsCount).containsExactly(0, 1);
    }

    @Test
    void the_flag_names_the_bridge_of_mesos() {
        AppDefinition app = APP.withNetworks(List.of(AnApp.bridge())).withContainer(AnApp.mesos());

        assertThat(TaskOf.app(app, new LaunchSettings("", "//cmd", "br"), false)
                        .getContainer()
                        .getNetworkInfos(0)
                        .getName())
                .isEqualTo("br");
    }

    @Test
    void an_image_of_mesos_may_be_cached_and_need_a_secret() {
        DockerImage image = new DockerImage("img", false, false, List.of(), new DockerImage.PullConfig("s"));

        var mesos = container(APP.withContainer(new Container(Container.Type.MESOS, image, List.of(), List.of(), null)))
                .getMesos();

        assertThat(mesos.getImage().getCached()).isTrue();
        assertThat(mesos.getImage().getDocker().getConfig().getReference().getName())
                .isEqualTo("s");
        assertThat(container(APP.withContainer(AnApp.plain())).getMesos().hasImage())
                .isFalse();
    }

    @Test
    void linux_knobs_are_passed_on() {
        LinuxInfo linux = new LinuxInfo(new LinuxInfo.Seccomp(null, true), new LinuxInfo.IpcInfo("PRIVATE", 64));

        var info = container(APP.withContainer(new Container(Container.Type.MESOS, null, List.of(), List.of(), linux)))
                .getLinuxInfo();

        assertThat(info.getSeccomp().getUnconfined()).isTrue();
        assertThat(info.getSeccomp().hasProfileName()).isFalse();
        assertThat(info.getIpcMode()).isEqualTo(IpcMode.PRIVATE);
        assertThat(info.getShmSize()).isEqualTo(64);
    }

    @Test
    void a_terminal_is_given_to_containers() {
        assertThat(container(APP.withTty(true).withContainer(AnApp.docker())).hasTtyInfo())
                .isTrue();
        assertThat(container(APP.withTty(false).withContainer(AnApp.docker())).hasTtyInfo())
                .isFalse();
    }

    @Test
    void host_directories_are_mounted_and_secrets_left_out() {
        ContainerInfo container = container(
                APP.withContainer(AnApp.plain(new Volume.Host("data", "/mnt/d", "RO"), new Volume.Secret("pw", "s"))));

        assertThat(container.getVolumesList())
                .extracting(v -> v.getContainerPath() + " " + v.getHostPath() + " " + v.getMode())
                .containsExactly("data /mnt/d RO");
    }

    @Test
    void a_volume_driver_gets_the_options_that_are_its_own() {
        Source source = container(APP.withContainer(AnApp.plain(new Volume.Dvdi(
                        "/ext", "RW", "v", 10L, Map.of("dvdi/driver", "rexray", "dvdi/iops", "5", "x/y", "1"), false))))
                .getVolumes(0)
                .getSource();

        assertThat(source.getType()).isEqualTo(Source.Type.DOCKER_VOLUME);
        assertThat(source.getDockerVolume().getDriver()).isEqualTo("rexray");
        assertThat(source.getDockerVolume().getDriverOptions().getParameterList())
                .extracting(p -> p.getKey() + "=" + p.getValue())
                .containsExactly("iops=5", "size=10");
    }

    @Test
    void a_csi_plugin_gets_the_capability_and_references_to_secrets() {
        var csi = container(APP.withContainer(AnApp.plain(new Volume.Csi(
                        "/ext",
                        "RW",
                        "v",
                        "plugin",
                        "MULTI_NODE_MULTI_WRITER",
                        new Volume.Csi.Mount("xfs", List.of("ro")),
                        Map.of("user", "s1"),
                        Map.of(),
                        Map.of("k", "v")))))
                .getVolumes(0)
                .getSource()
                .getCsiVolume();

        var provisioning = csi.getStaticProvisioning();
        assertThat(csi.getPluginName()).isEqualTo("plugin");
        assertThat(provisioning.getVolumeId()).isEqualTo("v");
        assertThat(provisioning.getVolumeCapability().getMount().getFsType()).isEqualTo("xfs");
        assertThat(provisioning.getVolumeCapability().getAccessMode().getMode().name())
                .isEqualTo("MULTI_NODE_MULTI_WRITER");
        assertThat(provisioning
                        .getNodeStageSecretsOrThrow("user")
                        .getReference()
                        .getName())
                .isEqualTo("s1");
        assertThat(provisioning.getVolumeContextMap()).containsEntry("k", "v");
    }

    private static ContainerInfo container(AppDefinition app) {
        return TaskOf.app(app).getContainer();
    }
}
