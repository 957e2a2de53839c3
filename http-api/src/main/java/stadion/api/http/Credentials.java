package stadion.api.http;

/** A user and password of basic authentication. */
public record Credentials(String user, String password) {

    /**
     * Reads {@code user:password}; the password may contain colons.
     *
     * @throws IllegalArgumentException without a colon
     */
    public static Credentials parse(String text) {
        int colon = text.indexOf(':');
        if (colon < 0) {
            throw new IllegalArgumentException("credentials must have the form user:password");
        }
        return new Credentials(text.substring(0, colon), text.substring(colon + 1));
    }

    @Override
    public String toString() {
        return "Credentials[" + user + ", ***]";
    }
}
