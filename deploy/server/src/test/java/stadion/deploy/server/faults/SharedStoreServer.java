package stadion.deploy.server.faults;

import java.util.List;
import java.util.Map;

/** The store of the nodes, as a server that can be killed. */
interface SharedStoreServer extends AutoCloseable {

    /** The flags by which a node finds it. */
    Map<String, String> flags();

    /** Kills what would hurt most (the only server, or the leading one), at any moment. */
    void kill() throws Exception;

    /** Starts again what was killed. */
    void startAgain() throws Exception;

    /** Who wrote the events of each persistence id, in their order. */
    Map<String, List<String>> writers() throws Exception;
}
