package stadion.localmesos.json;

/** A text is no JSON. The message says where, as Mesos' parser does. */
public final class JsonSyntaxException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    JsonSyntaxException(String message) {
        super(message);
    }
}
