package stadion.scheduler.launch;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import org.apache.mesos.v1.Protos.Offer;
import stadion.scheduler.model.RunSpec;
import stadion.scheduler.offer.MatchSettings;
import stadion.scheduler.offer.OfferLedger;
import stadion.scheduler.offer.OfferMatcher;
import stadion.scheduler.offer.OfferMatcher.Match;
import stadion.scheduler.offer.Placement;

/** Makes items of the launch queue for tests. */
public final class QueueItems {

    private QueueItems() {}

    /** An app or pod of which no instance runs and that has seen no offer. */
    public static QueueItem unseen(RunSpec runSpec, Instant notBefore) {
        return new QueueItem(runSpec, runSpec.instances(), notBefore, notBefore, OfferStats.NONE);
    }

    /** The same after a matcher without flags has looked at these offers. */
    public static QueueItem seen(RunSpec runSpec, List<Offer> offers) {
        OfferMatcher matcher =
                new OfferMatcher(MatchSettings.DEFAULTS, new Random(1), InstantSource.fixed(Instant.EPOCH));
        OfferStats stats = OfferStats.NONE;
        for (Offer offer : offers) {
            Match match = matcher.match(OfferLedger.of(offer), runSpec, Placement.NONE);
            stats = stats.refused(offer, (Match.Refused) match, Instant.EPOCH);
        }
        return new QueueItem(runSpec, runSpec.instances(), Instant.EPOCH, Instant.EPOCH, stats);
    }
}
