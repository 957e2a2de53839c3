package stadion.scheduler.offer;

import stadion.scheduler.model.RunSpec;

/** What an instance of an app or pod asks of every offer, worked out once: whose resources it may take, and how much. */
public final class Request {

    private final RunSpec runSpec;
    private final RoleFilter roles;
    private final Needs needs;

    private Request(RunSpec runSpec, RoleFilter roles, Needs needs) {
        this.runSpec = runSpec;
        this.roles = roles;
        this.needs = needs;
    }

    public static Request of(RunSpec runSpec, MatchSettings settings) {
        return new Request(runSpec, RoleFilter.of(runSpec, settings), Needs.of(runSpec));
    }

    public RunSpec runSpec() {
        return runSpec;
    }

    RoleFilter roles() {
        return roles;
    }

    Needs needs() {
        return needs;
    }

    /** Processors for an instance with its executor, in thousandths. */
    public long cpus() {
        return needs.total(ScalarKind.CPUS);
    }

    /** Memory for an instance with its executor, in thousandths of a MiB. */
    public long mem() {
        return needs.total(ScalarKind.MEM);
    }
}
