package stadion.scheduler.launch;

import java.util.ArrayList;
import java.util.List;
import org.apache.mesos.v1.Protos.Offer;
import org.apache.mesos.v1.Protos.OfferID;
import stadion.scheduler.mesos.MesosGateway;

/** An offer in use: what is launched or reserved on it is known when the apps concerned have stored each of the launches found for it, or refused to. */
final class Acceptance {

    private final Offer offer;
    private final List<Offer.Operation> operations = new ArrayList<>();
    private int launches;
    private int answered;

    Acceptance(Offer offer) {
        this.offer = offer;
    }

    /** One more launch was found. */
    void expectOne() {
        launches++;
    }

    /** How many launches were found. */
    int launches() {
        return launches;
    }

    /** What was reserved for instances that are gone is released; nobody has to store that. */
    void release(List<Offer.Operation> releasing) {
        operations.addAll(releasing);
    }

    /** A launch, or a reservation, is stored. */
    void confirm(List<Offer.Operation> confirmed) {
        operations.addAll(confirmed);
        answered++;
    }

    /** A launch is not wanted any more. */
    void refuse() {
        answered++;
    }

    boolean isComplete() {
        return answered == launches;
    }

    /** What Mesos is to be told. */
    MesosGateway.Command call() {
        List<OfferID> offers = List.of(offer.getId());
        return operations.isEmpty()
                ? new MesosGateway.Decline(offers, 0)
                : new MesosGateway.Accept(offers, operations, 0);
    }
}
