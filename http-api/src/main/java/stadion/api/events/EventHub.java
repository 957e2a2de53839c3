package stadion.api.events;

import akka.Done;
import akka.NotUsed;
import akka.stream.BoundedSourceQueue;
import akka.stream.KillSwitches;
import akka.stream.QueueOfferResult;
import akka.stream.UniqueKillSwitch;
import akka.stream.javadsl.Keep;
import akka.stream.javadsl.Source;
import akka.util.ByteString;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import stadion.scheduler.Scheduler;
import stadion.scheduler.event.EventLog;
import stadion.scheduler.event.SchedulerEvent.EventStreamAttached;
import stadion.scheduler.event.SchedulerEvent.EventStreamDetached;
import stadion.scheduler.leader.Leadership;

/**
 * Spreads the scheduler's events to the clients of the event stream. While there are clients it subscribes once to the event log of the leading scheduler. Safe for use
 * by many threads; nothing here blocks the publisher.
 */
public final class EventHub {

    private static final Logger LOG = LoggerFactory.getLogger(EventHub.class);
    private static final ByteString HEARTBEAT_LINE = ByteString.fromString("\r\n");

    /** One connected client. {@code types} are the event types it wants; empty means all. */
    private record Client(
            String address, Set<String> types, BoundedSourceQueue<EventFrame> queue, UniqueKillSwitch connection) {

        boolean wants(EventFrame frame) {
            return types.isEmpty() || types.contains(frame.type());
        }
    }

    private final Leadership leadership;
    private final int bufferSize;
    private final Duration heartbeat;
    private final Clock clock;
    private final Counter dropped;
    private final List<Client> clients = new CopyOnWriteArrayList<>();
    private Optional<EventLog> followed = Optional.empty();
    private EventLog.Subscription subscription = () -> {};

    /** Makes a hub: {@code bufferSize} events may wait for one client, and every {@code heartbeat} it gets an empty line. */
    public EventHub(Leadership leadership, int bufferSize, Duration heartbeat, Clock clock, MeterRegistry metrics) {
        this.leadership = leadership;
        this.bufferSize = bufferSize;
        this.heartbeat = heartbeat;
        this.clock = clock;
        this.dropped = metrics.counter("marathon.http.event-streams.dropped.counter");
        Gauge.builder("marathon.http.event-streams.active.gauge", clients, List::size)
                .register(metrics);
    }

    /** The stream of one client, from the moment it is run until the client goes, falls behind, or this scheduler no longer leads. */
    Source<ByteString, NotUsed> stream(Scheduler scheduler, String address, Set<String> types) {
        return Source.<EventFrame>queue(bufferSize)
                .map(EventFrame::bytes)
                .merge(Source.tick(heartbeat, heartbeat, HEARTBEAT_LINE), true)
                .takeWhile(bytes ->
                        leadership.scheduler().filter(scheduler::equals).isPresent())
                .viaMat(KillSwitches.<ByteString>single(), Keep.both())
                .watchTermination((queues, ended) -> {
                    Client client = new Client(address, types, queues.first(), queues.second());
                    attach(scheduler.events(), client, ended);
                    return NotUsed.getInstance();
                });
    }

    private void attach(EventLog events, Client client, CompletionStage<Done> ended) {
        clients.add(client);
        follow(events);
        events.publish(new EventStreamAttached(client.address(), clock.instant()));
        ended.whenComplete((done, error) -> {
            clients.remove(client);
            unfollowIfUnused();
            events.publish(new EventStreamDetached(client.address(), clock.instant()));
        });
    }

    private synchronized void follow(EventLog events) {
        if (followed.filter(events::equals).isEmpty()) {
            subscription.cancel();
            followed = Optional.of(events);
            subscription = events.subscribe(numbered -> spread(new EventFrame(numbered.event())));
        }
    }

    private synchronized void unfollowIfUnused() {
        if (clients.isEmpty()) {
            subscription.cancel();
            followed = Optional.empty();
        }
    }

    private void spread(EventFrame frame) {
        clients.forEach(client -> offer(client, frame));
    }

    private void offer(Client client, EventFrame frame) {
        boolean full = client.wants(frame) && client.queue().offer(frame).equals(QueueOfferResult.dropped());
        if (full && clients.remove(client)) {
            LOG.warn("the event stream of {} is closed: it is {} events behind", client.address(), bufferSize);
            dropped.increment();
            client.connection().shutdown();
        }
    }
}
