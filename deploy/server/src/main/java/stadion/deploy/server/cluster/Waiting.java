package stadion.deploy.server.cluster;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waits of bounded length. */
final class Waiting {

    private Waiting() {}

    /** Waits until the future is done, whatever its result, or the time is over; returns whether it is done. An interrupted thread waits no longer. */
    static boolean isDoneWithin(CompletableFuture<?> future, Duration time) {
        try {
            future.get(time.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            return future.isDone();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
        return true;
    }
}
