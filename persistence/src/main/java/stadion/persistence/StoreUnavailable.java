package stadion.persistence;

/** The store cannot be opened. The message names the path, what is wrong and what can be done, and is meant for the operator. */
public final class StoreUnavailable extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public StoreUnavailable(String message) {
        super(message);
    }

    public StoreUnavailable(String message, Throwable cause) {
        super(message, cause);
    }
}
