package stadion.localmesos.agent;

import java.util.Optional;

/**
 * What a runtime knows of a task's end beyond the exit status.
 *
 * @param addition what is worth being added to the message
 * @param memoryLimit what happened if the task was ended for using too much memory
 */
record EndNote(Optional<String> addition, Optional<String> memoryLimit) {

    static final EndNote NOTHING = new EndNote(Optional.empty(), Optional.empty());

    static EndNote addition(String text) {
        return new EndNote(Optional.of(text), Optional.empty());
    }

    static EndNote memoryLimitExceeded(String message) {
        return new EndNote(Optional.empty(), Optional.of(message));
    }
}
