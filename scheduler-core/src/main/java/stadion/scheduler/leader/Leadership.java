package stadion.scheduler.leader;

import java.util.Optional;
import stadion.scheduler.Scheduler;

/**
 * Who leads, as this node knows it. Safe for use by many threads.
 *
 * <p>The scheduler is present from the moment its state is loaded on this node until this node no longer leads.
 */
public final class Leadership {

    private volatile Optional<Scheduler> scheduler = Optional.empty();
    private volatile Optional<String> leader = Optional.empty();

    /** The scheduler, when this node leads and is ready to answer. */
    public Optional<Scheduler> scheduler() {
        return scheduler;
    }

    /** The leader's {@code host:port} for HTTP, if known. */
    public Optional<String> leader() {
        return leader;
    }

    public void opened(Scheduler scheduler, String hostPort) {
        this.leader = Optional.of(hostPort);
        this.scheduler = Optional.of(scheduler);
    }

    public void closed() {
        scheduler = Optional.empty();
        leader = Optional.empty();
    }
}
