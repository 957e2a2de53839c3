package stadion.localmesos.fake;

import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one thread on which everything in fake agents happens, and its timers. */
final class Simulation implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Simulation.class);

    private final ScheduledThreadPoolExecutor executor;

    Simulation() {
        executor = new ScheduledThreadPoolExecutor(1, runnable -> {
            var thread = new Thread(runnable, "fake-agents");
            thread.setDaemon(true);
            return thread;
        });
        executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    /** Does something after what was asked before; nothing once closed. */
    void run(Runnable action) {
        after(Duration.ZERO, action);
    }

    /** Does something later; nothing once closed. */
    @SuppressWarnings("FutureReturnValueIgnored") // the action logs its failure
    void after(Duration delay, Runnable action) {
        try {
            executor.schedule(logged(action), delay.toNanos(), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            LOG.debug("Not simulated any more", e);
        }
    }

    /** Does something again and again until closed. */
    @SuppressWarnings("FutureReturnValueIgnored") // the action logs its failure
    void every(Duration period, Runnable action) {
        executor.scheduleWithFixedDelay(logged(action), period.toNanos(), period.toNanos(), TimeUnit.NANOSECONDS);
    }

    private static Runnable logged(Runnable action) {
        return () -> {
            try {
                action.run();
            } catch (RuntimeException e) {
                LOG.error("Simulation fails", e);
            }
        };
    }

    @Override
    public void close() {
        executor.shutdown();
        try {
            executor.awaitTermination(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
