package stadion.api.events;

import akka.NotUsed;
import akka.actor.typed.ActorSystem;
import akka.stream.javadsl.Source;
import akka.util.ByteString;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import stadion.api.events.EventRequest.Audience;
import stadion.scheduler.Scheduler;
import stadion.scheduler.event.EventLog;
import stadion.scheduler.event.EventWindow;
import stadion.scheduler.event.Numbered;
import stadion.scheduler.event.SchedulerEvent.EventStreamAttached;
import stadion.scheduler.event.SchedulerEvent.EventStreamDetached;
import stadion.scheduler.leader.Leadership;

/**
 * Spreads the scheduler's events to the clients of the event stream. While there are clients it subscribes once to the event log of the leading scheduler. Events are rendered once
 * for all who want the same; with many clients those of a short while are sent together. Safe for use by many threads; nothing here blocks the publisher.
 */
public final class EventHub {

    private static final Logger LOG = LoggerFactory.getLogger(EventHub.class);

    /** Events are held back the longer the more clients there are, as sending costs by the client and not by the event. */
    private static final Duration DELAY_PER_CLIENT = Duration.ofNanos(100_000);

    private static final Duration MAX_DELAY = Duration.ofMillis(100);

    /** Shorter delays are none. */
    private static final Duration MIN_DELAY = Duration.ofMillis(2);

    private final ActorSystem<?> system;
    private final Leadership leadership;
    private final int bufferSize;
    private final Duration heartbeat;
    private final Clock clock;
    private final Counter dropped;
    private final List<Subscriber> clients = new CopyOnWriteArrayList<>();
    private List<Numbered> gathered = new ArrayList<>();
    private Optional<EventLog> followed = Optional.empty();
    private EventLog.Subscription subscription = () -> {};

    /** Makes a hub: {@code bufferSize} events may wait for one client, and every {@code heartbeat} it gets an empty line. */
    public EventHub(
            ActorSystem<?> system,
            Leadership leadership,
            int bufferSize,
            Duration heartbeat,
            Clock clock,
            MeterRegistry metrics) {
        this.system = system;
        this.bufferSize = bufferSize;
        this.heartbeat = heartbeat;
        this.clock = clock;
        this.dropped = metrics.counter("marathon.http.event-streams.dropped.counter");
        Gauge.builder("marathon.http.event-streams.active.gauge", clients, List::size)
                .register(metrics);
        this.leadership = leadership;
        leadership.onChange(this::endUnlessLed);
    }

    /** The stream of one client, from the moment it is run until the client goes, falls behind, or this scheduler no longer leads. */
    Source<ByteString, NotUsed> stream(Scheduler scheduler, EventRequest request) {
        return Source.fromGraph(new EventSource(
                () -> new Feed(scheduler, new Subscriber(request, new EventChannel(bufferSize))), heartbeat));
    }

    private final class Feed implements EventSource.Feed {
        private final Scheduler scheduler;
        private final Subscriber client;

        Feed(Scheduler scheduler, Subscriber client) {
            this.scheduler = scheduler;
            this.client = client;
        }

        @Override
        public EventChannel channel() {
            return client.channel();
        }

        @Override
        public void begun() {
            attach(scheduler, client);
        }

        @Override
        public void ended() {
            detach(scheduler.events(), client);
        }
    }

    private void attach(Scheduler scheduler, Subscriber client) {
        EventLog events = scheduler.events();
        EventRequest request = client.request();
        Instant now = clock.instant();
        long start = events.between(window -> begin(events, window, client, now));
        boolean isAhead = isAhead(request, start);
        if (!client.isLikeOthers() && !isAhead) {
            tellPresentState(scheduler, client, start, now);
        }
        events.publish(new EventStreamAttached(request.address(), now));
        if (isAhead) {
            // Either the client errs, or another node leads and has told it of events that are not known here. Then
            // nothing can be stored here any more, and the stream ends without a word.
            events.whenStored(() -> tellPresentState(scheduler, client, start, now));
        }
        endUnlessLed();
    }

    /** Whether the client says that it has seen an event that has not happened. */
    private static boolean isAhead(EventRequest request, long latest) {
        return request.lastEventId()
                .flatMap(EventHub::number)
                .filter(number -> number > latest)
                .isPresent();
    }

    /** Adds the client between two events, and gives it what it has missed; returns the number of the event before its first new one. */
    private synchronized long begin(EventLog events, EventWindow window, Subscriber client, Instant now) {
        flush();
        follow(events);
        clients.add(client);
        Optional<List<Numbered>> missed =
                client.request().lastEventId().flatMap(EventHub::number).flatMap(window::after);
        if (missed.isPresent()) {
            replay(client, Stream.empty(), missed.get());
        } else if (client.request().snapshot() || isAhead(client.request(), window.last())) {
            client.hold();
        } else if (client.request().lastEventId().isPresent()) {
            String last = client.request().lastEventId().get();
            boolean isOld = number(last).filter(n -> n < window.first()).isPresent();
            List<Numbered> kept = isOld ? window.after(window.first() - 1).orElseThrow() : List.of();
            long next = isOld ? window.first() : window.last() + 1;
            replay(client, Stream.of(EventFrame.of(EventFrame.gap(last, next, now), null)), kept);
        }
        return window.last();
    }

