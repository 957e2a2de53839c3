package stadion.scheduler.launch;

import akka.actor.typed.ActorRef;
import org.pcollections.PMap;
import org.pcollections.PSet;
import stadion.scheduler.model.Instance;
import stadion.scheduler.model.InstanceId;
import stadion.scheduler.model.RunSpec;
import stadion.scheduler.offer.Placement;

/**
 * What an app or pod wants launched: the {@code waiting} among its {@code instances}. A demand of the same one with a higher {@code revision} replaces one with a lower.
 *
 * @param placement where its other instances are
 * @param owner is told of the places that were found
 */
public record Demand(
        long revision,
        RunSpec runSpec,
        PMap<InstanceId, Instance> instances,
        PSet<InstanceId> waiting,
        Placement placement,
        ActorRef<Found> owner) {

    public boolean isEmpty() {
        return waiting.isEmpty();
    }
}
