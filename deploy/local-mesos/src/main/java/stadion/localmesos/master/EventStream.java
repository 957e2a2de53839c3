package stadion.localmesos.master;

import akka.NotUsed;
import akka.http.javadsl.model.MediaType;
import akka.stream.BoundedSourceQueue;
import akka.stream.Materializer;
import akka.stream.QueueOfferResult;
import akka.stream.javadsl.Source;
import akka.util.ByteString;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.apache.mesos.v1.scheduler.Protos.Event;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import stadion.localmesos.json.ProtobufJsonWriter;

/**
 * The answer to a SUBSCRIBE call: events in RecordIO format (length in decimal, line feed, bytes), many of them in one chunk
 * when they come in bursts. A framework that doesn't read is disconnected when {@value #MOST_BYTES} bytes wait for it.
 *
 * <p>The master's thread sends and flushes; the HTTP connection's thread takes out.
 */
final class EventStream implements FrameworkConnection {

    private static final Logger LOG = LoggerFactory.getLogger(EventStream.class);
    private static final int MOST_CHUNKS = 16_384;
    private static final int CHUNK_BYTES = 256 * 1024;
    private static final long MOST_BYTES = 256L * 1024 * 1024;

    private final String streamId = UUID.randomUUID().toString();
    private final MediaType mediaType;
    private final Consumer<EventStream> onUnflushed;
    private final BoundedSourceQueue<ByteString> queue;
    private final Source<ByteString, NotUsed> source;
    private final AtomicLong waitingBytes = new AtomicLong();
    private ByteArrayOutputStream unflushed = new ByteArrayOutputStream();
    private boolean closed;

    /**
     * Opens a stream.
     *
     * @param onUnflushed told, by the thread that sends, that {@link #flush()} must be called soon
     * @param onEnd told, by any thread, that the framework has gone or {@link #close()} was called
     */
    EventStream(
            MediaType mediaType,
            Materializer materializer,
            Consumer<EventStream> onUnflushed,
            Consumer<EventStream> onEnd) {
        this.mediaType = mediaType;
        this.onUnflushed = onUnflushed;
        var stream = Source.<ByteString>queue(MOST_CHUNKS).preMaterialize(materializer);
        this.queue = stream.first();
        this.source = stream.second()
                .batchWeighted(CHUNK_BYTES, chunk -> (long) chunk.size(), chunk -> chunk, ByteString::concat)
                .map(chunk -> {
                    waitingBytes.addAndGet(-chunk.size());
                    return chunk;
                })
                .watchTermination((notUsed, done) -> {
                    done.whenComplete((ok, failure) -> onEnd.accept(this));
                    return notUsed;
                });
    }

    @Override
    public String streamId() {
        return streamId;
    }

    MediaType mediaType() {
        return mediaType;
    }

    Source<ByteString, NotUsed> source() {
        return source;
    }

    @Override
    public void send(Event event) {
        if (closed) {
            return;
        }
        if (unflushed.size() == 0) {
            onUnflushed.accept(this);
        }
        var bytes = mediaType.equals(MesosMedia.PROTOBUF) ? event.toByteArray() : ProtobufJsonWriter.toBytes(event);
        unflushed.writeBytes((bytes.length + "\n").getBytes(StandardCharsets.US_ASCII));
        unflushed.writeBytes(bytes);
        if (unflushed.size() > CHUNK_BYTES) {
            flush();
        }
    }

    /** Hands what was sent to the HTTP connection. */
    void flush() {
        if (closed || unflushed.size() == 0) {
            return;
        }
        var chunk = ByteString.fromArrayUnsafe(unflushed.toByteArray());
        unflushed = new ByteArrayOutputStream();
        boolean full = waitingBytes.addAndGet(chunk.size()) > MOST_BYTES;
        var result = full ? QueueOfferResult.dropped() : queue.offer(chunk);
        if (result == QueueOfferResult.dropped()) {
            LOG.warn("Disconnecting a framework that does not read its events (stream {})", streamId);
            closed = true;
            queue.fail(new IllegalStateException("the framework does not read its events"));
        } else if (result != QueueOfferResult.enqueued()) {
            // The framework has closed the connection; its disconnection is about to be noticed.
            closed = true;
        }
    }

    @Override
    public void close() {
        if (!closed) {
            flush();
            complete();
            closed = true;
        }
    }

    private void complete() {
        try {
            queue.complete();
        } catch (IllegalStateException e) {
            LOG.debug("The framework has closed stream {} first", streamId);
        }
    }
}
