package stadion.scheduler.offer;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.apache.mesos.v1.Protos.Resource;
import org.jspecify.annotations.Nullable;
import stadion.scheduler.offer.Needs.Amounts;
import stadion.scheduler.offer.OfferMatcher.Match.Placed;
import stadion.scheduler.offer.OfferMatcher.Match.Refused;
import stadion.scheduler.offer.PortShares.Taken;

/** Whether an offer holds what an instance needs, and if so, takes it. */
final class ResourceMatcher {

    private final PortMatcher ports;

    ResourceMatcher(RandomGenerator random) {
        ports = new PortMatcher(random);
    }

    /** What the offer lacks; null if it holds everything. */
    static @Nullable Refused refusal(OfferLedger offer, RoleFilter roles, Needs needs) {
        for (ScalarKind kind : ScalarKind.all()) {
            long needed = needs.total(kind);
            long available = needed == 0 ? 0 : offer.scalar(kind).available(roles);
            if (needed > available) {
                return new Refused(
                        kind.shortage(),
                        (needed - available) / (double) needed,
                        () -> kind.resource() + ": needs " + needed / 1000.0 + ", offer has " + available / 1000.0
                                + " of roles " + roles);
            }
        }
        @Nullable Supplier<String> shortage = PortMatcher.shortage(needs.hostPorts(), offer.ports(), roles);
        return shortage == null ? null : new Refused(Reason.INSUFFICIENT_PORTS, shortage);
    }

    /** Debits the ledger, which must hold everything: first for the tasks in their order, then for the executor. */
    Placed take(OfferLedger offer, RoleFilter roles, Needs needs) {
        List<List<Resource>> ofTasks = new ArrayList<>(needs.tasks().size());
        for (Amounts task : needs.tasks()) {
            ofTasks.add(takeScalars(offer, roles, task));
        }
        List<Resource> ofExecutor =
                needs.executor() == null ? new ArrayList<>(0) : takeScalars(offer, roles, needs.executor());
        List<@Nullable Taken> taken = ports.take(needs.hostPorts(), offer.ports(), roles);
        (needs.portsOfExecutor() ? ofExecutor : ofTasks.get(0)).addAll(PortShares.toResources(taken));
        List<@Nullable Integer> hostPorts = new ArrayList<>(taken.size());
        for (@Nullable Taken port : taken) {
            hostPorts.add(port == null ? null : port.port());
        }
        return new Placed(
                List.copyOf(ofTasks),
                List.copyOf(ofExecutor),
                hostPorts.isEmpty() ? List.of() : Collections.unmodifiableList(hostPorts),
                ports.effectivePorts(needs, hostPorts));
    }

    private static List<Resource> takeScalars(OfferLedger offer, RoleFilter roles, Amounts amounts) {
        List<Resource> resources = new ArrayList<>(5);
        for (ScalarKind kind : ScalarKind.all()) {
            resources.addAll(offer.scalar(kind).take(kind.of(amounts), roles));
        }
        return resources;
    }
}
