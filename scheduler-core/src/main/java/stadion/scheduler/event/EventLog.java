package stadion.scheduler.event;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * Where events are published, and where those who want them subscribe. Each event gets the next number; subscribers are called in the order of the numbers, on the
 * publisher's thread, and must neither block nor throw.
 */
public final class EventLog {

    /** An event with its place in the order of all events since this log was opened; the first has number 1. */
    public record Numbered(long number, SchedulerEvent event) {}

    /** Ends a subscription; calling it again does nothing. */
    @FunctionalInterface
    public interface Subscription {
        void cancel();
    }

    private final List<Consumer<Numbered>> subscribers = new CopyOnWriteArrayList<>();
    private long last;

    public synchronized void publish(SchedulerEvent event) {
        Numbered numbered = new Numbered(++last, event);
        for (Consumer<Numbered> subscriber : subscribers) {
            subscriber.accept(numbered);
        }
    }

    /** {@code subscriber} sees every event published after this call returns. */
    public Subscription subscribe(Consumer<Numbered> subscriber) {
        subscribers.add(subscriber);
        return () -> subscribers.remove(subscriber);
    }

    public int subscriberCount() {
        return subscribers.size();
    }
}
