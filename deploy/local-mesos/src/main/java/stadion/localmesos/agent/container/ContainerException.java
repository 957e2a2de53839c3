package stadion.localmesos.agent.container;

/** Says why a container can't be run, in words for the user of the task. */
public final class ContainerException extends Exception {

    private static final long serialVersionUID = 1L;

    ContainerException(String message) {
        super(message);
    }

    ContainerException(String message, Throwable cause) {
        super(message, cause);
    }
}
