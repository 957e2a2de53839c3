package stadion.scheduler;

import akka.actor.AbstractScheduler;
import akka.actor.Cancellable;
import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.dispatch.DispatcherPrerequisites;
import akka.dispatch.ExecutorServiceConfigurator;
import akka.dispatch.ExecutorServiceFactory;
import akka.event.LoggingAdapter;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import scala.concurrent.ExecutionContext;
import scala.concurrent.duration.FiniteDuration;

/**
 * The time of an actor system, which passes only when {@link #passes} says so. All its actors share one thread, so that it is known when none of them has anything left to do at this
 * moment. What other threads do, as those that make health checks, is not waited for.
 */
final class VirtualTime implements InstantSource {

    private static final String ID = "akka.actor.default-dispatcher.virtual-time";

    /** What Akka has made for the actor systems, by their ids. */
    private static final Map<String, ForkJoinPool> POOLS = new ConcurrentHashMap<>();

    private static final Map<String, Timers> TIMERS = new ConcurrentHashMap<>();

    private final ForkJoinPool pool;
    private final Timers timers;

    private VirtualTime(ForkJoinPool pool, Timers timers) {
        this.pool = pool;
        this.timers = timers;
    }

    /** Settings of an actor system that has a time of its own. */
    static Config config() {
        return ConfigFactory.parseString("""
                akka.actor.default-dispatcher {
                    type = Dispatcher
                    executor = "stadion.scheduler.VirtualTime$OneThread"
                    virtual-time = "%s"
                }
                akka.actor.testkit.typed.single-expect-default = 1 minute
                akka.scheduler.implementation = "stadion.scheduler.VirtualTime$Timers"
                akka.actor.internal-dispatcher = "akka.actor.default-dispatcher"
                akka.persistence {
                    journal-plugin-fallback.plugin-dispatcher = "akka.actor.default-dispatcher"
                    journal-plugin-fallback.replay-dispatcher = "akka.actor.default-dispatcher"
                    snapshot-store-plugin-fallback.plugin-dispatcher = "akka.actor.default-dispatcher"
                }
                """.formatted(UUID.randomUUID()));
    }

    /** The time of an actor system with these settings. */
    static VirtualTime of(ActorTestKit kit) {
        String id = kit.system().settings().config().getString(ID);
        return new VirtualTime(POOLS.get(id), TIMERS.get(id));
    }

    @Override
    public Instant instant() {
        return timers.now();
    }

    /** Time passes, timers ring one after the other, and all that this leads to happens. */
    void passes(Duration duration) {
        Instant end = timers.now().plus(duration);
        idle();
        while (timers.ringNext(end)) {
            idle();
        }
    }

    /** Returns when no actor has anything left to do. */
    void idle() {
        if (!pool.awaitQuiescence(1, TimeUnit.MINUTES)) {
            throw new AssertionError("the actors are still busy after a minute");
        }
    }

    /** Made by Akka for the dispatcher of such an actor system. */
    static final class OneThread extends ExecutorServiceConfigurator {

        private final String id;

        public OneThread(Config config, DispatcherPrerequisites prerequisites) {
            super(config, prerequisites);
            this.id = config.getString("virtual-time");
        }

        @Override
        public ExecutorServiceFactory createExecutorServiceFactory(String name, ThreadFactory threads) {
            return () -> POOLS.computeIfAbsent(
                    id, made -> new ForkJoinPool(1, ForkJoinPool.defaultForkJoinWorkerThreadFactory, null, true));
        }
    }

    /** Made by Akka as the scheduler of such an actor system. */
    static final class Timers extends AbstractScheduler {

        private final Queue<Timer> waiting =
                new PriorityQueue<>(Comparator.comparing(Timer::at).thenComparing(Timer::number));
        private Instant now = Apps.T0.plusSeconds(60);
        private long made;

        private record Timer(
                Instant at, long number, @Nullable Duration interval, Runnable action, ExecutionContext where) {}

        public Timers(Config config, LoggingAdapter log, ThreadFactory threads) {
            TIMERS.put(config.getString(ID), this);
        }

        synchronized Instant now() {
            return now;
        }

        /** Goes on to the next timer, if it rings by then, or to the end; returns whether one has rung. */
        synchronized boolean ringNext(Instant end) {
            Timer next = waiting.peek();
            if (next == null || next.at.isAfter(end)) {
                now = end;
                return false;
            }
            waiting.remove();
            now = next.at;
            if (next.interval != null) {
                waiting.add(new Timer(now.plus(next.interval), next.number, next.interval, next.action, next.where));
            }
            next.where.execute(next.action);
            return true;
        }

        @Override
        @SuppressWarnings("deprecation") // Akka has others use its successors, which end up here.
        public Cancellable schedule(
                FiniteDuration delay, FiniteDuration interval, Runnable action, ExecutionContext where) {
            return add(delay, Duration.ofNanos(interval.toNanos()), action, where);
        }

        @Override
        public Cancellable scheduleOnce(FiniteDuration delay, Runnable action, ExecutionContext where) {
            return add(delay, null, action, where);
        }

        private synchronized Cancellable add(
                FiniteDuration delay, @Nullable Duration interval, Runnable action, ExecutionContext where) {
            long number = ++made;
            waiting.add(new Timer(now.plusNanos(delay.toNanos()), number, interval, action, where));
            return new Cancellable() {
                @Override
                public boolean cancel() {
                    return remove(number);
                }

                @Override
                public boolean isCancelled() {
                    return !isWaiting(number);
                }
            };
        }

        private synchronized boolean remove(long number) {
            return waiting.removeIf(timer -> timer.number == number);
        }

        private synchronized boolean isWaiting(long number) {
            return waiting.stream().anyMatch(timer -> timer.number == number);
        }

        @Override
        public double maxFrequency() {
            return 1000;
        }
    }
}
