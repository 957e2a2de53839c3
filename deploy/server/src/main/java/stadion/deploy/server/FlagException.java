package stadion.deploy.server;

/** The flags or their variables are wrong; the message is for the user, one line. */
final class FlagException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    FlagException(String message) {
        super(message);
    }
}
