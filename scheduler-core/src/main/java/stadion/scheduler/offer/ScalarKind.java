package stadion.scheduler.offer;

import stadion.scheduler.offer.Needs.Amounts;

/** The scalar resources a task can ask for, in the order in which they are checked and stated. */
enum ScalarKind {
    CPUS("cpus", Reason.INSUFFICIENT_CPUS),
    MEM("mem", Reason.INSUFFICIENT_MEMORY),
    DISK("disk", Reason.INSUFFICIENT_DISK),
    GPUS("gpus", Reason.INSUFFICIENT_GPUS);

    private static final ScalarKind[] ALL = values();

    private final String resource;
    private final Reason shortage;

    ScalarKind(String resource, Reason shortage) {
        this.resource = resource;
        this.shortage = shortage;
    }

    /** All kinds in their order; not to be changed. */
    static ScalarKind[] all() {
        return ALL;
    }

    /** The name of the resource in Mesos. */
    String resource() {
        return resource;
    }

    Reason shortage() {
        return shortage;
    }

    double of(Amounts amounts) {
        return switch (this) {
            case CPUS -> amounts.cpus();
            case MEM -> amounts.mem();
            case DISK -> amounts.disk();
            case GPUS -> amounts.gpus();
        };
    }
}
