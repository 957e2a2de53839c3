package stadion.scheduler.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.cbor.databind.CBORMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import com.fasterxml.jackson.module.paramnames.ParameterNamesModule;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import stadion.scheduler.model.AppDefinition.Check;
import stadion.scheduler.model.AppDefinition.Constraint;
import stadion.scheduler.model.AppDefinition.Container;
import stadion.scheduler.model.AppDefinition.DockerImage;
import stadion.scheduler.model.AppDefinition.EnvValue;
import stadion.scheduler.model.AppDefinition.ExecutorResources;
import stadion.scheduler.model.AppDefinition.FetchUri;
import stadion.scheduler.model.AppDefinition.HealthCheck;
import stadion.scheduler.model.AppDefinition.KillSelection;
import stadion.scheduler.model.AppDefinition.LinuxInfo;
import stadion.scheduler.model.AppDefinition.Network;
import stadion.scheduler.model.AppDefinition.PortDefinition;
import stadion.scheduler.model.AppDefinition.PortMapping;
import stadion.scheduler.model.AppDefinition.ReadinessCheck;
import stadion.scheduler.model.AppDefinition.Residency;
import stadion.scheduler.model.AppDefinition.ResourceLimits;
import stadion.scheduler.model.AppDefinition.SecretSource;
import stadion.scheduler.model.AppDefinition.UnreachableStrategy;
import stadion.scheduler.model.AppDefinition.UpgradeStrategy;
import stadion.scheduler.model.AppDefinition.VersionInfo;
import stadion.scheduler.model.AppDefinition.Volume;

/** The records are stored as plain Jackson writes them, so each must come back equal. */
class ModelStorageTest {

    private static final Instant NOW = Instant.parse("2026-02-03T04:05:06.789Z");

    static List<ObjectMapper> mappers() {
        return List.of(
                CBORMapper.builder()
                        .addModules(new Jdk8Module(), new JavaTimeModule(), new ParameterNamesModule())
                        .build(),
                JsonMapper.builder()
                        .addModules(new Jdk8Module(), new JavaTimeModule(), new ParameterNamesModule())
                        .build());
    }

    @ParameterizedTest
    @MethodSource("mappers")
    void anAppWithEveryFieldComesBackEqual(ObjectMapper mapper) throws IOException {
        AppDefinition app = everything();

        assertThat(mapper.readValue(mapper.writeValueAsBytes(app), AppDefinition.class))
                .isEqualTo(app);
    }

    @ParameterizedTest
    @MethodSource("mappers")
    void anAppWithoutOptionalFieldsComesBackEqual(ObjectMapper mapper) throws IOException {
        AppDefinition app = AppDefinitionBuilder.builder(everything())
                .cmd("sleep 1")
                .container(null)
                .check(null)
                .executorResources(null)
                .resourceLimits(new ResourceLimits(Double.POSITIVE_INFINITY, null))
                .unreachableStrategy(null)
                .residency(null)
                .taskKillGracePeriodSeconds(null)
                .tty(null)
                .user(null)
                .versionInfo(null)
                .build();

        assertThat(mapper.readValue(mapper.writeValueAsBytes(app), AppDefinition.class))
                .isEqualTo(app);
    }

    @ParameterizedTest
    @MethodSource("mappers")
    void anInstanceComesBackEqualAndUnknownHealthStaysUnknown(ObjectMapper mapper) throws IOException {
        Instance placed = new Instance(
                InstanceId.of(PathId.of("/a/b"), new UUID(1, 2)),
                3,
                NOW,
                NOW,
                Condition.UNREACHABLE_INACTIVE,
                Goal.STOPPED,
                NOW,
                NOW,
                null,
                new Instance.AgentRef("s1", "host1", null, "zone", Map.of("rack", "r1")),
                List.of(31000),
                List.of("10.0.0.1"),
                null,
                null,
                true,
                "*",
                List.of(),
                List.of(new Instance.LocalVolume("a_b#data#1", "data")),
                new Instance.CheckResult(3, null, null));

        assertThat(mapper.readValue(mapper.writeValueAsBytes(placed), Instance.class))
                .isEqualTo(placed);
        Instance healthy = placed.withHealthy(true).withEnded(Condition.FAILED).withAgent(null);
        assertThat(mapper.readValue(mapper.writeValueAsBytes(healthy), Instance.class))
                .isEqualTo(healthy);
    }

