package stadion.persistence.zookeeper;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.apache.zookeeper.Op;
import org.apache.zookeeper.OpResult;
import stadion.persistence.lease.LeaseRecords;

/**
 * The leases, each a node with a child {@code epoch} that is changed only when the lease is given to somebody: its version, from 0 on, is the epoch less one.
 *
 * <p>ZooKeeper offers no clock. So every open store reads all leases each {@link #LOOK} and notes when, by its own monotonic clock, it first saw the version that a lease has; one
 * that has not changed for its time to live since is expired.
 */
final class ZooKeeperLeases implements LeaseRecords {

    private static final Duration LOOK = Duration.ofMillis(250);

    private final Znodes znodes;
    private final String base;
    private final Map<String, Seen> seen = new ConcurrentHashMap<>();

    ZooKeeperLeases(Znodes znodes, String base) {
        this.znodes = znodes;
        this.base = base;
        ScheduledFuture<?> unused = znodes.each(LOOK, this::look);
    }

    /** A version of a lease, and when it was seen first. */
    private record Seen(int version, long creation, long since) {
        boolean isOf(Znode lease) {
            return version == lease.stat().getVersion()
                    && creation == lease.stat().getCzxid();
        }
    }

    /** What a lease's node says; no owner when it was released. */
    private record Held(String owner, long timeToLiveMillis) {
        static Held in(Znode node) {
            String[] lines = new String(node.data(), UTF_8).split("\n", -1);
            return new Held(lines[0], Long.parseLong(lines[1]));
        }

        byte[] bytes() {
            return (owner + "\n" + timeToLiveMillis).getBytes(UTF_8);
        }
    }

    static String root(String base) {
        return base + "/leases";
    }

    /** The operation that fails unless the lease has that epoch. */
    static Op check(String base, String lease, long epoch) {
        return Op.check(epochOf(root(base) + "/" + NodeName.of(lease)), version(epoch));
    }

    @Override
    public CompletionStage<OptionalLong> take(String name, String owner, Duration timeToLive) {
        String path = path(name);
        byte[] mine = new Held(owner, timeToLive.toMillis()).bytes();
        return znodes.read(path).thenCompose(found -> {
            if (found.isEmpty()) {
                return given(List.of(znodes.create(path, mine), znodes.create(epochOf(path), new byte[0])));
            }
            Znode lease = found.get();
            if (!isFor(owner, path, lease)) {
                return CompletableFuture.completedFuture(OptionalLong.empty());
            }
            return given(List.of(
                    Op.setData(path, mine, lease.stat().getVersion()),
                    Op.setData(epochOf(path), owner.getBytes(UTF_8), -1)));
        });
    }

    private boolean isFor(String owner, String path, Znode lease) {
        Held held = Held.in(lease);
        Seen first = seenNow(path, lease);
        // It may have been renewed as long before it was looked at as there is between two looks.
        long waited = System.nanoTime() - first.since + LOOK.toNanos();
        return held.owner.isEmpty()
                || held.owner.equals(owner)
                || waited > TimeUnit.MILLISECONDS.toNanos(held.timeToLiveMillis);
    }

    /** The second operation sets or creates the epoch; who was not the first to do so got nothing. */
    private CompletionStage<OptionalLong> given(List<Op> operations) {
        return znodes.multi(operations)
                .thenApply(results -> OptionalLong.of(
                        results.get(1) instanceof OpResult.SetDataResult set
                                ? set.getStat().getVersion() + 1L
                                : 1L))
                .exceptionallyCompose(failure -> Failures.isConflict(failure)
                        ? CompletableFuture.completedFuture(OptionalLong.empty())
                        : CompletableFuture.failedFuture(znodes.unavailable(failure)));
    }

    @Override
    public CompletionStage<Boolean> renew(String name, String owner, long epoch, Duration timeToLive) {
        return ifStill(name, epoch, new Held(owner, timeToLive.toMillis()));
    }

    @Override
    public CompletionStage<Void> release(String name, String owner, long epoch) {
        return ifStill(name, epoch, new Held("", 0)).thenAccept(done -> {});
    }

    private CompletionStage<Boolean> ifStill(String name, long epoch, Held held) {
        return znodes.multi(List.of(check(base, name, epoch), Op.setData(path(name), held.bytes(), -1)))
                .thenApply(done -> true)
                .exceptionallyCompose(failure -> Failures.isConflict(failure)
                        ? CompletableFuture.completedFuture(false)
                        : CompletableFuture.failedFuture(znodes.unavailable(failure)));
    }

    /** While the ensemble can't be reached nothing is seen, which only makes leases last longer. */
    private void look() {
        znodes.children(root(base)).thenAccept(names -> names.ifPresent(all -> all.forEach(this::look)));
    }

    private void look(String name) {
        String path = root(base) + "/" + name;
        znodes.read(path).thenAccept(lease -> lease.ifPresent(found -> seenNow(path, found)));
    }

    private Seen seenNow(String path, Znode lease) {
        Seen now = new Seen(lease.stat().getVersion(), lease.stat().getCzxid(), System.nanoTime());
        return seen.merge(path, now, (before, found) -> before.isOf(lease) ? before : found);
    }

    private String path(String name) {
        return root(base) + "/" + NodeName.of(name);
    }

    private static String epochOf(String path) {
        return path + "/epoch";
    }

    private static int version(long epoch) {
        return Math.toIntExact(epoch - 1);
    }
}
