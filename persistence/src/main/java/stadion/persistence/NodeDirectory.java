package stadion.persistence;

import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/** The nodes that share a store, as they tell of themselves. Safe for use by many threads; every stage fails with {@link StoreUnavailable} while the store cannot be reached. */
public interface NodeDirectory {

    /**
     * A node that is alive, or was a moment ago.
     *
     * @param address where the cluster's other nodes reach it, {@code akka://stadion@host:port}; one node has one address
     * @param api the {@code host:port} at which clients are told to find it
     * @param cluster the number of the cluster that it belongs to; empty while it belongs to none
     */
    record Node(String address, String api, OptionalLong cluster) {}

    /** This node's entry in the directory. */
    interface Entry {

        /**
         * Founds a cluster, unless one of the live nodes belongs to one. Of many nodes that do this at once one succeeds.
         *
         * @return the number of the new cluster, larger than that of every earlier one, which the entry then has; empty if there is a cluster already
         */
        CompletionStage<OptionalLong> found();

        /**
         * This node belongs to a new cluster from now on, whatever the others belong to.
         *
         * @return its number, larger than that of every earlier one; empty if that could not be done just now
         */
        CompletionStage<OptionalLong> foundLater();

        /** This node belongs to that cluster from now on. */
        CompletionStage<Void> joined(long cluster);

        /**
         * Takes other nodes out of the directory, all at once, whether they live or not; those that do lose their entry. Of nodes that do this to each other one succeeds.
         *
         * @param addresses of nodes, which need not be in the directory any more
         * @return false, and nothing is done, if this node is itself no longer in the directory
         */
        CompletionStage<Boolean> expel(Set<String> addresses);

        /** Takes this node out of the directory. */
        CompletionStage<Void> leave();
    }

    /** The live nodes, in the order of their addresses. */
    CompletionStage<List<Node>> nodes();

    /**
     * Enters a node that belongs to no cluster yet, in place of an older entry of the same address, and keeps the entry alive until it leaves or the process ends.
     *
     * @param onLost run once, when others have taken the entry out, or the store was out of reach for so long that they may have
     */
    CompletionStage<Entry> enter(String address, String api, Runnable onLost);
}