    private static AppDefinition everything() {
        List<Volume> volumes = List.of(
                new Volume.Host("/a", "/b", "RO"),
                new Volume.Persistent(
                        "data",
                        "RW",
                        "mount",
                        10,
                        20L,
                        "fast",
                        List.of(new Constraint("path", Constraint.Operator.LIKE, "/mnt/.*"))),
                new Volume.Secret("/s", "db"),
                new Volume.Dvdi("/d", "RW", "vol", 5L, Map.of("dvdi/driver", "rexray"), false),
                new Volume.Csi(
                        "/c",
                        "RW",
                        "csi-vol",
                        "plugin",
                        "SINGLE_NODE_WRITER",
                        new Volume.Csi.Mount("xfs", List.of("a=1")),
                        Map.of(),
                        Map.of("k", "db"),
                        Map.of("x", "y")));
        return AppDefinitionBuilder.builder()
                .id(PathId.of("/a/b"))
                .args(List.of("x", ""))
                .user("nobody")
                .env(Map.of("A", EnvValue.of("1"), "B", EnvValue.secret("db")))
                .instances(2)
                .cpus(0.1)
                .mem(32)
                .disk(1.5)
                .gpus(1)
                .executor("//cmd")
                .executorResources(new ExecutorResources(0.1, 32, 10))
                .resourceLimits(new ResourceLimits(null, 64.0))
                .constraints(List.of(new Constraint("hostname", Constraint.Operator.UNIQUE, null)))
                .fetch(List.of(new FetchUri("http://a/b.tgz", true, false, true, null)))
                .portDefinitions(List.of(new PortDefinition(10000, "http", "udp,tcp", Map.of("l", "v"))))
                .requirePorts(true)
                .backoffSeconds(1)
                .backoffFactor(1.15)
                .maxLaunchDelaySeconds(300)
                .container(new Container(
                        Container.Type.MESOS,
                        new DockerImage(
                                "busybox",
                                true,
                                false,
                                List.of(new DockerImage.Parameter("k", "v")),
                                new DockerImage.PullConfig("db")),
                        volumes,
                        List.of(new PortMapping(80, null, 10001, "tcp", "web", Map.of(), List.of("net1"))),
                        new LinuxInfo(new LinuxInfo.Seccomp("default", false), new LinuxInfo.IpcInfo("PRIVATE", 5))))
                .networks(List.of(new Network("net1", Network.Mode.CONTAINER, Map.of("a", "b"))))
                .healthChecks(List.of(new HealthCheck(
                        HealthCheck.Protocol.HTTP, "/", null, 0, null, 300, 60, 20, 3, 15, false, "IPv4")))
                .check(new Check(null, null, new Check.Exec(null, List.of("true")), 60, 20, 15))
                .readinessChecks(List.of(new ReadinessCheck("r", "HTTP", "/", "web", 30, 10, List.of(200), false)))
                .taskKillGracePeriodSeconds(3)
                .dependencies(List.of(PathId.of("/a/c")))
                .upgradeStrategy(new UpgradeStrategy(0.5, 0))
                .labels(Map.of("k", "v"))
                .acceptedResourceRoles(List.of("*"))
                .residency(new Residency(3600, "WAIT_FOREVER"))
                .secrets(Map.of("db", new SecretSource("/db/password")))
                .unreachableStrategy(new UnreachableStrategy(0, 0))
                .killSelection(KillSelection.OLDEST_FIRST)
                .tty(true)
                .role("*")
                .version(NOW)
                .versionInfo(new VersionInfo(NOW, NOW))
                .build();
    }
}
