package stadion.api.app;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import stadion.api.json.Violations;
import stadion.scheduler.model.AppDefinition;
import stadion.scheduler.model.AppDefinition.PortDefinition;
import stadion.scheduler.model.AppDefinition.PortMapping;
import stadion.scheduler.model.AppDefinition.Volume;
import stadion.scheduler.model.PodDefinition;
import stadion.scheduler.model.PodDefinition.Endpoint;
import stadion.scheduler.model.PodDefinition.PodContainer;
import stadion.scheduler.model.PodDefinition.PodVolume;
import stadion.scheduler.model.PodDefinition.Resources;

/** What may not change about an app or pod that is, or becomes, resident: its instances are bound to what they have reserved. */
final class ResidentRules {

    private static final String RESOURCES = "Services with persistent volumes configured may not change resource "
            + "requirements. If you need to make this change, please create a new service.";

    private static final String HOST_PORTS = "Services with persistent volumes configured may not change host ports. "
            + "If you need to make this change, please create a new service.";

    private ResidentRules() {}

    static void check(AppDefinition old, AppDefinition next, String path, Violations errors) {
        if (!old.isResident() && !next.isResident()) {
            return;
        }
        errors.require(volumes(old).equals(volumes(next)), path, "Persistent volumes can not be changed!");
        errors.require(old.cpus() == next.cpus(), path + "/cpus", RESOURCES);
        errors.require(old.mem() == next.mem(), path + "/mem", RESOURCES);
        errors.require(old.disk() == next.disk(), path + "/disk", RESOURCES);
        errors.require(old.gpus() == next.gpus(), path + "/gpus", RESOURCES);
        errors.require(old.requirePorts() == next.requirePorts(), path + "/requirePorts", RESOURCES);
        errors.require(hostPorts(old).equals(hostPorts(next)), path, HOST_PORTS);
        double over = next.upgradeStrategy().maximumOverCapacity();
        errors.require(over == 0, path + AppRules.OVER, AppRules.got(over));
    }

    static void check(PodDefinition old, PodDefinition next, String path, Violations errors) {
        if (!old.isResident() && !next.isResident()) {
            return;
        }
        String cannot = " cannot be updated if a pod has persistent volumes";
        Resources before = sum(old);
        Resources after = sum(next);
        errors.require(volumes(old).equals(volumes(next)), path, "persistent volumes cannot be updated");
        errors.require(before.cpus() == after.cpus(), path, "cpus" + cannot);
        errors.require(before.mem() == after.mem(), path, "mem" + cannot);
        errors.require(before.disk() == after.disk(), path, "disk" + cannot);
        errors.require(before.gpus() == after.gpus(), path, "gpus" + cannot);
        errors.require(hostPorts(old).equals(hostPorts(next)), path, "host ports" + cannot);
        double over = next.upgradeStrategy().maximumOverCapacity();
        errors.require(over == 0, path + AppRules.OVER, AppRules.got(over));
    }

    private static Resources sum(PodDefinition pod) {
        return pod.containers().stream()
                .map(PodContainer::resources)
                .reduce(
                        new Resources(0, 0, 0, 0),
                        (a, b) -> new Resources(
                                a.cpus() + b.cpus(), a.mem() + b.mem(), a.disk() + b.disk(), a.gpus() + b.gpus()));
    }

    private static Set<PodVolume> volumes(PodDefinition pod) {
        return pod.volumes().stream()
                .filter(PodVolume.Persistent.class::isInstance)
                .collect(Collectors.toSet());
    }

    private static Set<Integer> hostPorts(PodDefinition pod) {
        return pod.containers().stream()
                .flatMap(container -> container.endpoints().stream())
                .map(Endpoint::hostPort)
                .filter(port -> port != null)
                .collect(Collectors.toSet());
    }

    private static Set<Volume> volumes(AppDefinition app) {
        List<Volume> volumes =
                app.container() == null ? List.of() : app.container().volumes();
        return volumes.stream().filter(Volume.Persistent.class::isInstance).collect(Collectors.toSet());
    }

    private static Set<Integer> hostPorts(AppDefinition app) {
        Stream<Integer> ports = app.isHostNetwork()
                ? app.portDefinitions().stream().map(PortDefinition::port)
                : app.portMappings().stream().map(PortMapping::hostPort).filter(port -> port != null);
        return ports.collect(Collectors.toSet());
    }
}
