package stadion.scheduler.offer;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.mesos.v1.Protos.Offer;
import org.apache.mesos.v1.Protos.Resource;
import org.jspecify.annotations.Nullable;
import stadion.scheduler.model.AppDefinition;
import stadion.scheduler.model.AppDefinition.Volume;
import stadion.scheduler.offer.OfferMatcher.Match;

/** Launches an instance on what is reserved for it: the same volumes, and of its ports the lowest for its first, so that they stay the same. */
final class ReservedMatcher {

    private static final ResourceMatcher LOWEST_PORTS_FIRST = new ResourceMatcher(() -> 0L);

    private ReservedMatcher() {}

    static Match match(Offer offer, List<Resource> reserved, AppDefinition app) {
        List<Resource> volumes = reserved.stream()
                .filter(resource -> resource.getDisk().hasPersistence())
                .toList();
        Optional<String> missing = missing(volumes, app);
        if (missing.isPresent()) {
            return new Match.Refused(
                    Reason.NO_CORRESPONDING_RESERVATION_FOUND, () -> "volume " + missing.get() + " is not there");
        }
        RoleFilter own = RoleFilter.only(app.role());
        Needs needs = Needs.of(app);
        OfferLedger ledger = OfferLedger.ofReserved(offer, reserved);
        Match.@Nullable Refused tooSmall = ResourceMatcher.refusal(ledger, own, needs);
        if (tooSmall != null) {
            return tooSmall;
        }
        Match.Placed placed = LOWEST_PORTS_FIRST.take(ledger, app, own, needs);
        List<Resource> resources = new ArrayList<>(placed.resources());
        resources.addAll(volumes);
        return new Match.Placed(List.copyOf(resources), placed.executorResources(), placed.hostPorts(), placed.ports());
    }

    private static Optional<String> missing(List<Resource> volumes, AppDefinition app) {
        Set<String> there = volumes.stream()
                .map(volume -> volume.getDisk().getVolume().getContainerPath())
                .collect(Collectors.toSet());
        return app.container() == null
                ? Optional.empty()
                : app.container().volumes().stream()
                        .filter(Volume.Persistent.class::isInstance)
                        .map(Volume::containerPath)
                        .filter(path -> !there.contains(path))
                        .findFirst();
    }
}
