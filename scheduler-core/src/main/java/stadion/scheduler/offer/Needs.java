package stadion.scheduler.offer;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import stadion.scheduler.model.AppDefinition;
import stadion.scheduler.model.AppDefinition.ExecutorResources;
import stadion.scheduler.model.AppDefinition.PortDefinition;
import stadion.scheduler.model.AppDefinition.PortMapping;
import stadion.scheduler.model.PodDefinition;
import stadion.scheduler.model.PodDefinition.Endpoint;
import stadion.scheduler.model.PodDefinition.PodContainer;
import stadion.scheduler.model.RunSpec;

/**
 * What one instance takes of an offer: the amounts of each of its tasks (an app has one, a pod one per container) and of their executor, and the host ports.
 *
 * @param executor null if the tasks bring no executor of their own
 * @param portsOfExecutor whether the host ports are the executor's, as all containers of a pod share its network; else they are the task's
 * @param hostPorts one entry per port of the run spec: a number is wanted as it is, {@link #ANY_PORT} is chosen from the offer, {@link #NO_PORT} needs none
 * @param containerPorts one entry per port of a run spec that is not on the host network: 0 where it is left open; else empty
 */
record Needs(
        List<Amounts> tasks,
        @Nullable Amounts executor,
        boolean portsOfExecutor,
        List<Integer> hostPorts,
        List<Integer> containerPorts) {

    static final int ANY_PORT = 0;
    static final int NO_PORT = -1;

    /** cpus and gpus in cores and cards; mem and disk in MiB. */
    record Amounts(double cpus, double mem, double disk, double gpus) {
        private static Amounts of(ExecutorResources executor) {
            return new Amounts(executor.cpus(), executor.mem(), executor.disk(), 0);
        }
    }

    static Needs of(RunSpec runSpec) {
        return runSpec instanceof PodDefinition pod ? ofPod(pod) : ofApp((AppDefinition) runSpec);
    }

    private static Needs ofApp(AppDefinition app) {
        List<Amounts> task = List.of(new Amounts(app.cpus(), app.mem(), app.disk(), app.gpus()));
        @Nullable ExecutorResources own = app.executor().equals("//cmd") ? null : app.executorResources();
        @Nullable Amounts executor = own == null ? null : Amounts.of(own);
        if (app.isHostNetwork()) {
            return new Needs(task, executor, false, ofDefinitions(app), List.of());
        }
        List<PortMapping> mappings = app.portMappings();
        return new Needs(
                task,
                executor,
                false,
                mappings.stream().map(mapping -> hostPort(mapping.hostPort())).toList(),
                mappings.stream().map(PortMapping::containerPort).toList());
    }

    private static List<Integer> ofDefinitions(AppDefinition app) {
        List<PortDefinition> definitions = app.portDefinitions();
        if (!app.requirePorts()) {
            return Collections.nCopies(definitions.size(), ANY_PORT);
        }
        return definitions.stream().map(PortDefinition::port).toList();
    }

    private static Needs ofPod(PodDefinition pod) {
        List<Amounts> tasks = new ArrayList<>(pod.containers().size());
        List<Integer> hostPorts = new ArrayList<>();
        List<Integer> containerPorts = new ArrayList<>();
        for (PodContainer container : pod.containers()) {
            PodDefinition.Resources amounts = container.resources();
            tasks.add(new Amounts(amounts.cpus(), amounts.mem(), amounts.disk(), amounts.gpus()));
            for (Endpoint endpoint : container.endpoints()) {
                hostPorts.add(hostPort(endpoint.hostPort()));
                containerPorts.add(Objects.requireNonNullElse(endpoint.containerPort(), 0));
            }
        }
        return new Needs(tasks, Amounts.of(pod.executorResources()), true, hostPorts, containerPorts);
    }

    private static int hostPort(@Nullable Integer hostPort) {
        return Objects.requireNonNullElse(hostPort, NO_PORT);
    }

    /** The sum over all tasks and the executor, in thousandths. */
    long total(ScalarKind kind) {
        long sum = executor == null ? 0 : ScalarShares.thousandths(kind.of(executor));
        for (Amounts task : tasks) {
            sum += ScalarShares.thousandths(kind.of(task));
        }
        return sum < 0 ? Long.MAX_VALUE : sum;
    }
}
