package stadion.persistence;

/**
 * A store that several nodes share: one state, one lease that says who may change it, and a directory by which the nodes find each other.
 *
 * <p>Its {@link #config()} also names the implementation of Akka's lease ({@code stadion.lease}), for the cluster singleton. From the moment a
 * node has been given the singleton's lease, each write of its journal is made only if nobody else has been given that lease since.
 */
public interface SharedStore extends Store {

    /** The path in {@link #config()} at which the settings of the lease are, its class among them. */
    String LEASE = "stadion.lease";

    /** The nodes that share this store. */
    NodeDirectory nodes();
}
