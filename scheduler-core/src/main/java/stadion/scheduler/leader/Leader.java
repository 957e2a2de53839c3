package stadion.scheduler.leader;

import java.net.URI;

/**
 * The node that leads, as clients reach it.
 *
 * @param api the base URI of its API: scheme, host and port, without a path
 */
public record Leader(URI api) {

    /** How Marathon shows a leader: {@code host:port}. */
    public String hostPort() {
        return api.getRawAuthority();
    }
}
