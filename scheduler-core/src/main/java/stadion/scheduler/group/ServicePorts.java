package stadion.scheduler.group;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import stadion.scheduler.model.AppDefinition;
import stadion.scheduler.model.AppDefinition.PortDefinition;
import stadion.scheduler.model.AppDefinition.PortMapping;

/**
 * Gives each port of an app a service port that no other app of the cluster has, from a fixed range. An app that is changed keeps the ones it had (Marathon:
 * {@code GroupManager.assignDynamicServicePorts}).
 *
 * @param min lowest port given, inclusive
 * @param max highest port given, inclusive
 */
public record ServicePorts(int min, int max) {

    /** All ports of the range are taken. */
    public static final class PortRangeExhausted extends RuntimeException {
        PortRangeExhausted(int min, int max) {
            super("All ports in the range [" + min + "-" + max + ") are already in use");
        }
    }

    /** The service ports that an app holds, without the ones still to be assigned. */
    static List<Integer> of(AppDefinition app) {
        Stream<Integer> ports = app.isHostNetwork()
                ? app.portDefinitions().stream().map(PortDefinition::port)
                : app.portMappings().stream().map(PortMapping::servicePort);
        return ports.filter(port -> port != 0).toList();
    }

    /**
     * @param app the app as it is to become
     * @param old the app as it was, if there was one
     * @param root the cluster before the change
     * @return the app with every service port assigned
     * @throws PortRangeExhausted when none is free
     */
    AppDefinition assign(AppDefinition app, @Nullable AppDefinition old, RootGroup root) {
        List<Integer> wanted = app.isHostNetwork()
                ? app.portDefinitions().stream().map(PortDefinition::port).toList()
                : app.portMappings().stream().map(PortMapping::servicePort).toList();
        if (!wanted.contains(0)) {
            return app;
        }
        Set<Integer> taken = new HashSet<>(wanted);
        Deque<Integer> kept = new ArrayDeque<>(old == null ? List.of() : of(old));
        kept.removeAll(taken);
        List<Integer> assigned = new ArrayList<>();
        int from = min;
        for (int port : wanted) {
            if (port == 0 && kept.isEmpty()) {
                int free = free(from, taken, root);
                assigned.add(free);
                from = free + 1;
            } else {
                assigned.add(port == 0 ? kept.remove() : port);
            }
        }
        return with(app, assigned);
    }

    private int free(int from, Set<Integer> taken, RootGroup root) {
        for (int port = from; port <= max; port++) {
            if (!root.servicePorts().containsKey(port) && !taken.contains(port)) {
                return port;
            }
        }
        throw new PortRangeExhausted(min, max);
    }

    private static AppDefinition with(AppDefinition app, List<Integer> ports) {
        if (app.isHostNetwork()) {
            List<PortDefinition> definitions = new ArrayList<>();
            for (PortDefinition d : app.portDefinitions()) {
                definitions.add(new PortDefinition(ports.get(definitions.size()), d.name(), d.protocol(), d.labels()));
            }
            return app.withPortDefinitions(definitions);
        }
        List<PortMapping> mappings = new ArrayList<>();
        for (PortMapping m : app.portMappings()) {
            mappings.add(new PortMapping(
                    m.containerPort(),
                    m.hostPort(),
                    ports.get(mappings.size()),
                    m.protocol(),
                    m.name(),
                    m.labels(),
                    m.networkNames()));
        }
        return app.withContainer(new AppDefinition.Container(
                app.container().type(),
                app.container().docker(),
                app.container().volumes(),
                mappings,
                app.container().linuxInfo()));
    }
}
