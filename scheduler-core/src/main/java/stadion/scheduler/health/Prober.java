package stadion.scheduler.health;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.channels.AsynchronousSocketChannel;
import java.nio.channels.CompletionHandler;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Asks instances over the network whether they are well. Certificates are not checked, as an instance is addressed by its agent's name or address. At most
 * {@code limit} questions are under way at once; what comes on top fails as if it had timed out, since an answer that comes late says nothing.
 */
public final class Prober {

    /** How much of a body is read, in bytes. */
    static final int LONGEST_BODY = 64 * 1024;

    private static final HttpResponse.BodyHandler<Void> NO_BODY = HttpResponse.BodyHandlers.discarding();

    private final HttpClient http;
    private final Semaphore slots;

    public Prober(int limit) {
        this.slots = new Semaphore(limit);
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .sslContext(trustingAnyCertificate())
                .build();
    }

    /** The status code of a GET, or a failed stage whose exception's message says what went wrong. */
    public CompletionStage<Integer> get(URI uri, Duration timeout) {
        return send(uri, timeout, NO_BODY).thenApply(HttpResponse::statusCode);
    }

    /** An answer; of its body, the beginning. */
    record Answer(int status, String body) {}

    /** The same with the body of the answer, cut at {@link #LONGEST_BODY} bytes. */
    CompletionStage<Answer> read(URI uri, Duration timeout) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        Consumer<Optional<byte[]>> keep = part ->
                part.ifPresent(bytes -> body.write(bytes, 0, Math.min(bytes.length, LONGEST_BODY - body.size())));
        return send(uri, timeout, HttpResponse.BodyHandlers.ofByteArrayConsumer(keep))
                .thenApply(response -> new Answer(response.statusCode(), body.toString(StandardCharsets.UTF_8)));
    }

    /** The time is for the whole answer, so that one without an end does not keep its slot for good. */
    private <T> CompletionStage<HttpResponse<T>> send(URI uri, Duration timeout, HttpResponse.BodyHandler<T> handler) {
        HttpRequest request = HttpRequest.newBuilder(uri)
                .timeout(timeout)
                .header("User-Agent", "Stadion health check")
                .build();
        return limited(() -> {
            CompletableFuture<HttpResponse<T>> exchange = http.sendAsync(request, handler);
            return exchange.copy()
                    .orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
                    .whenComplete((done, failure) -> exchange.cancel(true));
        });
    }

    /** Completes when a connection could be made. */
    public CompletionStage<Void> connect(String host, int port, Duration timeout) {
        return limited(() -> {
            CompletableFuture<Void> connected = new CompletableFuture<>();
            try {
                AsynchronousSocketChannel channel = AsynchronousSocketChannel.open();
                channel.connect(new InetSocketAddress(host, port), connected, new Connected());
                return connected
                        .orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
                        .whenComplete((done, failure) -> close(channel));
            } catch (IOException | RuntimeException e) {
                connected.completeExceptionally(e);
                return connected;
            }
        });
    }

    /** What a failed stage tells people. */
    public static String cause(Throwable failure) {
        Throwable root =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (root instanceof TimeoutException || root instanceof java.net.http.HttpTimeoutException) {
            return "no answer in time";
        }
        if (root instanceof Probes.BadAnswer) {
            return root.getMessage();
        }
        if (root instanceof ConnectException && root.getMessage() == null) {
            // What Java's HTTP client says of it.
            return "ConnectException: Connection refused";
        }
        String name = root.getClass().getSimpleName();
        return root.getMessage() == null ? name : name + ": " + root.getMessage();
    }

    private <T> CompletionStage<T> limited(java.util.function.Supplier<CompletableFuture<T>> probe) {
        if (!slots.tryAcquire()) {
            return CompletableFuture.failedFuture(new TimeoutException("too many health checks are under way"));
        }
        try {
            return probe.get().whenComplete((done, failure) -> slots.release());
        } catch (RuntimeException e) {
            slots.release();
            return CompletableFuture.failedFuture(e);
        }
    }

    private static void close(AsynchronousSocketChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            // The connection was only a question; there is nothing to lose.
        }
    }

    private static final class Connected implements CompletionHandler<Void, CompletableFuture<Void>> {
        @Override
        public void completed(Void result, CompletableFuture<Void> connected) {
            connected.complete(null);
        }

        @Override
        public void failed(Throwable failure, CompletableFuture<Void> connected) {
            connected.completeExceptionally(failure);
        }
    }

    private static SSLContext trustingAnyCertificate() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {new TrustAny()}, new SecureRandom());
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no TLS", e);
        }
    }

    /** An extended trust manager: the JDK then leaves host names unchecked as well. */
    private static final class TrustAny extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
