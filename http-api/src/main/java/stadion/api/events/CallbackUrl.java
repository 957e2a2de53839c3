package stadion.api.events;

import java.net.URI;
import java.net.URISyntaxException;

/** Addresses to which events can be posted. */
public final class CallbackUrl {

    /** What is right, to be put after the name of what is wrong. */
    public static final String RIGHT = "must be an absolute URL of http or https without user and password";

    private CallbackUrl() {}

    public static boolean isValid(String url) {
        try {
            URI uri = new URI(url);
            boolean http = "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
            return http && uri.getHost() != null && uri.getRawUserInfo() == null;
        } catch (URISyntaxException e) {
            return false;
        }
    }
}
