package stadion.scheduler.offer;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.apache.mesos.v1.Protos.Resource;
import org.apache.mesos.v1.Protos.Value;

/**
 * What an offer still holds of one scalar resource, share by share (one per role and reservation), in the offer's order. Amounts are counted in thousandths, as
 * Mesos itself does, so that sums neither drift nor ever exceed the offer in the eyes of Mesos.
 */
final class ScalarShares {

    private final String name;
    private final List<Share> shares = new ArrayList<>(2);

    ScalarShares(String name) {
        this.name = name;
    }

    void add(Resource resource) {
        shares.add(new Share(resource));
    }

    String name() {
        return name;
    }

    /** What the roles that {@code filter} accepts hold together, in thousandths. */
    long available(RoleFilter filter) {
        long sum = 0;
        for (Share share : shares) {
            if (filter.accepts(share.role)) {
                sum += share.left;
            }
        }
        return sum;
    }

    /** What is left, whoever owns it, in thousandths. */
    long left() {
        long sum = 0;
        for (Share share : shares) {
            sum += share.left;
        }
        return sum;
    }

    boolean isEmpty() {
        return left() == 0;
    }

    /** Thousandths, at least one unless the amount is zero; saturates for infinity. */
    static long thousandths(double amount) {
        return amount > 0 ? Math.max(1, Math.round(amount * 1000)) : 0;
    }

    /**
     * Debits {@code amount}, of which {@link #available} must hold enough, from the shares in the offer's order.
     *
     * @return what was taken of each share, the last one first (Marathon's order); the requested amount is stated exactly if one share gave it all
     */
    List<Resource> take(double amount, RoleFilter filter) {
        long wanted = thousandths(amount);
        Deque<Resource> taken = new ArrayDeque<>(2);
        for (int i = 0; i < shares.size() && wanted > 0; i++) {
            Share share = shares.get(i);
            if (share.left > 0 && filter.accepts(share.role)) {
                long part = Math.min(wanted, share.left);
                boolean all = part == wanted && taken.isEmpty();
                taken.addFirst(share.take(part, all ? amount : part / 1000.0));
                wanted -= part;
            }
        }
        if (wanted > 0) {
            throw new IllegalStateException(name + ": " + wanted + " thousandths more taken than there are");
        }
        return List.copyOf(taken);
    }

    private static final class Share {
        private final Resource resource;
        private final String role;
        private long left;

        Share(Resource resource) {
            this.resource =
                    resource.toBuilder().clearAllocationInfo().clearScalar().buildPartial();
            this.role = RoleFilter.ownerOf(resource);
            this.left = Math.round(resource.getScalar().getValue() * 1000);
        }

        Resource take(long part, double stated) {
            left -= part;
            return resource.toBuilder()
                    .setScalar(Value.Scalar.newBuilder().setValue(stated))
                    .build();
        }
    }
}
