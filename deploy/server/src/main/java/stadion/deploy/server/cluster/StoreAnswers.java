package stadion.deploy.server.cluster;

import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Waits for the answers of the store, which come or fail within seconds; the log tells once when it stops to answer, and when it answers again. Of use to one thread. */
final class StoreAnswers {

    private static final Logger log = LoggerFactory.getLogger(StoreAnswers.class);

    private boolean answers = true;

    /** What the store answered; empty if it did not. */
    <T> Optional<T> await(CompletionStage<T> answer) {
        try {
            T result = answer.toCompletableFuture().get();
            if (!answers) {
                answers = true;
                log.info("The store answers again");
            }
            return Optional.of(result);
        } catch (ExecutionException e) {
            if (answers) {
                answers = false;
                log.warn(
                        "The store does not answer, and is asked again and again: {}",
                        e.getCause().getMessage());
            }
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}
