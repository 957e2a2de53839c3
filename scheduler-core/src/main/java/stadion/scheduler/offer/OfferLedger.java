package stadion.scheduler.offer;

import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.apache.mesos.v1.Protos.Attribute;
import org.apache.mesos.v1.Protos.Label;
import org.apache.mesos.v1.Protos.Offer;
import org.apache.mesos.v1.Protos.Resource;
import org.apache.mesos.v1.Protos.Value;
import org.jspecify.annotations.Nullable;
import stadion.scheduler.model.Instance;

/**
 * What one offer still holds while it is being matched; mutable, confined to the matcher. The offer is read once, when the ledger is opened.
 *
 * <p>Not on the ledger: disks other than the root disk, persistent volumes, and what is reserved for one resident instance (label
 * {@code marathon_task_id}), as these are not there for any task.
 */
public final class OfferLedger {

    private final Offer offer;
    private final Instance.AgentRef agent;
    private final Set<String> scalarAttributes = new HashSet<>(0);
    private final Set<String> roles = new HashSet<>(4);
    private final Map<ScalarKind, ScalarShares> scalars = new EnumMap<>(ScalarKind.class);
    private final PortShares ports = new PortShares();

    private OfferLedger(Offer offer) {
        this.offer = offer;
        this.agent = agentOf(offer);
        for (ScalarKind kind : ScalarKind.all()) {
            scalars.put(kind, new ScalarShares(kind.resource()));
        }
        offer.getResourcesList().forEach(this::enter);
    }

    public static OfferLedger of(Offer offer) {
        return new OfferLedger(offer);
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

    private void enter(Resource resource) {
        roles.add(RoleFilter.ownerOf(resource));
        if (isReservedForOneInstance(resource)) {
            return;
        }
        if (resource.getName().equals("ports")) {
            ports.add(resource);
            return;
        }
        for (ScalarKind kind : ScalarKind.all()) {
            if (kind.resource().equals(resource.getName()) && !resource.hasDisk()) {
                scalar(kind).add(resource);
            }
        }
    }

    private static boolean isReservedForOneInstance(Resource resource) {
        if (!resource.hasReservation()) {
            return false;
        }
        for (Label label : resource.getReservation().getLabels().getLabelsList()) {
            if (label.getKey().equals("marathon_task_id")) {
                return true;
            }
        }
        return false;
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
