package stadion.deploy.server.cluster;

/**
 * Where a node listens for the others.
 *
 * @param host the name or address by which they reach it
 * @param bindHost the name or address of this machine to listen on
 * @param port 0 for any free one
 */
public record Listening(String host, String bindHost, int port) {

    /** For a node without others: on this machine only. */
    public static Listening onLoopback(int port) {
        return new Listening("127.0.0.1", "127.0.0.1", port);
    }
}
