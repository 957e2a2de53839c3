package stadion.scheduler.launch;

import java.time.Instant;
import java.util.List;
import org.apache.mesos.v1.Protos.Offer;
import org.jspecify.annotations.Nullable;
import stadion.scheduler.model.RunSpec;
import stadion.scheduler.offer.Reason;

/**
 * Why instances of an app or pod are not running yet, as {@code /v2/queue} shows it.
 *
 * @param count instances still to be launched
 * @param notBefore when the back-off delay ends
 * @param since since when instances have been waiting
 */
public record QueueItem(RunSpec runSpec, int count, Instant notBefore, Instant since, OfferStats stats) {

    public ProcessedOffers offers() {
        return stats.summary();
    }

    /**
     * What became of the offers seen since the launch attempt began.
     *
     * @param lastOffers counts over the last offer of each agent
     * @param launchAttempt counts over all offers
     * @param unusedOffers the last offer of each agent that was of no use
     */
    public record ProcessedOffers(
            int processed,
            int unused,
            @Nullable Instant lastUnused,
            @Nullable Instant lastUsed,
            List<Rejects> lastOffers,
            List<Rejects> launchAttempt,
            List<UnusedOffer> unusedOffers) {}

    /** An offer that was of no use; {@code detail} says with numbers what was missing, {@code lack} which part of what is needed (1 where that cannot be counted). */
    public record UnusedOffer(Offer offer, Reason reason, double lack, String detail, Instant timestamp) {}

    /** How many offers got as far as a rule ({@code processed}) and how many of them it refused ({@code declined}). */
    public record Rejects(Reason reason, int declined, int processed) {}
}
