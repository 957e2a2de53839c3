package stadion.persistence.lease;

/** A write that was not made, as another node was given the lease under which it was tried. */
public final class FencedOff extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public FencedOff(String lease, long epoch) {
        super("Nothing was stored: since this node was given the lease " + lease + " (epoch " + epoch
                + "), another one was.");
    }
}
