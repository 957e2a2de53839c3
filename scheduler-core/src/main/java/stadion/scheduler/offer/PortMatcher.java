package stadion.scheduler.offer;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import stadion.scheduler.offer.PortShares.Taken;

/** Finds the ports of an instance: host ports in an offer, and container ports that the definition leaves open. */
final class PortMatcher {

    /** The container ports that are chosen when neither a container port nor a host port is given. */
    private static final int FIRST_CONTAINER_PORT = 1025;

    private static final int LAST_PORT = 65535;

    private final RandomGenerator random;

    PortMatcher(RandomGenerator random) {
        this.random = random;
    }

    /** Says what is missing; null if all the host ports can be had. */
    static @Nullable Supplier<String> shortage(List<Integer> wanted, PortShares offered, RoleFilter roles) {
        int needed = 0;
        for (int i = 0; i < wanted.size(); i++) {
            int port = wanted.get(i);
            if (port > 0 && !offered.contains(port, roles)) {
                return () -> "ports: needs " + port + ", which is not among the free ports of roles " + roles;
            }
            needed += port == Needs.NO_PORT || isRepeated(wanted, i) ? 0 : 1;
        }
        int missing = needed;
        int available = offered.available(roles);
        return missing <= available
                ? null
                : () -> "ports: needs " + missing + ", offer has " + available + " of roles " + roles;
    }

    /** Debits host ports of which there is no shortage; one entry per port wanted, null for {@link Needs#NO_PORT}. */
    List<@Nullable Taken> take(List<Integer> wanted, PortShares offered, RoleFilter roles) {
        Map<Integer, Taken> fixed = new HashMap<>();
        int any = 0;
        for (int port : wanted) {
            if (port > 0) {
                fixed.computeIfAbsent(port, p -> offered.take(p, roles));
            } else if (port == Needs.ANY_PORT) {
                any++;
            }
        }
        Iterator<Taken> chosen = offered.takeAny(any, roles, random).iterator();
        List<@Nullable Taken> taken = new ArrayList<>(wanted.size());
        for (int port : wanted) {
            taken.add(port == Needs.NO_PORT ? null : port == Needs.ANY_PORT ? chosen.next() : fixed.get(port));
        }
        return Collections.unmodifiableList(taken);
    }

    /** The port by which each port of an instance is known to its tasks: the host port, else the container port, else a random one. */
    List<Integer> effectivePorts(Needs needs, List<@Nullable Integer> hostPorts) {
        Set<Integer> used = new HashSet<>(needs.containerPorts());
        List<Integer> ports = new ArrayList<>(hostPorts.size());
        for (int i = 0; i < hostPorts.size(); i++) {
            @Nullable Integer hostPort = hostPorts.get(i);
            if (hostPort != null) {
                ports.add(hostPort);
            } else {
                int containerPort = needs.containerPorts().get(i);
                ports.add(containerPort == 0 ? unused(used) : containerPort);
            }
        }
        return List.copyOf(ports);
    }

    private int unused(Set<Integer> used) {
        int port = random.nextInt(FIRST_CONTAINER_PORT, LAST_PORT + 1);
        while (!used.add(port)) {
            port = port == LAST_PORT ? FIRST_CONTAINER_PORT : port + 1;
        }
        return port;
    }

    /** The same fixed port may be wanted twice, for tcp and for udp; it is one port of the agent. */
    private static boolean isRepeated(List<Integer> wanted, int index) {
        int port = wanted.get(index);
        return port > 0 && wanted.indexOf(port) < index;
    }
}
