package stadion.scheduler.offer;

import java.util.Map;
import org.apache.mesos.v1.Protos.Offer;
import stadion.scheduler.model.Instance;

/** What one offer still holds while it is being matched; mutable, confined to the matcher. */
public final class OfferLedger {

    private final Offer offer;

    private OfferLedger(Offer offer) {
        this.offer = offer;
    }

    public static OfferLedger of(Offer offer) {
        return new OfferLedger(offer);
    }

    public Offer offer() {
        return offer;
    }

    /** The agent of this offer, its attributes in Marathon's text form. */
    public Instance.AgentRef agent() {
        return new Instance.AgentRef(offer.getAgentId().getValue(), offer.getHostname(), null, null, Map.of());
    }
}
