package stadion.persistence.lease;

import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.CompletionStage;

/**
 * The records of leases in a store, one for each name: who holds it, and the epoch, which grows by one each time that it is given to somebody. Safe for use by many threads; a
 * stage fails, within seconds, while the store cannot be reached.
 */
public interface LeaseRecords {

    /**
     * Gives a lease to this owner if it was never given, was released, was not renewed for the time its holder asked for, or is this owner's.
     *
     * @param owner names one holder in one run of its actor system
     * @param timeToLive for how long it is kept for the owner after this and each renewal
     * @return the new epoch; empty if another one holds the lease
     */
    CompletionStage<OptionalLong> take(String name, String owner, Duration timeToLive);

    /** Keeps a lease for another time to live, which begins when the store does this; false if another one was given it since. */
    CompletionStage<Boolean> renew(String name, String owner, long epoch, Duration timeToLive);

    /** Gives a lease free, so that the next one need not wait. Does nothing if another one was given it since. */
    CompletionStage<Void> release(String name, String owner, long epoch);
}
