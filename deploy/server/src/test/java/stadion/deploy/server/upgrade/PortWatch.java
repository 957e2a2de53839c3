package stadion.deploy.server.upgrade;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;

/** A client that asks all of some ports at a time, again and again, and notes how many have answered. */
final class PortWatch implements AutoCloseable {

    /**
     * A round that takes longer says nothing of one moment: what answered first may have been stopped, and replaced by what did not answer yet, when the last one answers. No
     * replacement is found healthy and another instance stopped for it in so short a time.
     */
    private static final Duration LONGEST_ROUND = Duration.ofMillis(40);

    private static final Duration PAUSE = Duration.ofMillis(5);

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final List<Integer> ports;
    private final List<Integer> answers = new ArrayList<>();
    private final Thread asking = new Thread(this::ask, "port-watch");
    private volatile boolean closed;

    PortWatch(List<Integer> ports) {
        this.ports = ports;
        asking.start();
    }

    private void ask() {
        while (!closed) {
            LockSupport.parkNanos(PAUSE.toNanos());
            long begun = System.nanoTime();
            List<CompletableFuture<Boolean>> all =
                    ports.stream().map(this::answers).toList();
            int count = (int) all.stream().filter(CompletableFuture::join).count();
            if (System.nanoTime() - begun <= LONGEST_ROUND.toNanos()) {
                synchronized (this) {
                    answers.add(count);
                }
            }
        }
    }

    private CompletableFuture<Boolean> answers(int port) {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/"))
                .timeout(Duration.ofSeconds(5))
                .build();
        return http.sendAsync(request, BodyHandlers.discarding())
                .handle((response, failure) -> failure == null && response.statusCode() == 200);
    }

    /** How many have answered in each round. */
    synchronized List<Integer> answers() {
        return List.copyOf(answers);
    }

    @Override
    public void close() {
        closed = true;
        try {
            asking.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
