package stadion.deploy.server.faults;

import java.io.IOException;
import stadion.deploy.server.process.ServerProcess.Place;

/** Where the nodes of a test are, and what lies between them. */
interface Network extends AutoCloseable {

    /** The address at which nodes find what is not a node: the store, Mesos. */
    String outside();

    /** The place of a node, from 0. */
    Place place(int node);

    /** Whether nodes can be cut off here. */
    boolean canCut();

    /** From now on nothing that one of the two nodes sends arrives at the other. */
    void cut(int one, int other) throws IOException, InterruptedException;

    /** From now on nothing that the node sends arrives at the store, or at Mesos. */
    void cutOutside(int node) throws IOException, InterruptedException;

    /** Nothing is cut any more. */
    void heal() throws IOException, InterruptedException;

    @Override
    void close() throws IOException, InterruptedException;
}
