package stadion.localmesos.master;

import java.util.ArrayList;
import java.util.List;

/** The event streams on one HTTP connection, of which there is one at most unless a client reuses the connection. */
final class ConnectionStreams {

    private final List<Runnable> onClose = new ArrayList<>(1);
    private boolean closed;

    /** Does something when the client closes the connection, at once if it has. */
    synchronized void whenClosed(Runnable action) {
        if (closed) {
            action.run();
        } else {
            onClose.add(action);
        }
    }

    synchronized void connectionClosed() {
        closed = true;
        onClose.forEach(Runnable::run);
        onClose.clear();
    }
}
