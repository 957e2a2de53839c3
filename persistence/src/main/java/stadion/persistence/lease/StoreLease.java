package stadion.persistence.lease;

import akka.actor.ExtendedActorSystem;
import akka.coordination.lease.LeaseSettings;
import akka.coordination.lease.LeaseTimeoutException;
import akka.coordination.lease.javadsl.Lease;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import stadion.persistence.OpenStores;

/**
 * Akka's lease for cluster singletons, on the store of the actor system. While held it is renewed each {@code heartbeat-interval}. When no renewal has succeeded for three quarters of {@code
 * heartbeat-timeout}, counted from the moment the last successful one was sent, it is regarded as lost; others are given it a full {@code heartbeat-timeout} after that one arrived. Time
 * is measured by this process's monotonic clock.
 */
public final class StoreLease extends Lease {

    private static final Logger LOG = LoggerFactory.getLogger(StoreLease.class);

    /** How often it is looked whether the lease is lost, in each interval between renewals. */
    private static final int LOOKS = 4;

    private final LeaseSettings settings;
    private final LeaseRecords records;
    private final Fence fence;
    private final String name;
    private final Duration timeToLive;
    private final long trustNanos;
    private final String owner;
    private final ScheduledThreadPoolExecutor timer;

    private @Nullable Holding holding;
    private @Nullable CompletionStage<Boolean> asking;
    private Consumer<Optional<Throwable>> onLost = because -> {};

    /** Created by Akka, once for each name in an actor system. */
    public StoreLease(LeaseSettings settings, ExtendedActorSystem system) {
        this.settings = settings;
        this.name = settings.leaseName();
        this.records = OpenStores.find(settings.leaseConfig(), LeaseStore.class).leases();
        this.fence = Fence.of(system);
        this.timeToLive = settings.timeoutSettings().getHeartbeatTimeout();
        this.trustNanos = timeToLive.toNanos() / 4 * 3;
        // A node that begins anew on the same address is another owner: the older one may still run.
        this.owner = settings.ownerName() + " " + UUID.randomUUID();
        this.timer = new ScheduledThreadPoolExecutor(1, this::thread);
        timer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        system.registerOnTermination(this::end);
    }

    /** One time that the lease was given to this node. */
    private static final class Holding {
        final long epoch;
        final ScheduledFuture<?> looks;
        long trustedUntil;
        long renewAt;
        boolean renewing;

        Holding(long epoch, ScheduledFuture<?> looks) {
            this.epoch = epoch;
            this.looks = looks;
        }
    }

    @Override
    public LeaseSettings getSettings() {
        return settings;
    }

    @Override
    public CompletionStage<Boolean> acquire() {
        return acquire(because -> {});
    }

    @Override
    public synchronized CompletionStage<Boolean> acquire(Consumer<Optional<Throwable>> leaseLost) {
        onLost = leaseLost;
        if (checkLease()) {
            return CompletableFuture.completedFuture(true);
        }
        if (asking == null) {
            CompletionStage<Boolean> answer = ask();
            asking = answer;
            answer.whenComplete((given, failure) -> answered(answer));
            return answer;
        }
        return asking;
    }

    private CompletionStage<Boolean> ask() {
        long asked = System.nanoTime();
        return inTime(records.take(name, owner, timeToLive)).thenApply(epoch -> begin(epoch, asked));
    }

    @Override
    public synchronized boolean checkLease() {
        return holding != null && System.nanoTime() - holding.trustedUntil < 0;
    }

    @Override
    public CompletionStage<Boolean> release() {
        Holding released = drop(holding());
        if (released == null) {
            return CompletableFuture.completedFuture(true);
        }
        return inTime(records.release(name, owner, released.epoch)).thenApply(done -> true);
    }

    private synchronized @Nullable Holding holding() {
        return holding;
    }

    private synchronized void answered(CompletionStage<Boolean> answer) {
        if (asking == answer) {
            asking = null;
        }
    }

    private synchronized boolean begin(OptionalLong epoch, long asked) {
        // An answer that took too long is of no use; what was given expires by itself.
        if (epoch.isEmpty() || System.nanoTime() - asked > trustNanos) {
            return false;
        }
        drop(holding);
        long interval = settings.timeoutSettings().getHeartbeatInterval().toNanos();
        Holding given = new Holding(
                epoch.getAsLong(),
                timer.scheduleWithFixedDelay(this::look, interval / LOOKS, interval / LOOKS, TimeUnit.NANOSECONDS));
        given.trustedUntil = asked + trustNanos;
        given.renewAt = asked + interval;
        holding = given;
        fence.given(name, given.epoch);
        return true;
    }

    private synchronized void look() {
        long now = System.nanoTime();
        Holding held = holding;
        if (held == null) {
            return;
        }
        if (now - held.trustedUntil >= 0) {
            lose(held, "it could not be renewed for " + trustNanos / 1_000_000 + " ms");
        } else if (!held.renewing && now - held.renewAt >= 0) {
            held.renewing = true;
            held.renewAt =
                    now + settings.timeoutSettings().getHeartbeatInterval().toNanos();
            inTime(records.renew(name, owner, held.epoch, timeToLive))
                    .whenComplete((still, failure) -> renewed(held, now, still, failure));
        }
    }

    private synchronized void renewed(Holding held, long sent, @Nullable Boolean still, @Nullable Throwable failure) {
        held.renewing = false;
        if (failure != null) {
            LOG.debug("The lease {} could not be renewed; it is tried again.", name, failure);
        } else if (Boolean.TRUE.equals(still)) {
            held.trustedUntil = sent + trustNanos;
        } else {
            lose(held, "another node was given it");
        }
    }

    private void lose(Holding held, String why) {
        if (drop(held) != null) {
            LOG.warn("This node lost the lease {}: {}.", name, why);
            Consumer<Optional<Throwable>> told = onLost;
            timer.execute(() -> told.accept(Optional.of(new LeaseTimeoutException("lost " + name + ": " + why))));
        }
    }

    private synchronized @Nullable Holding drop(@Nullable Holding held) {
        if (held == null || holding != held) {
            return null;
        }
        holding = null;
        held.looks.cancel(false);
        return held;
    }

    /** When the actor system has ended, nothing runs under the lease any more. */
    private void end() {
        release().whenComplete((done, failure) -> timer.shutdown());
    }

    private <T> CompletionStage<T> inTime(CompletionStage<T> answer) {
        Duration patience = settings.timeoutSettings().getOperationTimeout();
        return answer.toCompletableFuture().copy().orTimeout(patience.toMillis(), TimeUnit.MILLISECONDS);
    }

    private Thread thread(Runnable work) {
        Thread thread = new Thread(work, "stadion-lease");
        thread.setDaemon(true);
        return thread;
    }
}