    private static Optional<Long> number(String id) {
        return id.matches("\\d{1,18}") ? Optional.of(Long.valueOf(id)) : Optional.empty();
    }

    private static void replay(Subscriber client, Stream<ByteString> before, List<Numbered> events) {
        Audience audience = client.request().audience();
        Stream<ByteString> frames = events.stream()
                .filter(event -> audience.wants(event.type()))
                .map(event -> EventFrame.of(event, audience.ids()));
        client.channel().begin(Stream.concat(before, frames).iterator());
    }

    /**
     * Tells that events are missing, if the client has seen others, and the present state, if it wants that. What is seen now may be newer than the event that the client begins after; the events
     * that tell of that are left out. All of those are published by now.
     */
    private void tellPresentState(Scheduler scheduler, Subscriber client, long start, Instant now) {
        EventRequest request = client.request();
        Optional<PresentEvents> present =
                request.snapshot() ? Optional.of(PresentEvents.of(scheduler.view())) : Optional.empty();
        Stream<ByteString> gap =
                request.lastEventId().map(last -> EventFrame.of(EventFrame.gap(last, start + 1, now), null)).stream();
        Stream<ByteString> state =
                present.map(p -> p.frames(request.audience(), start, now)).orElseGet(Stream::empty);
        client.channel().begin(Stream.concat(gap, state).iterator());
        synchronized (this) {
            flush();
            if (!client.release(present.map(PresentEvents::revisions).orElse(Map.of()))) {
                cutOff(client);
            }
        }
        scheduler.events().whenStored(() -> upToDate(client));
    }

    private synchronized void upToDate(Subscriber client) {
        flush();
        client.isUpToDate();
    }

    private void detach(EventLog events, Subscriber client) {
        synchronized (this) {
            clients.remove(client);
            if (clients.isEmpty()) {
                subscription.cancel();
                followed = Optional.empty();
                gathered = new ArrayList<>();
            }
        }
        events.publish(new EventStreamDetached(client.request().address(), clock.instant()));
    }

    private void follow(EventLog events) {
        if (followed.filter(events::equals).isEmpty()) {
            subscription.cancel();
            followed = Optional.of(events);
            subscription = events.subscribe(this::gather);
        }
    }

    /** Streams end with the leadership under which they began; the clients come back to whoever leads then. */
    private synchronized void endUnlessLed() {
        Optional<EventLog> leading = leadership.scheduler().map(scheduler -> scheduler.events());
        if (followed.isPresent() && !leading.equals(followed)) {
            flush();
            clients.forEach(client -> client.channel().close());
        }
    }

    private synchronized void gather(List<Numbered> events) {
        boolean isFirst = gathered.isEmpty();
        gathered.addAll(events);
        Duration delay = DELAY_PER_CLIENT.multipliedBy(clients.size());
        if (delay.compareTo(MIN_DELAY) < 0) {
            flush();
        } else if (isFirst) {
            system.scheduler()
                    .scheduleOnce(
                            delay.compareTo(MAX_DELAY) < 0 ? delay : MAX_DELAY, this::flush, system.executionContext());
        }
    }

    private synchronized void flush() {
        if (gathered.isEmpty()) {
            return;
        }
        List<Numbered> events = gathered;
        gathered = new ArrayList<>();
        Map<Audience, Frames> rendered = new HashMap<>();
        for (Subscriber client : clients) {
            boolean taken = client.isLikeOthers()
                    ? rendered.computeIfAbsent(client.request().audience(), audience -> Frames.of(events, audience))
                            .offer(client.channel())
                    : client.offer(events);
            if (!taken) {
                cutOff(client);
            }
        }
    }

    /** What one audience gets. */
    private record Frames(ByteString bytes, int count) {
        static Frames of(List<Numbered> events, Audience audience) {
            List<ByteString> wanted = events.stream()
                    .filter(event -> audience.wants(event.type()))
                    .map(event -> EventFrame.of(event, audience.ids()))
                    .toList();
            ByteString all = wanted.stream().reduce(ByteString.emptyByteString(), ByteString::concat);
            return new Frames(all.compact(), wanted.size());
        }

        boolean offer(EventChannel channel) {
            return count == 0 || channel.offer(bytes, count);
        }
    }

    private void cutOff(Subscriber client) {
        if (clients.remove(client)) {
            LOG.warn(
                    "the event stream of {} is closed: it is {} events behind",
                    client.request().address(),
                    bufferSize);
            dropped.increment();
            client.channel().close();
        }
    }
}
