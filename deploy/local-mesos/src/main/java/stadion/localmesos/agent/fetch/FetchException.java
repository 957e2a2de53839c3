package stadion.localmesos.agent.fetch;

/** Says why something could not be fetched, without the parts of its URI that may be secret. */
public final class FetchException extends Exception {

    private static final long serialVersionUID = 1L;

    FetchException(String message) {
        super(message);
    }

    FetchException(String message, Throwable cause) {
        super(message, cause);
    }
}
