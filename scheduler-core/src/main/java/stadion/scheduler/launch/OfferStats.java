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
@SuppressWarnings("EnumOrdinal") // The ordinals are only used inside, to count, and never kept.
final class OfferStats {

    private static final int[] NO_REFUSALS = new int[Reason.values().length];

    static final OfferStats NONE = new OfferStats(0, 0, null, null, NO_REFUSALS, HashTreePMap.empty());

    private final int processed;
    private final int unused;
    private final @Nullable Instant lastUnused;
    private final @Nullable Instant lastUsed;
    /** How many offers were refused for each reason, by its ordinal; never changed. */
    private final int[] refusals;

    private final PMap<String, Last> lastByAgent;

    /** The last offer of an agent; {@code refused} is null when it was used. */
    private record Last(Offer offer, @Nullable Refused refused, Instant at) {}

    private OfferStats(
            int processed,
            int unused,
            @Nullable Instant lastUnused,
            @Nullable Instant lastUsed,
            int[] refusals,
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
        return new OfferStats(0, 0, null, lastUsed, NO_REFUSALS, HashTreePMap.empty());
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
        int[] counted = refusals.clone();
        counted[refused.reason().ordinal()]++;
        return new OfferStats(
                processed + 1,
                unused + 1,
                now,
                lastUsed,
                counted,
                lastByAgent.plus(offer.getAgentId().getValue(), new Last(offer, refused, now)));
    }

    /** What users see of it. */
    ProcessedOffers summary() {
        Collection<Last> last = lastByAgent.values();
        int[] lastRefusals = NO_REFUSALS.clone();
        List<UnusedOffer> unusedOffers = new ArrayList<>();
        for (Last l : last) {
            if (l.refused() != null) {
                Reason reason = l.refused().reason();
                lastRefusals[reason.ordinal()]++;
                unusedOffers.add(new UnusedOffer(
                        l.offer(), reason, l.refused().lack(), l.refused().detail(), l.at()));
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
    private static List<Rejects> funnel(int offers, int[] refusals) {
        List<Rejects> funnel = new ArrayList<>();
        int left = offers;
        for (Reason reason : Reason.values()) {
            int declined = refusals[reason.ordinal()];
            funnel.add(new Rejects(reason, declined, left));
            left -= declined;
        }
        return funnel;
    }
}
