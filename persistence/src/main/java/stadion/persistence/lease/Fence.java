package stadion.persistence.lease;

import akka.actor.AbstractExtensionId;
import akka.actor.ActorSystem;
import akka.actor.ExtendedActorSystem;
import akka.actor.Extension;
import java.util.concurrent.atomic.AtomicReference;
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;

/**
 * The epochs of the leases that an actor system was given last. A journal or snapshot store makes a write only together with the check that each of these leases still is
 * of that epoch. So once another node was given a lease, a process that does not know it yet, as it was paused, can store nothing. An actor
 * system that never was given a lease is not checked.
 */
public final class Fence implements Extension {

    private static final Id ID = new Id();

    private final AtomicReference<PMap<String, Long>> epochs = new AtomicReference<>(HashTreePMap.empty());

    private Fence() {}

    /** The fence of that actor system. */
    public static Fence of(ActorSystem system) {
        return ID.get(system);
    }

    /** From the name of each lease to the epoch that it must have. */
    public PMap<String, Long> epochs() {
        return epochs.get();
    }

    void given(String lease, long epoch) {
        epochs.updateAndGet(all -> all.plus(lease, epoch));
    }

    private static final class Id extends AbstractExtensionId<Fence> {
        @Override
        public Fence createExtension(ExtendedActorSystem system) {
            return new Fence();
        }
    }
}
