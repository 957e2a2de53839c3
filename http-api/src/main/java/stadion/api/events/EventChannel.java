package stadion.api.events;

import akka.util.ByteString;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What waits to be sent to one client: first what it gets at the beginning, then events as they happen. Safe for use by many threads. */
final class EventChannel {

    /** How much is handed to the connection at once, about. */
    private static final int CHUNK = 64 << 10;

    private final int limit;
    private final Deque<ByteString> waiting = new ArrayDeque<>();
    private Iterator<ByteString> beginning = List.<ByteString>of().iterator();
    private int waitingEvents;
    private boolean closed;
    private @Nullable Runnable whenReady;

    /** No more is taken while {@code limit} events wait, not counting those that the client gets at the beginning. */
    EventChannel(int limit) {
        this.limit = limit;
    }

    /** {@code whenReady} is run when there is something to take, or the channel is closed. */
    synchronized void open(Runnable whenReady) {
        this.whenReady = whenReady;
    }

    /** What the client gets first; made while it is being sent. */
    synchronized void begin(Iterator<ByteString> frames) {
        beginning = frames;
        ready();
    }

    /** Adds so many events, which happened together; returns false, and adds nothing, while too many wait. */
    synchronized boolean offer(ByteString frames, int events) {
        // While the beginning is being sent, the client has no chance to keep up.
        if (waitingEvents >= limit && !beginning.hasNext()) {
            return false;
        }
        waiting.add(frames);
        waitingEvents += events;
        ready();
        return true;
    }

    synchronized void close() {
        closed = true;
        ready();
    }

    synchronized boolean isClosed() {
        return closed;
    }

    private void ready() {
        if (whenReady != null) {
            whenReady.run();
        }
    }

    /** What is to be sent next; empty if nothing is. */
    synchronized ByteString take() {
        if (beginning.hasNext()) {
            ByteString chunk = ByteString.emptyByteString();
            while (beginning.hasNext() && chunk.size() < CHUNK) {
                chunk = chunk.concat(beginning.next());
            }
            return chunk;
        }
        ByteString all = ByteString.emptyByteString();
        for (ByteString frames : waiting) {
            all = all.concat(frames);
        }
        waiting.clear();
        waitingEvents = 0;
        return all;
    }
}
