package stadion.persistence.zookeeper;

import java.util.concurrent.CompletionException;

/** What a stage's failure means. */
final class Failures {

    private Failures() {}

    /** The failure without what stages wrap around it. */
    static Throwable cause(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }

    /** Whether a transaction failed since something else is there than was expected. */
    static boolean isConflict(Throwable failure) {
        return cause(failure) instanceof Znodes.Refused refused && refused.isConflict();
    }
}
