package stadion.scheduler.mesos;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Finds a master to subscribe with. It need not be the leading one: a master that isn't redirects to the one that is. */
public interface MasterDetector {

    /**
     * The master to try now.
     *
     * @param attempt attempts that failed since the last subscription, 0 or more
     * @return completes once a master is known, or fails with the reason why none can be
     */
    CompletionStage<MasterAddress> find(int attempt);

    /** Tries these masters in turn. */
    static MasterDetector of(List<MasterAddress> masters) {
        List<MasterAddress> all = List.copyOf(masters);
        if (all.isEmpty()) {
            throw new IllegalArgumentException("no Mesos master is given; at least one host:port is needed");
        }
        return attempt -> CompletableFuture.completedFuture(all.get(attempt % all.size()));
    }
}
