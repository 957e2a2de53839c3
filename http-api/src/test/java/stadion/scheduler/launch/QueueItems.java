package stadion.scheduler.launch;

import java.time.Instant;
import stadion.scheduler.model.RunSpec;

/** Makes items of the launch queue for tests. */
public final class QueueItems {

    private QueueItems() {}

    /** An app or pod of which no instance runs and that has seen no offer. */
    public static QueueItem unseen(RunSpec runSpec, Instant notBefore) {
        return new QueueItem(runSpec, runSpec.instances(), notBefore, notBefore, OfferStats.NONE);
    }
}
