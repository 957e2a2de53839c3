package stadion.deploy.server.cluster;

import akka.actor.AbstractExtensionId;
import akka.actor.ActorSystem;
import akka.actor.ExtendedActorSystem;
import akka.actor.Extension;
import java.util.Optional;
import stadion.persistence.NodeDirectory.Entry;

/** The entry in the directory of the node that an actor system is. */
final class Standing implements Extension {

    private static final Id ID = new Id();

    private volatile Optional<Entry> entry = Optional.empty();

    private Standing() {}

    static Standing of(ActorSystem system) {
        return ID.get(system);
    }

    void entered(Entry given) {
        entry = Optional.of(given);
    }

    /** Empty before the node has entered. */
    Optional<Entry> entry() {
        return entry;
    }

    private static final class Id extends AbstractExtensionId<Standing> {
        @Override
        public Standing createExtension(ExtendedActorSystem system) {
            return new Standing();
        }
    }
}
