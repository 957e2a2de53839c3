package stadion.scheduler.offer;

import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.apache.mesos.v1.Protos.Resource;
import org.jspecify.annotations.Nullable;
import stadion.scheduler.model.AppDefinition;

/** Decides whether one more instance of an app fits an offer. Not safe for use by several threads. */
public final class OfferMatcher {

    /**
     * A matcher for the given flags.
     *
     * @param random chooses among free ports
     */
    public OfferMatcher(MatchSettings settings, RandomGenerator random, InstantSource clock) {}

    /** Tries to place one more instance of the app, of which {@code placed} says where the others are; on success the ledger has been debited. */
    public Match match(OfferLedger offer, AppDefinition app, Placement placed) {
        return new Match.Refused(Reason.UNFULFILLED_ROLE, () -> "matching is not written yet");
    }

    /** The answer to: does one more instance of this app fit this offer? */
    public sealed interface Match {

        /**
         * It does; the ledger has been debited.
         *
         * @param resources what the task takes of the offer
         * @param executorResources what its executor takes besides; empty for the command executor
         * @param hostPorts one entry per port of the app (port definitions, or else port mappings), null where a mapping has no host port
         * @param ports one entry per port of the app: the host port, else the container port (one was chosen if the definition leaves it open)
         */
        record Placed(
                List<Resource> resources,
                List<Resource> executorResources,
                List<@Nullable Integer> hostPorts,
                List<Integer> ports)
                implements Match {}

        /** It does not; the reason is put into words only when somebody asks for them. */
        record Refused(Reason reason, Supplier<String> why) implements Match {
            public String detail() {
                return why.get();
            }
        }
    }
}
