package stadion.scheduler.mesos;

import akka.http.javadsl.model.HttpProtocols;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.japi.Pair;
import akka.stream.BoundedSourceQueue;
import akka.stream.KillSwitches;
import akka.stream.Materializer;
import akka.stream.UniqueKillSwitch;
import akka.stream.javadsl.Flow;
import akka.stream.javadsl.Keep;
import akka.stream.javadsl.Sink;
import akka.stream.javadsl.Source;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A connection for one request at a time, opened when it is needed. One that was idle for a while is not used again: the other side may be closing it just then, and
 * whether a request that met this was taken could not be told. No request is sent twice.
 */
final class CallConnection {

    /** Less than any server or proxy is known to keep an idle connection. */
    private static final long REUSABLE_NANOS = TimeUnit.SECONDS.toNanos(4);

    private final Flow<HttpRequest, HttpResponse, ?> http;
    private final Materializer materializer;
    private @Nullable Open open;
    private long lastSent;

    /** Each materialization of {@code http} is a new connection. */
    CallConnection(Flow<HttpRequest, HttpResponse, ?> http, Materializer materializer) {
        this.http = http;
        this.materializer = materializer;
    }

    /** Sends the request; fails if no answer comes. To be called only when the one before is answered. */
    CompletionStage<HttpResponse> send(HttpRequest request) {
        long now = System.nanoTime();
        if (open != null && now - lastSent > REUSABLE_NANOS) {
            open.close();
            open = null;
        }
        lastSent = now;
        CompletionStage<HttpResponse> answer = open == null ? null : open.send(request);
        if (answer == null) {
            open = new Open(http, materializer);
            answer = open.send(request);
        }
        return answer == null ? CompletableFuture.failedFuture(new IOException("the connection is closed")) : answer;
    }

    private static final class Open {

        private final BoundedSourceQueue<HttpRequest> requests;
        private final UniqueKillSwitch killSwitch;
        private volatile boolean isClosed;
        private final AtomicReference<@Nullable CompletableFuture<HttpResponse>> awaited = new AtomicReference<>();

        Open(Flow<HttpRequest, HttpResponse, ?> http, Materializer materializer) {
            Pair<BoundedSourceQueue<HttpRequest>, UniqueKillSwitch> running = Source.<HttpRequest>queue(1)
                    .viaMat(KillSwitches.single(), Keep.both())
                    .via(http)
                    .watchTermination((both, end) -> {
                        end.whenComplete((done, failure) -> onEnd(failure));
                        return both;
                    })
                    .to(Sink.foreach(this::onAnswer))
                    .run(materializer);
            requests = running.first();
            killSwitch = running.second();
        }

        /** The answer to come, or null if this connection is closed. */
        @Nullable
        CompletionStage<HttpResponse> send(HttpRequest request) {
            if (isClosed) {
                return null;
            }
            CompletableFuture<HttpResponse> answer = new CompletableFuture<>();
            awaited.set(answer);
            return requests.offer(request).isEnqueued() ? answer : null;
        }

        void close() {
            isClosed = true;
            killSwitch.shutdown();
        }

        private void onAnswer(HttpResponse response) {
            CompletableFuture<HttpResponse> answer = awaited.getAndSet(null);
            if (isLast(response)) {
                close();
            }
            if (answer != null) {
                answer.complete(response);
            }
        }

        private static boolean isLast(HttpResponse response) {
            boolean staysOpen = response.protocol().equals(HttpProtocols.HTTP_1_1);
            return response.getHeader("Connection")
                    .map(header -> "close".equalsIgnoreCase(header.value()))
                    .orElse(!staysOpen);
        }

        private void onEnd(@Nullable Throwable failure) {
            CompletableFuture<HttpResponse> answer = awaited.getAndSet(null);
            if (answer != null) {
                answer.completeExceptionally(
                        failure == null ? new IOException("the connection was closed before the answer") : failure);
            }
        }
    }
}
