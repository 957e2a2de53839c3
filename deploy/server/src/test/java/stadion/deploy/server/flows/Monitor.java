package stadion.deploy.server.flows;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * A client of the event stream that stays while flows come and go. It sees when all has been told of what was done between flows; the server tells a little later than it shows.
 */
final class Monitor implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String ATTACHED = "event_stream_attached";
    private static final String DETACHED = "event_stream_detached";

    private final EventStream stream;

    private Monitor(EventStream stream) {
        this.stream = stream;
    }

    /** Begins to see; returns when it has been told of itself. */
    static Monitor open(String server) throws Exception {
        Monitor monitor = new Monitor(new EventStream(server, Set.of()));
        monitor.awaitAttached(0, 1);
        return monitor;
    }

    /** Whether it will see what follows; not after the server was killed, or has lost its leadership. */
    boolean isOpen() {
        return stream.isOpen();
    }

    /** How much it has seen until now. */
    int position() {
        return stream.events().size();
    }

    /** Waits until it has been told that the deployment has ended, well or not. */
    void awaitEnd(String deployment) throws Exception {
        await(
                "the end of deployment " + deployment,
                0,
                event -> event.type().matches("deployment_(success|failed)")
                        && event.data().path("id").asText().equals(deployment),
                1);
    }

    /** Waits until, since a position, as many events of a name have told of the app or pod. */
    void await(int position, String name, String spec, int count) throws Exception {
        await(
                count + " times " + name + " of " + spec,
                position,
                event -> event.name().equals(name)
                        && event.data().path("runSpecId").asText().equals(spec),
                count);
    }

    /** Waits until, since a position, the beginnings of so many streams have been told. */
    void awaitAttached(int position, int streams) throws Exception {
        await(
                "the beginnings of " + streams + " streams",
                position,
                event -> event.type().equals(ATTACHED),
                streams);
    }

    /** Whether, since a position, the ends of so many streams have been told. */
    boolean hasSeenEnds(int position, long streams) {
        return count(position, event -> event.type().equals(DETACHED)) >= streams;
    }

    private interface Test {
        boolean holds(Event event);
    }

    private void await(String what, int position, Test test, long count) throws Exception {
        Await.until(PATIENCE, () -> count(position, test), seen -> seen >= count)
                .ifPresent(seen -> {
                    throw new AssertionError("the event stream does not tell of " + what);
                });
    }

    private long count(int position, Test test) {
        List<Event> events = stream.events();
        return events.subList(position, events.size()).stream()
                .filter(test::holds)
                .count();
    }

    @Override
    public void close() throws IOException {
        stream.close();
    }
}
