package stadion.scheduler.leader;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import stadion.scheduler.Scheduler;

/**
 * Who leads, as this node knows it. Safe for use by many threads.
 *
 * <p>The scheduler is present from the moment its state is loaded on this node until this node no longer leads.
 */
public final class Leadership {

    private volatile Optional<Scheduler> scheduler = Optional.empty();
    private volatile Optional<String> leader = Optional.empty();
    private final CompletableFuture<Void> opened = new CompletableFuture<>();

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
        opened.complete(null);
    }

    /** Completes when this node leads and is ready for the first time. */
    public CompletableFuture<Void> whenOpened() {
        return opened.copy();
    }

    public void closed() {
        scheduler = Optional.empty();
        leader = Optional.empty();
    }
}
