package stadion.scheduler.offer;

/** Why an offer was refused, in the order of the checks: a later reason means that all the earlier checks were passed. */
public enum Reason {
    UNFULFILLED_ROLE("UnfulfilledRole"),
    /** Also: the agent is in maintenance or in another region (so Marathon reports it). */
    UNFULFILLED_CONSTRAINT("UnfulfilledConstraint"),
    NO_CORRESPONDING_RESERVATION_FOUND("NoCorrespondingReservationFound"),
    AGENT_MAINTENANCE("AgentMaintenance"),
    INSUFFICIENT_CPUS("InsufficientCpus"),
    INSUFFICIENT_MEMORY("InsufficientMemory"),
    INSUFFICIENT_DISK("InsufficientDisk"),
    INSUFFICIENT_GPUS("InsufficientGpus"),
    INSUFFICIENT_PORTS("InsufficientPorts"),
    /** The agent has GPUs, which are kept for those that need some. */
    DECLINED_SCARCE_RESOURCES("DeclinedScarceResources");

    private final String text;

    Reason(String text) {
        this.text = text;
    }

    /** The word that stands in {@code /v2/queue}. */
    public String text() {
        return text;
    }
}
