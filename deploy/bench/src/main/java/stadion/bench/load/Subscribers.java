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
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.stream.IntStream;

/** Many subscribers of the event stream, read by one thread, which counts how long ago they happened by their own time. */
final class Subscribers implements AutoCloseable {

    private static final byte[] TIMESTAMP = "\"timestamp\":\"".getBytes(US_ASCII);
    private static final int TIME_LENGTH = "2026-01-31T12:00:00.000Z".length();

    /** What is later than this, in milliseconds, is counted as this late. */
    private static final int LATEST = 120_000;

    private final Selector selector = Selector.open();
    private final AtomicIntegerArray countsByMillis = new AtomicIntegerArray(LATEST + 1);
    private final AtomicInteger received = new AtomicInteger();
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
        byte[] bytes = new byte[1 << 18];
        try {
            while (!closed) {
                selector.select(key -> read(key, bytes), 100);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void read(SelectionKey key, byte[] bytes) {
        try {
            int count = ((SocketChannel) key.channel()).read(ByteBuffer.wrap(bytes));
            if (count < 0) {
                throw new IOException("closed by the server");
            }
            search(bytes, count, (Search) key.attachment(), System.currentTimeMillis());
        } catch (IOException e) {
            key.cancel();
            cutOff.incrementAndGet();
        }
    }

    private void search(byte[] bytes, int count, Search search, long now) {
        int matched = search.matched;
        for (int i = 0; i < count; i++) {
            byte b = bytes[i];
            if (matched == TIMESTAMP.length) {
                search.time.append((char) b);
                if (search.time.length() == TIME_LENGTH) {
                    note(now - Instant.parse(search.time).toEpochMilli());
                    search.time.setLength(0);
                    matched = 0;
                }
            } else {
                matched = b == TIMESTAMP[matched] ? matched + 1 : b == TIMESTAMP[0] ? 1 : 0;
            }
        }
        search.matched = matched;
    }

    private void note(long millis) {
        countsByMillis.incrementAndGet((int) Math.min(Math.max(millis, 0), LATEST));
        received.incrementAndGet();
    }

    /** How long after they happened events were received, over all events and subscribers. */
    Percentiles late() {
        return Percentiles.ofCounts(IntStream.range(0, countsByMillis.length())
                .map(countsByMillis::get)
                .toArray());
    }

    int received() {
        return received.get();
    }

    /** Forgets what was noted until now; nothing may be under way. */
    void clear() {
        received.set(0);
        for (int i = 0; i < countsByMillis.length(); i++) {
            countsByMillis.set(i, 0);
        }
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
