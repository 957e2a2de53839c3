package stadion.scheduler.launch;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.apache.mesos.v1.Protos.Offer;
import org.jspecify.annotations.Nullable;
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;
import stadion.scheduler.launch.QueueItem.ProcessedOffers;
import stadion.scheduler.launch.QueueItem.Rejects;
import stadion.scheduler.launch.QueueItem.UnusedOffer;
import stadion.scheduler.offer.OfferMatcher.Match.Refused;
import stadion.scheduler.offer.Reason;

/** Counts of what became of the offers that an app has seen since it began to wait. Immutable; one step costs the same however many there were. */
final class OfferStats {

    static final OfferStats NONE = new OfferStats(0, 0, null, null, HashTreePMap.empty(), HashTreePMap.empty());

    private final int processed;
    private final int unused;
    private final @Nullable Instant lastUnused;
    private final @Nullable Instant lastUsed;
    private final PMap<Reason, Integer> refusals;
    private final PMap<String, Last> lastByAgent;

    /** The last offer of an agent; {@code refused} is null when it was used. */
    private record Last(Offer offer, @Nullable Refused refused, Instant at) {}

    private OfferStats(
            int processed,
            int unused,
            @Nullable Instant lastUnused,
            @Nullable Instant lastUsed,
            PMap<Reason, Integer> refusals,
            PMap<String, Last> lastByAgent) {
        this.processed = processed;
        this.unused = unused;
        this.lastUnused = lastUnused;
        this.lastUsed = lastUsed;
        this.refusals = refusals;
        this.lastByAgent = lastByAgent;
    }

    /** For the next time something waits: all is counted anew, only the last use of an offer is remembered. */
    OfferStats afresh() {
        return new OfferStats(0, 0, null, lastUsed, HashTreePMap.empty(), HashTreePMap.empty());
    }

    OfferStats used(Offer offer, Instant now) {
        return new OfferStats(
                processed + 1,
                unused,
                lastUnused,
                now,
                refusals,
                lastByAgent.plus(offer.getAgentId().getValue(), new Last(offer, null, now)));
    }

    OfferStats refused(Offer offer, Refused refused, Instant now) {
        return new OfferStats(
                processed + 1,
                unused + 1,
                now,
                lastUsed,
                refusals.plus(refused.reason(), refusals.getOrDefault(refused.reason(), 0) + 1),
                lastByAgent.plus(offer.getAgentId().getValue(), new Last(offer, refused, now)));
    }

    /** What users see of it. */
    ProcessedOffers summary() {
        Collection<Last> last = lastByAgent.values();
        PMap<Reason, Integer> lastRefusals = HashTreePMap.empty();
        List<UnusedOffer> unusedOffers = new ArrayList<>();
        for (Last l : last) {
            if (l.refused() != null) {
                Reason reason = l.refused().reason();
                lastRefusals = lastRefusals.plus(reason, lastRefusals.getOrDefault(reason, 0) + 1);
                unusedOffers.add(new UnusedOffer(l.offer(), reason, l.refused().detail(), l.at()));
            }
        }
        return new ProcessedOffers(
                processed,
                unused,
                lastUnused,
                lastUsed,
                funnel(last.size(), lastRefusals),
                funnel(processed, refusals),
                unusedOffers);
    }

    /** Each rule sees what the rules before it let pass. */
    private static List<Rejects> funnel(int offers, PMap<Reason, Integer> refusals) {
        List<Rejects> funnel = new ArrayList<>();
        int left = offers;
        for (Reason reason : Reason.values()) {
            int declined = refusals.getOrDefault(reason, 0);
            funnel.add(new Rejects(reason, declined, left));
            left -= declined;
        }
        return funnel;
    }
}
