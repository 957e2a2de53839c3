package stadion.scheduler.launch;

import akka.actor.typed.ActorRef;
import org.pcollections.PMap;
import org.pcollections.PSet;
import stadion.scheduler.model.Instance;
import stadion.scheduler.model.InstanceId;
import stadion.scheduler.model.RunSpec;
import stadion.scheduler.offer.Placement;

/**
 * What an app or pod wants launched: those among its {@code instances} that are {@code waiting} for a place, and the {@code reserved}, which have one. A demand of the same one with a higher {@code revision} replaces one with a lower.
 *
 * @param reserved can be launched only on what an agent offers as reserved for them; empty for all without persistent volumes
 * @param placement where its other instances are
 * @param owner is told of the places that were found
 */
public record Demand(
        long revision,
        RunSpec runSpec,
        PMap<InstanceId, Instance> instances,
        PSet<InstanceId> waiting,
        PSet<InstanceId> reserved,
        Placement placement,
        ActorRef<Found> owner) {

    public boolean isEmpty() {
        return waiting.isEmpty() && reserved.isEmpty();
    }

    /** How many instances are wanted. */
    public int size() {
        return waiting.size() + reserved.size();
    }
}
