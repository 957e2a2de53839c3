package stadion.scheduler.launch;

import java.time.Instant;
import stadion.scheduler.model.AppDefinition;

/** Makes items of the launch queue for tests. */
public final class QueueItems {

    private QueueItems() {}

    /** An app of which no instance runs and that has seen no offer. */
    public static QueueItem unseen(AppDefinition app, Instant notBefore) {
        return new QueueItem(app, app.instances(), notBefore, notBefore, OfferStats.NONE);
    }
}
