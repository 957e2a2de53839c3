package stadion.localmesos.agent.fetch;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscribers;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;

/** Downloads over HTTP and HTTPS, following redirects. A server that falls silent is given up after a while. */
final class Download {

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
    private static final long LOOK_MILLIS = 250;

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT_TIMEOUT)
            .followRedirects(HttpClient.Redirect.ALWAYS)
            .build();

    private final Duration stallTimeout;
    private final Duration timeout;

    /**
     * A downloader.
     *
     * @param stallTimeout how long nothing may come
     * @param timeout how long a download may take in all
     */
    Download(Duration stallTimeout, Duration timeout) {
        this.stallTimeout = stallTimeout;
        this.timeout = timeout;
    }

    /** Downloads into a file, replacing it. If that fails, a part of the file may be there. */
    void run(URI uri, Path file) throws FetchException, InterruptedException {
        var response = client.sendAsync(HttpRequest.newBuilder(uri).build(), info -> saveIfOk(info, file));
        try {
            var status = await(response, file).statusCode();
            if (status != 200) {
                throw new FetchException("the server answered with HTTP status " + status);
            }
        } catch (ExecutionException e) {
            throw new FetchException(explain(uri, e.getCause()), e);
        } finally {
            response.cancel(true);
        }
    }

    private static HttpResponse.BodySubscriber<Path> saveIfOk(HttpResponse.ResponseInfo info, Path file) {
        return info.statusCode() == 200
                ? BodySubscribers.ofFile(
                        file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)
                : BodySubscribers.replacing(file);
    }

    private HttpResponse<Path> await(CompletableFuture<HttpResponse<Path>> response, Path file)
            throws FetchException, InterruptedException, ExecutionException {
        var begun = System.nanoTime();
        var progressAt = begun;
        var size = 0L;
        while (true) {
            try {
                return response.get(LOOK_MILLIS, TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                var now = System.nanoTime();
                if (sizeOf(file) != size) {
                    size = sizeOf(file);
                    progressAt = now;
                }
                if (now - progressAt > stallTimeout.toNanos()) {
                    throw new FetchException("the server sent nothing for " + stallTimeout.toSeconds() + " s", e);
                }
                if (now - begun > timeout.toNanos()) {
                    throw new FetchException("the download took longer than " + timeout.toSeconds() + " s", e);
                }
            }
        }
    }

    private static long sizeOf(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            return 0;
        }
    }

    private static String explain(URI uri, Throwable failure) {
        for (var cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof UnresolvedAddressException || cause instanceof UnknownHostException) {
                return "host '" + uri.getHost() + "' was not found";
            }
            if (cause instanceof SSLException) {
                return "TLS failed: " + cause.getMessage();
            }
        }
        if (failure instanceof ConnectException) {
            return "can't connect to " + uri.getAuthority().replaceFirst(".*@", "") + ": connection refused";
        }
        if (failure instanceof HttpTimeoutException) {
            return "can't connect to " + uri.getHost() + " in " + CONNECT_TIMEOUT.toSeconds() + " s";
        }
        return failure.getMessage() == null ? failure.toString() : failure.getMessage();
    }
}
