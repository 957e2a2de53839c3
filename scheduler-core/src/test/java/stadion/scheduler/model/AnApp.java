package stadion.scheduler.model;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import stadion.scheduler.model.AppDefinition.Constraint;
import stadion.scheduler.model.AppDefinition.Container;
import stadion.scheduler.model.AppDefinition.DockerImage;
import stadion.scheduler.model.AppDefinition.KillSelection;
import stadion.scheduler.model.AppDefinition.Network;
import stadion.scheduler.model.AppDefinition.PortDefinition;
import stadion.scheduler.model.AppDefinition.PortMapping;
import stadion.scheduler.model.AppDefinition.UpgradeStrategy;
import stadion.scheduler.model.AppDefinition.Volume;

/** App definitions for tests: a small one to start from, and short words for its parts. */
public final class AnApp {

    private AnApp() {}

    /** {@code sleep 100} on 0.1 cpus and 32 MiB, on the host network without ports, for role {@code *}. */
    public static AppDefinition called(String id) {
        return AppDefinitionBuilder.builder()
                .id(PathId.of(id))
                .cmd("sleep 100")
                .args(List.of())
                .env(Map.of())
                .instances(1)
                .cpus(0.1)
                .mem(32)
                .executor("//cmd")
                .constraints(List.of())
                .fetch(List.of())
                .portDefinitions(List.of())
                .backoffSeconds(1)
                .backoffFactor(1.15)
                .maxLaunchDelaySeconds(300)
                .networks(List.of(new Network(null, Network.Mode.HOST, Map.of())))
                .healthChecks(List.of())
                .readinessChecks(List.of())
                .dependencies(List.of())
                .upgradeStrategy(new UpgradeStrategy(1, 1))
                .labels(Map.of())
                .acceptedResourceRoles(List.of())
                .secrets(Map.of())
                .killSelection(KillSelection.YOUNGEST_FIRST)
                .role("*")
                .version(Instant.parse("2026-01-02T03:04:05.600Z"))
                .build();
    }

    /** An unnamed tcp port of the host network. */
    public static PortDefinition port(int number) {
        return new PortDefinition(number, null, "tcp", Map.of());
    }

    /** An unnamed tcp port mapping; {@code hostPort} may be null. */
    public static PortMapping mapping(int containerPort, Integer hostPort) {
        return new PortMapping(containerPort, hostPort, 0, "tcp", null, Map.of(), List.of());
    }

    /** "field OPERATOR value" or "field OPERATOR". */
    public static Constraint constraint(String words) {
        String[] word = words.split(" ", 3);
        return new Constraint(word[0], Constraint.Operator.valueOf(word[1]), word.length > 2 ? word[2] : null);
    }

    /** A container of the Docker engine with image {@code repo/img:1}. */
    public static Container docker(PortMapping... mappings) {
        return new Container(Container.Type.DOCKER, image(), List.of(), List.of(mappings), null);
    }

    /** A container of the Mesos containerizer with image {@code repo/img:1}. */
    public static Container mesos(PortMapping... mappings) {
        return new Container(Container.Type.MESOS, image(), List.of(), List.of(mappings), null);
    }

    /** A container of the Mesos containerizer without an image. */
    public static Container plain(Volume... volumes) {
        return new Container(Container.Type.MESOS, null, List.of(volumes), List.of(), null);
    }

    public static Network bridge() {
        return new Network(null, Network.Mode.BRIDGE, Map.of());
    }

    public static Network network(String name) {
        return new Network(name, Network.Mode.CONTAINER, Map.of());
    }

    private static DockerImage image() {
        return new DockerImage("repo/img:1", false, false, List.of(), null);
    }
}
