package stadion.bench.load;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Many subscribers of the event stream, read by one thread, which notes for each event how long ago it happened by its own time. */
final class Subscribers implements AutoCloseable {

    private static final byte[] TIMESTAMP = "\"timestamp\":\"".getBytes(US_ASCII);
    private static final int TIME_LENGTH = "2026-01-31T12:00:00.000Z".length();

    private final Selector selector = Selector.open();
    private final List<Long> nanos = new ArrayList<>();
    private final Thread thread = new Thread(this::read, "subscribers");
    private volatile boolean closed;
    private final AtomicInteger cutOff = new AtomicInteger();

    /** What one subscriber has read of a time that is not complete, and how far it is in the search for one. */
    private static final class Search {
        private final StringBuilder time = new StringBuilder();
        private int matched;
    }

    /** Connects; events are noted from then on. */
    Subscribers(URI server, String pathAndQuery, int count) throws IOException {
        for (int i = 0; i < count; i++) {
            SocketChannel channel = SocketChannel.open(new InetSocketAddress(server.getHost(), server.getPort()));
            channel.write(ByteBuffer.wrap(("GET " + pathAndQuery + " HTTP/1.1\r\nHost: " + server.getAuthority()
                            + "\r\nAccept: text/event-stream\r\n\r\n")
                    .getBytes(US_ASCII)));
            channel.configureBlocking(false);
            channel.register(selector, SelectionKey.OP_READ, new Search());
        }
        thread.setDaemon(true);
        thread.start();
    }

    private void read() {
        ByteBuffer buffer = ByteBuffer.allocate(1 << 16);
        try {
            while (!closed) {
                selector.select(key -> read(key, buffer), 100);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void read(SelectionKey key, ByteBuffer buffer) {
        try {
            buffer.clear();
            if (((SocketChannel) key.channel()).read(buffer) < 0) {
                throw new IOException("closed by the server");
            }
            search(buffer.flip(), (Search) key.attachment(), System.currentTimeMillis());
        } catch (IOException e) {
            key.cancel();
            cutOff.incrementAndGet();
        }
    }

    private void search(ByteBuffer buffer, Search search, long now) {
        while (buffer.hasRemaining()) {
            byte b = buffer.get();
            if (search.matched == TIMESTAMP.length) {
                search.time.append((char) b);
                if (search.time.length() == TIME_LENGTH) {
                    note(now - Instant.parse(search.time).toEpochMilli());
                    search.time.setLength(0);
                    search.matched = 0;
                }
            } else {
                search.matched = b == TIMESTAMP[search.matched] ? search.matched + 1 : b == TIMESTAMP[0] ? 1 : 0;
            }
        }
    }

    private synchronized void note(long millis) {
        nanos.add(millis * 1_000_000);
    }

    /** How long after they happened events were received, for each event and subscriber. */
    synchronized List<Long> nanos() {
        return List.copyOf(nanos);
    }

    synchronized int received() {
        return nanos.size();
    }

    /** Forgets what was noted until now. */
    synchronized void clear() {
        nanos.clear();
    }

    /** How many connections the server has closed. */
    int cutOff() {
        return cutOff.get();
    }

    @Override
    public void close() throws IOException {
        closed = true;
        for (SelectionKey key : selector.keys()) {
            key.channel().close();
        }
        selector.close();
    }
}
