package stadion.persistence.zookeeper;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.zookeeper.Op;
import org.jspecify.annotations.Nullable;
import org.pcollections.PMap;
import stadion.persistence.lease.Fence;
import stadion.persistence.lease.FencedOff;

/** Transactions that are made only if the leases of this actor system were given to nobody else. */
final class FencedTransactions {

    /** Nodes that are deleted in one transaction. */
    private static final int DELETIONS = 500;

    private final Znodes znodes;
    private final Fence fence;
    private final String base;
    private @Nullable PMap<String, Long> agreedEpochs;
    private CompletionStage<?> agreement = CompletableFuture.completedFuture(null);

    FencedTransactions(Znodes znodes, Fence fence, String base) {
        this.znodes = znodes;
        this.fence = fence;
        this.base = base;
    }

    /**
     * Completes when what is read is no older than the moment at which this actor system was given its leases. Nobody else stores anything from then on; but the server that answers this
     * session may not have heard of the last that was stored before.
     */
    synchronized CompletionStage<?> upToDate() {
        PMap<String, Long> epochs = fence.epochs();
        if (!epochs.equals(agreedEpochs) || agreement.toCompletableFuture().isCompletedExceptionally()) {
            agreedEpochs = epochs;
            agreement = znodes.agree(Op.check(base, -1));
        }
        return agreement;
    }

    /** Does all of it or nothing; fails with {@link FencedOff} if a lease was given to another. */
    CompletionStage<Void> run(List<Op> operations) {
        PMap<String, Long> epochs = fence.epochs();
        List<Op> all = new ArrayList<>(epochs.size() + operations.size());
        epochs.forEach((lease, epoch) -> all.add(ZooKeeperLeases.check(base, lease, epoch)));
        all.addAll(operations);
        return znodes.multi(all)
                .<Void>thenApply(done -> null)
                .exceptionallyCompose(
                        failure -> CompletableFuture.failedFuture(explain(Failures.cause(failure), epochs)));
    }

    /** The first operations are the checks of the leases, in this order. */
    private static Throwable explain(Throwable failure, PMap<String, Long> epochs) {
        if (failure instanceof Znodes.Refused refused && refused.operation() < epochs.size()) {
            String lease = List.copyOf(epochs.keySet()).get(refused.operation());
            return new FencedOff(lease, epochs.get(lease));
        }
        return failure;
    }

    /** Writes the parts of large records, each in a transaction of its own. */
    CompletionStage<Void> write(String parent, List<Parts.Part> parts) {
        CompletionStage<Void> written = CompletableFuture.completedFuture(null);
        for (Parts.Part part : parts) {
            written =
                    written.thenCompose(before -> run(List.of(znodes.create(parent + "/" + part.name(), part.data()))));
        }
        return written;
    }

    /** Deletes these nodes, in as many transactions as that takes. */
    CompletionStage<Void> delete(String parent, List<String> names) {
        CompletionStage<Void> deleted = CompletableFuture.completedFuture(null);
        for (int from = 0; from < names.size(); from += DELETIONS) {
            List<Op> some = names.subList(from, Math.min(from + DELETIONS, names.size())).stream()
                    .map(name -> Op.delete(parent + "/" + name, -1))
                    .toList();
            deleted = deleted.thenCompose(before -> run(some));
        }
        return deleted;
    }
}
