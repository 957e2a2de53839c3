package stadion.scheduler.offer;

import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import stadion.scheduler.model.AppDefinition;
import stadion.scheduler.model.AppDefinition.PortDefinition;
import stadion.scheduler.model.AppDefinition.PortMapping;

/**
 * What one instance takes of an offer: the amounts of each of its parts (an app has a task and perhaps an executor) and the host ports.
 *
 * @param hostPorts one entry per port of the run spec: a number is wanted as it is, {@link #ANY_PORT} is chosen from the offer, {@link #NO_PORT} needs none
 */
record Needs(List<Amounts> parts, List<Integer> hostPorts) {

    static final int ANY_PORT = 0;
    static final int NO_PORT = -1;

    /** cpus and gpus in cores and cards; mem and disk in MiB. */
    record Amounts(double cpus, double mem, double disk, double gpus) {}

    static Needs of(AppDefinition app) {
        Amounts task = new Amounts(app.cpus(), app.mem(), app.disk(), app.gpus());
        AppDefinition.@Nullable ExecutorResources executor =
                app.executor().equals("//cmd") ? null : app.executorResources();
        List<Amounts> parts = executor == null
                ? List.of(task)
                : List.of(task, new Amounts(executor.cpus(), executor.mem(), executor.disk(), 0));
        return new Needs(parts, app.isHostNetwork() ? ofDefinitions(app) : ofMappings(app.portMappings()));
    }

    private static List<Integer> ofDefinitions(AppDefinition app) {
        List<PortDefinition> definitions = app.portDefinitions();
        if (!app.requirePorts()) {
            return Collections.nCopies(definitions.size(), ANY_PORT);
        }
        return definitions.stream().map(PortDefinition::port).toList();
    }

    private static List<Integer> ofMappings(List<PortMapping> mappings) {
        return mappings.stream()
                .map(mapping -> Objects.requireNonNullElse(mapping.hostPort(), NO_PORT))
                .toList();
    }

    /** The sum over all parts, in thousandths. */
    long total(ScalarKind kind) {
        long sum = 0;
        for (Amounts part : parts) {
            sum += ScalarShares.thousandths(kind.of(part));
        }
        return sum < 0 ? Long.MAX_VALUE : sum;
    }
}
