package stadion.deploy.server.flows;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Predicate;

/** Waits for something that may be told in the end even if it has not become right. */
final class Await {

    private static final Duration PAUSE = Duration.ofMillis(50);

    private Await() {}

    /** Looks again and again; returns empty as soon as it is right, or the last thing seen when the patience is over. */
    static <T> Optional<T> until(Duration patience, Callable<T> look, Predicate<T> isRight) throws Exception {
        long deadline = System.nanoTime() + patience.toNanos();
        while (true) {
            T seen = look.call();
            if (isRight.test(seen)) {
                return Optional.empty();
            }
            if (System.nanoTime() > deadline) {
                return Optional.of(seen);
            }
            Thread.sleep(PAUSE.toMillis());
        }
    }
}
