package stadion.scheduler.offer;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.mesos.v1.Protos.Offer;
import org.apache.mesos.v1.Protos.Resource;
import org.jspecify.annotations.Nullable;
import stadion.scheduler.model.AppDefinition.Volume.Persistent;
import stadion.scheduler.model.PodDefinition;
import stadion.scheduler.model.RunSpec;
import stadion.scheduler.offer.OfferMatcher.Match;

/** Launches an instance on what is reserved for it: the same volumes, and of its ports the lowest for its first, so that they stay the same. */
final class ReservedMatcher {

    private static final ResourceMatcher LOWEST_PORTS_FIRST = new ResourceMatcher(() -> 0L);

    private ReservedMatcher() {}

    static Match match(Offer offer, List<Resource> reserved, RunSpec runSpec) {
        List<Resource> volumes = reserved.stream()
                .filter(resource -> resource.getDisk().hasPersistence())
                .toList();
        Optional<String> missing = missing(volumes, runSpec);
        if (missing.isPresent()) {
            return new Match.Refused(
                    Reason.NO_CORRESPONDING_RESERVATION_FOUND, () -> "volume " + missing.get() + " is not there");
        }
        RoleFilter own = RoleFilter.only(runSpec.role());
        Needs needs = Needs.of(runSpec);
        OfferLedger ledger = OfferLedger.ofReserved(offer, reserved);
        Match.@Nullable Refused tooSmall = ResourceMatcher.refusal(ledger, own, needs);
        if (tooSmall != null) {
            return tooSmall;
        }
        Match.Placed placed = LOWEST_PORTS_FIRST.take(ledger, own, needs);
        return runSpec instanceof PodDefinition
                ? new Match.Placed(
                        placed.tasks(), joined(placed.executorResources(), volumes), placed.hostPorts(), placed.ports())
                : new Match.Placed(
                        List.of(joined(placed.resources(), volumes)),
                        placed.executorResources(),
                        placed.hostPorts(),
                        placed.ports());
    }

    private static List<Resource> joined(List<Resource> resources, List<Resource> volumes) {
        List<Resource> all = new ArrayList<>(resources);
        all.addAll(volumes);
        return List.copyOf(all);
    }

    private static Optional<String> missing(List<Resource> volumes, RunSpec runSpec) {
        Set<String> there = volumes.stream()
                .map(volume -> volume.getDisk().getVolume().getContainerPath())
                .collect(Collectors.toSet());
        return VolumeMatcher.volumesOf(runSpec).stream()
                .map(Persistent::containerPath)
                .filter(path -> !there.contains(path))
                .findFirst();
    }
}
