package stadion.scheduler.leader;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import stadion.scheduler.Scheduler;

/**
 * Who leads, as this node knows it: this node, another one, or nobody. Lives as long as the process, over all changes. Safe for use by many threads.
 *
 * <p>The scheduler is present from the moment its state is loaded on this node until this node no longer leads; the leader is this node's own address then.
 */
public final class Leadership {

    /** Ends a subscription; calling it again does nothing. */
    @FunctionalInterface
    public interface Subscription {
        void cancel();
    }

    private record State(Optional<Scheduler> scheduler, Optional<Leader> leader) {
        static final State NOBODY = new State(Optional.empty(), Optional.empty());
    }

    /** In the order in which they came; requests under way are among them, so there may be thousands. */
    private final Map<Long, Runnable> listeners = new ConcurrentSkipListMap<>();

    private final AtomicLong lastListener = new AtomicLong();
    private final CompletableFuture<Void> opened = new CompletableFuture<>();
    private volatile State state = State.NOBODY;

    /** The scheduler, when this node leads and is ready to answer. */
    public Optional<Scheduler> scheduler() {
        return state.scheduler();
    }

    /** The node that leads and is ready to answer; empty while there is none, or none is known. */
    public Optional<Leader> leader() {
        return state.leader();
    }

    /** Completes when for the first time clients can be served: by this node, or by another one that leads. */
    public CompletableFuture<Void> whenOpened() {
        return opened.copy();
    }

    /** {@code listener} is run after each change, on the thread that made it; it must neither block nor throw. */
    public Subscription onChange(Runnable listener) {
        long number = lastListener.incrementAndGet();
        listeners.put(number, listener);
        return () -> listeners.remove(number);
    }

    /** This node leads, and is ready to answer. */
    public void opened(Scheduler scheduler, Leader self) {
        become(new State(Optional.of(scheduler), Optional.of(self)));
        opened.complete(null);
    }

    /** This node no longer leads; who does is not known. */
    public void closed() {
        become(State.NOBODY);
    }

    /** Another node leads, or nobody. Changes nothing while this node leads: it knows better. */
    public void follows(Optional<Leader> leader) {
        if (follow(leader)) {
            listeners.values().forEach(Runnable::run);
        }
        if (leader.isPresent()) {
            opened.complete(null);
        }
    }

    private synchronized boolean follow(Optional<Leader> leader) {
        if (state.scheduler().isPresent() || state.leader().equals(leader)) {
            return false;
        }
        state = new State(Optional.empty(), leader);
        return true;
    }

    private void become(State next) {
        synchronized (this) {
            state = next;
        }
        listeners.values().forEach(Runnable::run);
    }
}
