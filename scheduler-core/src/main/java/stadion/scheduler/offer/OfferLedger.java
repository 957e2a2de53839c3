package stadion.scheduler.offer;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.mesos.v1.Protos.Attribute;
import org.apache.mesos.v1.Protos.Offer;
import org.apache.mesos.v1.Protos.Resource;
import org.apache.mesos.v1.Protos.Value;
import org.jspecify.annotations.Nullable;
import stadion.scheduler.model.Instance;
import stadion.scheduler.model.InstanceId;

/**
 * What one offer still holds while it is being matched; mutable, confined to the matcher. The offer is read once, when the ledger is opened.
 *
 * <p>What is reserved for one instance of an app with volumes, and disks other than the root disk, are kept apart: they are not there for any task.
 */
public final class OfferLedger {

    private final Offer offer;
    private final Instance.AgentRef agent;
    private final Set<String> scalarAttributes = new HashSet<>(0);
    private final Set<String> roles = new HashSet<>(4);
    private final Map<ScalarKind, ScalarShares> scalars = new EnumMap<>(ScalarKind.class);
    private final PortShares ports = new PortShares();
    private final DiskShares disks = new DiskShares();
    private final Map<InstanceId, List<Resource>> reserved = new HashMap<>(0);

    private OfferLedger(Offer offer) {
        this.offer = offer;
        this.agent = agentOf(offer);
        for (ScalarKind kind : ScalarKind.all()) {
            scalars.put(kind, new ScalarShares(kind.resource()));
        }
    }

    public static OfferLedger of(Offer offer) {
        OfferLedger ledger = new OfferLedger(offer);
        for (Resource resource : offer.getResourcesList()) {
            if (!Reservation.isForOneInstance(resource)) {
                ledger.enter(resource);
            } else {
                ledger.enterReserved(resource);
            }
        }
        return ledger;
    }

    /** A ledger of nothing but what is reserved for one instance. */
    static OfferLedger ofReserved(Offer offer, List<Resource> reserved) {
        OfferLedger ledger = new OfferLedger(offer);
        reserved.forEach(ledger::enter);
        return ledger;
    }

    public Offer offer() {
        return offer;
    }

    /** The agent of this offer, its attributes in Marathon's text form. */
    public Instance.AgentRef agent() {
        return agent;
    }

    /** The role to which Mesos allocated this offer, null if the master does not say. */
    @Nullable
    String allocatedTo() {
        return offer.hasAllocationInfo() ? offer.getAllocationInfo().getRole() : null;
    }

    /** The roles that own something in this offer. */
    Set<String> roles() {
        return roles;
    }

    /** Whether less than these amounts is left, in thousandths, whoever owns it. */
    public boolean holdsLessThan(long cpus, long mem) {
        return scalar(ScalarKind.CPUS).left() < cpus || scalar(ScalarKind.MEM).left() < mem;
    }

    /** Whether the agent's attribute of this name is a number, to be compared as one. */
    boolean isScalar(String attribute) {
        return scalarAttributes.contains(attribute);
    }

    ScalarShares scalar(ScalarKind kind) {
        return scalars.get(kind);
    }

    PortShares ports() {
        return ports;
    }

    DiskShares disks() {
        return disks;
    }

    /** The instances for which something here is reserved; hardly ever any. */
    public Set<InstanceId> reservedInstances() {
        return reserved.keySet();
    }

    /** What is reserved for an instance, as it stands in the offer; empty if nothing is. */
    List<Resource> reservedFor(InstanceId instance) {
        return reserved.getOrDefault(instance, List.of());
    }

    private void enter(Resource resource) {
        roles.add(RoleFilter.ownerOf(resource));
        if (resource.getName().equals("ports")) {
            ports.add(resource);
            return;
        }
        for (ScalarKind kind : ScalarKind.all()) {
            if (kind.resource().equals(resource.getName()) && !resource.hasDisk()) {
                scalar(kind).add(resource);
            }
        }
        if (resource.hasDisk()
                && !resource.getDisk().hasPersistence()
                && RoleFilter.ownerOf(resource).equals(RoleFilter.UNRESERVED)) {
            disks.add(resource);
        }
    }

    private void enterReserved(Resource resource) {
        Reservation.instanceOf(resource, offer.getFrameworkId().getValue())
                .ifPresent(instance -> reserved.computeIfAbsent(instance, i -> new ArrayList<>())
                        .add(resource));
    }

    private Instance.AgentRef agentOf(Offer from) {
        Map<String, String> attributes = new LinkedHashMap<>();
        for (Attribute attribute : from.getAttributesList()) {
            if (attributes.putIfAbsent(attribute.getName(), AttributeText.of(attribute)) == null
                    && attribute.getType() == Value.Type.SCALAR) {
                scalarAttributes.add(attribute.getName());
            }
        }
        boolean placed = from.hasDomain() && from.getDomain().hasFaultDomain();
        return new Instance.AgentRef(
                from.getAgentId().getValue(),
                from.getHostname(),
                placed ? from.getDomain().getFaultDomain().getRegion().getName() : null,
                placed ? from.getDomain().getFaultDomain().getZone().getName() : null,
                attributes);
    }
}
