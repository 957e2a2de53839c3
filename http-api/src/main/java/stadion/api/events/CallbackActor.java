package stadion.api.events;

import akka.actor.typed.Behavior;
import akka.actor.typed.PostStop;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import stadion.scheduler.event.EventLog;
import stadion.scheduler.event.Told;
import stadion.scheduler.leader.Leadership;

/** Posts the events of the scheduler that leads on this node to the addresses that are subscribed. What is on its way is lost when this node ends. */
public final class CallbackActor extends AbstractBehavior<CallbackActor.Command> {

    public sealed interface Command {}

    private record Follow() implements Command {}

    private record Happened(Told event, Set<String> urls) implements Command {}

    private record Answered(String url, Optional<String> failure) implements Command {}

    private static final Logger LOG = LoggerFactory.getLogger(CallbackActor.class);
    private static final Duration LOOK = Duration.ofMillis(200);

    private final Settings settings;
    private final Leadership leadership;
    private final EventPoster poster;
    private final Clock clock;
    private final Counter skipped;
    private final Map<String, Callback> callbacks = new HashMap<>();
    private Optional<EventLog> followed = Optional.empty();
    private EventLog.Subscription subscription = () -> {};

    /**
     * How events are posted.
     *
     * @param endpoints addresses that are always subscribed
     * @param buffer events that may wait for one address
     * @param patience how long an answer may take
     */
    public record Settings(List<String> endpoints, int buffer, Duration patience) {}

    private CallbackActor(
            ActorContext<Command> context,
            Settings settings,
            Leadership leadership,
            EventPoster poster,
            Clock clock,
            MeterRegistry metrics) {
        super(context);
        this.settings = settings;
        this.leadership = leadership;
        this.poster = poster;
        this.clock = clock;
        this.skipped = metrics.counter("marathon.http.event-callbacks.skipped.counter");
    }

    /** Follows whichever scheduler leads on this node. */
    public static Behavior<Command> create(
            Settings settings, Leadership leadership, Clock clock, MeterRegistry metrics) {
        return Behaviors.setup(context -> Behaviors.withTimers(timers -> {
            timers.startTimerWithFixedDelay(new Follow(), Duration.ZERO, LOOK);
            EventPoster poster = new EventPoster(settings.patience());
            return new CallbackActor(context, settings, leadership, poster, clock, metrics);
        }));
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(Follow.class, this::onFollow)
                .onMessage(Happened.class, this::onHappened)
                .onMessage(Answered.class, this::onAnswered)
                .onSignal(PostStop.class, signal -> onStop())
                .build();
    }

    private Behavior<Command> onFollow(Follow command) {
        Optional<EventLog> leading = leadership.scheduler().map(scheduler -> scheduler.events());
        if (leading.isPresent() && !leading.equals(followed)) {
            subscription.cancel();
            followed = leading;
            subscription = leading.get().subscribe(events -> events.forEach(event -> happened(event.event())));
        }
        return this;
    }

    /** Runs on the thread of whoever published the event. */
    private void happened(Told event) {
        Set<String> urls = new LinkedHashSet<>(settings.endpoints());
        leadership
                .scheduler()
                .ifPresent(scheduler -> urls.addAll(scheduler.view().callbacks()));
        if (!urls.isEmpty()) {
            getContext().getSelf().tell(new Happened(event, urls));
        }
    }

    private Behavior<Command> onHappened(Happened command) {
        callbacks
                .entrySet()
                .removeIf(entry -> !command.urls().contains(entry.getKey())
                        && !entry.getValue().isSending());
        for (String url : command.urls()) {
            Callback callback = callbacks.computeIfAbsent(url, u -> new Callback(settings.buffer()));
            if (!callback.offer(command.event(), clock.instant())) {
                skipped.increment();
            }
            post(url, callback);
        }
        return this;
    }

    private void post(String url, Callback callback) {
        callback.next()
                .ifPresent(event -> getContext()
                        .pipeToSelf(
                                poster.post(url, event.json()),
                                (failure, error) -> new Answered(
                                        url, error == null ? failure : Optional.of(String.valueOf(error)))));
    }

    private Behavior<Command> onAnswered(Answered command) {
        Callback callback = callbacks.get(command.url());
        if (command.failure().isEmpty()) {
            if (callback.failures() > 0) {
                LOG.info("events are posted to {} again", command.url());
            }
            callback.delivered();
            post(command.url(), callback);
        } else {
            boolean first = callback.failures() == 0;
            Duration pause = callback.failed(clock.instant());
            String text = "no events are posted to {} for {} s: {}";
            if (first) {
                LOG.warn(
                        text,
                        command.url(),
                        pause.toSeconds(),
                        command.failure().get());
            } else {
                LOG.debug(
                        text,
                        command.url(),
                        pause.toSeconds(),
                        command.failure().get());
            }
        }
        return this;
    }

    private Behavior<Command> onStop() {
        subscription.cancel();
        return this;
    }
}
