package stadion.deploy.server.cluster;

/** The port for the other nodes, or the address, can't be had. */
public final class CannotListen extends RuntimeException {

    private static final long serialVersionUID = 1L;

    CannotListen(Listening where, Throwable cause) {
        super(
                "The port for other nodes, " + where.bindHost() + ":" + where.port() + ", can't be used: "
                        + root(cause).getMessage(),
                cause);
    }

    private static Throwable root(Throwable failure) {
        return failure.getCause() == null ? failure : root(failure.getCause());
    }
}
