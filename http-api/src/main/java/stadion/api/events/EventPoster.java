package stadion.api.events;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/** Posts JSON to addresses of others. */
final class EventPoster {

    private final Duration patience;
    private final HttpClient client;

    /** {@code patience} is how long an answer may take. */
    EventPoster(Duration patience) {
        this.patience = patience;
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(patience)
                .build();
    }

    /** Posts; the answer is empty when it was taken (any status below 400), else says why not. */
    CompletionStage<Optional<String>> post(String url, String json) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(json))
                .timeout(patience)
                .build();
        CompletableFuture<HttpResponse<Void>> answer = client.sendAsync(request, BodyHandlers.discarding());
        // Also when the headers came in time but the body does not end.
        CompletableFuture.delayedExecutor(patience.toMillis(), TimeUnit.MILLISECONDS)
                .execute(() -> answer.cancel(true));
        return answer.handle((response, error) -> {
            if (error != null) {
                Throwable cause = error.getCause() == null ? error : error.getCause();
                return Optional.of(
                        cause instanceof IOException && cause.getMessage() != null
                                ? cause.getMessage()
                                : cause.toString());
            }
            return response.statusCode() < 400 ? Optional.empty() : Optional.of("it answered " + response.statusCode());
        });
    }
}
