package stadion.localmesos.agent.files;

/** A path that can't be shown, and with which HTTP status to say so. */
final class FilesException extends Exception {

    private static final long serialVersionUID = 1L;

    private final int status;

    private FilesException(int status, String message) {
        super(message);
        this.status = status;
    }

    static FilesException badRequest(String message) {
        return new FilesException(400, message + ".\n");
    }

    static FilesException notFound() {
        return new FilesException(404, "");
    }

    int status() {
        return status;
    }
}
