package stadion.scheduler.launch;

import akka.actor.typed.ActorRef;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import stadion.scheduler.model.Instance.AgentRef;
import stadion.scheduler.model.Instance.LocalVolume;
import stadion.scheduler.model.InstanceId;

/**
 * Places were found for instances of an app. The app stores those that it still wants, then answers, and only then are they launched or reserved.
 *
 * @param batch names these places in the answer
 * @param configVersion the configuration that the tasks were made for
 */
public record Found(long batch, Instant configVersion, List<Place> places, ActorRef<Stored> replyTo) {

    /**
     * {@code hostPorts} in the order of the app's port list, null where a port is not mapped to the host. With {@code volumes} the place is only to be reserved and these be
     * created there; without, the instance is to be launched.
     */
    public record Place(
            InstanceId instance,
            int incarnation,
            AgentRef agent,
            List<@Nullable Integer> hostPorts,
            List<LocalVolume> volumes) {

        public boolean isToBeReserved() {
            return !volumes.isEmpty();
        }
    }

    /** These may be launched or reserved; {@code demand} is what the app wants besides. */
    public record Stored(long batch, Set<InstanceId> launch, Demand demand) {}
}
