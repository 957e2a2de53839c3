package stadion.localmesos.master;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.mesos.v1.Protos.Filters;
import org.apache.mesos.v1.Protos.FrameworkInfo.Capability;
import org.apache.mesos.v1.Protos.Offer;
import org.apache.mesos.v1.Protos.OfferID;
import org.apache.mesos.v1.Protos.Resource;
import stadion.localmesos.master.Allocator.Claim;
import stadion.localmesos.resources.ResourceFormat;
import stadion.localmesos.resources.Resources;

/** The outstanding offers: made from what the allocator finds, taken back when accepted, declined or rescinded. */
final class Offers {

    private final Cluster cluster;
    private final Map<String, Outstanding> outstanding = new LinkedHashMap<>();
    private long count;

    /** An offer that a framework may still accept. */
    record Outstanding(OfferID id, Framework framework, AgentEntry agent, String role, Resources resources) {
        Claim claim() {
            return new Claim(framework.id().getValue(), role);
        }
    }

    Offers(Cluster cluster) {
        this.cluster = cluster;
    }

    Collection<Outstanding> of(Framework framework) {
        return outstanding.values().stream()
                .filter(offer -> offer.framework == framework)
                .toList();
    }

    int size() {
        return outstanding.size();
    }

    /** Offers what the allocator finds; one event for each framework. */
    void makeOffers() {
        var events = new LinkedHashMap<Framework, List<Offer>>();
        for (var allocation : cluster.allocator().allocate(cluster.nanos())) {
            var framework = cluster.framework(allocation.claim().framework()).orElseThrow();
            var agent = cluster.agent(allocation.agent()).orElseThrow();
            var id = OfferID.newBuilder()
                    .setValue(cluster.master().getId() + "-O" + count++)
                    .build();
            var offer = new Outstanding(id, framework, agent, allocation.claim().role(), allocation.resources());
            outstanding.put(id.getValue(), offer);
            events.computeIfAbsent(framework, key -> new ArrayList<>()).add(message(offer));
        }
        events.forEach((framework, offers) -> framework.send(Events.offers(offers)));
    }

    /** Why these offers can't be accepted together by the framework, in Mesos' words; empty if they can. */
    Optional<String> problem(Framework framework, List<OfferID> ids) {
        if (ids.isEmpty()) {
            return Optional.of("No offers specified");
        }
        var seen = new HashSet<String>();
        var duplicate = ids.stream().filter(id -> !seen.add(id.getValue())).findFirst();
        if (duplicate.isPresent()) {
            return Optional.of("Duplicate offer " + duplicate.get().getValue() + " in offer list");
        }
        for (var id : ids) {
            var offer = outstanding.get(id.getValue());
            if (offer == null) {
                return Optional.of("Offer " + id.getValue() + " is no longer valid");
            }
            if (offer.framework != framework) {
                return Optional.of("Offer " + id.getValue() + " has invalid framework "
                        + offer.framework.id().getValue() + " while framework "
                        + framework.id().getValue() + " is expected");
            }
        }
        var first = outstanding.get(ids.get(0).getValue());
        return ids.stream()
                .map(id -> aggregationProblem(first, outstanding.get(id.getValue())))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static Optional<String> aggregationProblem(Outstanding first, Outstanding offer) {
        if (!offer.role.equals(first.role)) {
            return Optional.of("Aggregated offers must be allocated to the same role. Offer "
                    + offer.id.getValue() + " uses role '" + offer.role + "' but another is using role '" + first.role
                    + "'");
        }
        return offer.agent == first.agent
                ? Optional.empty()
                : Optional.of("Aggregated offers must belong to one single agent. Offer " + offer.id.getValue()
                        + " uses agent " + offer.agent.id().getValue() + " and agent "
                        + first.agent.id().getValue());
    }

    /** Ends offers of the framework that are to be used, and returns them; those that are outdated are left out. */
    List<Outstanding> take(Framework framework, List<OfferID> ids) {
        var taken = new ArrayList<Outstanding>();
        for (var id : ids) {
            var offer = outstanding.get(id.getValue());
            if (offer != null && offer.framework == framework) {
                outstanding.remove(id.getValue());
                cluster.allocator().offerEnded(offer.claim(), offer.agent.id().getValue());
                taken.add(offer);
            }
        }
        return taken;
    }

    /** Ends offers that the framework doesn't want. */
    void decline(Framework framework, List<OfferID> ids, Filters filters) {
        take(framework, ids)
                .forEach(offer -> cluster.allocator()
                        .refuse(
                                offer.claim(),
                                offer.agent.id().getValue(),
                                offer.resources,
                                filters.getRefuseSeconds(),
                                cluster.nanos()));
    }

    /** Ends offers and gives their resources to others. */
    void discard(Framework framework, List<OfferID> ids) {
        take(framework, ids)
                .forEach(offer -> cluster.allocator()
                        .giveBack(offer.claim(), offer.agent.id().getValue(), offer.resources));
    }

    /** Ends offers that may no longer be accepted, and says so to the frameworks. */
    void rescind(Predicate<Outstanding> which) {
        outstanding.values().stream().filter(which).toList().forEach(offer -> {
            discard(offer.framework, List.of(offer.id));
            offer.framework.send(Events.rescind(offer.id));
        });
    }

    private Offer message(Outstanding offer) {
        var info = offer.agent.info();
        var message = Offer.newBuilder()
                .setId(offer.id)
                .setFrameworkId(offer.framework.id())
                .setAgentId(offer.agent.id())
                .setHostname(info.getHostname())
                .setUrl(AgentUrl.of(info, cluster.master().getAddress().getIp()))
                .addAllAttributes(info.getAttributesList())
                .addAllResources(resources(offer));
        if (offer.framework.has(Capability.Type.MULTI_ROLE)) {
            message.setAllocationInfo(Resource.AllocationInfo.newBuilder().setRole(offer.role));
        }
        if (info.hasDomain()) {
            message.setDomain(info.getDomain());
        }
        offer.agent
                .executors(offer.framework.id())
                .forEach(executor -> message.addExecutorIds(executor.info().getExecutorId()));
        return message.build();
    }

    /** In the format that the framework's capabilities ask for. */
    private static List<Resource> resources(Outstanding offer) {
        var resources = offer.framework.has(Capability.Type.MULTI_ROLE)
                ? offer.resources.allocatedTo(offer.role)
                : offer.resources.toProtos();
        return offer.framework.has(Capability.Type.RESERVATION_REFINEMENT)
                ? resources
                : resources.stream().map(ResourceFormat::plain).toList();
    }
}
