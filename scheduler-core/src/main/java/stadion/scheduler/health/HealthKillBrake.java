package stadion.scheduler.health;

import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import stadion.scheduler.model.InstanceId;

/**
 * Whether instances of one app may be killed because they fail their health checks. When a large part of them fails within one interval, the cause is rarely in the instances
 * (more likely the network between them and the scheduler, or something that all of them need), and killing them would make it worse. So no kill is allowed then; those who ask
 * again after each further failure are allowed to as soon as fewer fail.
 *
 * <p>Reads no clock. An instance counts as failing from a failed check until it passes all, ends, or has not failed for the time that is given with the failure. So the brake
 * holds before the first kill when all begin to fail at the same time.
 */
public final class HealthKillBrake {

    /** Fewer failing instances than this never hold the brake. */
    public static final int AT_LEAST = 2;

    /** The share that means that every kill is allowed. */
    public static final double OFF = Double.POSITIVE_INFINITY;

    /** A share of a whole number is not always exact. */
    private static final double TOLERANCE = 1e-9;

    /**
     * Kills are being postponed.
     *
     * @param since when the first was
     * @param failing how many instances fail
     * @param running of so many that run
     */
    public record Hold(Instant since, int failing, int running) {}

    private final double share;
    private final Map<InstanceId, Instant> failingUntil = new LinkedHashMap<>();
    private @Nullable Instant since;

    /** @param share of the running instances, above 0 to 1: when as many fail, kills stop; or {@link #OFF} */
    public HealthKillBrake(double share) {
        this.share = share;
    }

    /** A check of an instance has failed outside of its grace period; if it does not within {@code window} again, it counts no longer. */
    public void failed(InstanceId instance, Instant now, Duration window) {
        // The order is that of the latest failures.
        failingUntil.remove(instance);
        failingUntil.put(instance, now.plus(window));
    }

    /** The instance passes all its checks, or has ended. */
    public void recovered(InstanceId instance) {
        failingUntil.remove(instance);
    }

    /** Whether an instance that has failed too often may be killed now. If not, the brake holds from now on. */
    public boolean allowsKill(int running, Instant now) {
        boolean allowed = !isLargePart(running, now);
        if (allowed) {
            since = null;
        } else if (since == null) {
            since = now;
        }
        return allowed;
    }

    /** Whether it held when it was last asked. */
    public boolean isHolding() {
        return since != null;
    }

    /** How it stands; empty when no kill is postponed, or none has to be any longer. */
    public Optional<Hold> hold(int running, Instant now) {
        if (isHolding() && !isLargePart(running, now)) {
            since = null;
        }
        return since == null ? Optional.empty() : Optional.of(new Hold(since, failingUntil.size(), running));
    }

    private boolean isLargePart(int running, Instant now) {
        forget(now);
        int failing = failingUntil.size();
        return failing >= AT_LEAST && failing + TOLERANCE >= share * running;
    }

    private void forget(Instant now) {
        Iterator<Instant> oldest = failingUntil.values().iterator();
        while (oldest.hasNext() && !oldest.next().isAfter(now)) {
            oldest.remove();
        }
    }
}
