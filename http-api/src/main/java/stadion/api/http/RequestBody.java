package stadion.api.http;

import akka.actor.typed.ActorSystem;
import akka.http.javadsl.model.HttpEntity;
import akka.http.javadsl.model.HttpRequest;
import akka.stream.javadsl.Source;
import akka.util.ByteString;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import stadion.api.ApiException;

/**
 * The body of a request. Also what is refused is read to its end, up to a bound: an answer given in the middle of it, after which the connection is closed, is lost to a client that is
 * still sending (RFC 9112, 9.6).
 */
public final class RequestBody {

    private static final Duration ARRIVES_WITHIN = Duration.ofSeconds(30);

    /** What nobody wants to know is read for that long, and up to that many bytes. */
    private static final Duration SKIPPED_WITHIN = Duration.ofSeconds(10);

    private static final long SKIPPED_BYTES = 64L << 20;

    private RequestBody() {}

    /**
     * All of it.
     *
     * @return fails with an {@link ApiException}: 413 when it is longer than {@code maxBytes}, 408 when it does not arrive
     */
    public static CompletionStage<byte[]> read(HttpEntity entity, long maxBytes, ActorSystem<?> system) {
        OptionalLong announced = entity.getContentLengthOption();
        if (announced.isPresent() && announced.getAsLong() > maxBytes) {
            return CompletableFuture.failedFuture(tooLong(maxBytes));
        }
        return bytes(entity)
                .completionTimeout(ARRIVES_WITHIN)
                .runFold(Read.NOTHING, (read, more) -> read.plus(more, maxBytes), system)
                .handle((read, error) -> {
                    if (error != null) {
                        throw error instanceof TimeoutException
                                ? new ApiException(408, "The body of the request did not arrive in time.")
                                : new CompletionException(error);
                    }
                    if (read.length() > maxBytes) {
                        throw tooLong(maxBytes);
                    }
                    return read.kept().toArray();
                });
    }

    /**
     * Reads what has not been read, so that the answer arrives; completes when it is time to answer, and never fails. Nothing is read of one that waits for permission to send
     * ({@code Expect: 100-continue}), or that announces too much.
     */
    public static CompletionStage<?> skip(HttpRequest request, ActorSystem<?> system) {
        HttpEntity entity = request.entity();
        boolean isShort = entity.getContentLengthOption().orElse(0) <= SKIPPED_BYTES;
        if (entity.isStrict()
                || !isShort
                || ApiRequest.header(request, "Expect").isPresent()) {
            return CompletableFuture.completedFuture(null);
        }
        // A body that was read already can't be read again; the failure says just that.
        return bytes(entity)
                .completionTimeout(SKIPPED_WITHIN)
                .runFold(Read.NOTHING, (read, more) -> read.plus(more, 0), system)
                .exceptionally(error -> Read.NOTHING);
    }

    private static Source<ByteString, ?> bytes(HttpEntity entity) {
        return entity.withoutSizeLimit().getDataBytes();
    }

    private static ApiException tooLong(long maxBytes) {
        return new ApiException(
                413, "The body of the request is longer than the " + maxBytes + " bytes that are allowed.");
    }

    /** As much as is kept of {@code length} bytes: all of them, or, once they are too many, none. */
    private record Read(ByteString kept, long length) {

        private static final Read NOTHING = new Read(ByteString.emptyByteString(), 0);

        private Read plus(ByteString more, long maxBytes) {
            long total = length + more.length();
            if (total > SKIPPED_BYTES) {
                throw tooLong(maxBytes);
            }
            return new Read(total > maxBytes ? ByteString.emptyByteString() : kept.concat(more), total);
        }
    }
}
