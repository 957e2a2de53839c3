package stadion.scheduler.launch;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import akka.actor.typed.javadsl.TimerScheduler;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import stadion.scheduler.SchedulerView;
import stadion.scheduler.model.InstanceId;
import stadion.scheduler.model.PathId;
import stadion.scheduler.model.RunSpec;

/**
 * What still wants an offer. Each app and pod says what it wants whenever that changes; it is handed to the matcher at once, or when the app's back-off delay is over. Shows
 * why each waits. Nothing is stored: after a failover every app says again what it wants, and delays begin anew.
 */
public final class LaunchQueue extends AbstractBehavior<LaunchQueue.Command> {

    public sealed interface Command {}

    /** What an app wants now; an empty demand takes it out of the queue. */
    public record Want(Demand demand) implements Command {}

    /** Tasks of this configuration of an app ended so that its next launches are to wait. */
    public record Failed(RunSpec runSpec, int times) implements Command {}

    /** An app is gone. */
    public record Forget(PathId app) implements Command {}

    /** An instance with volumes is gone: what is reserved for it in this role is to be released. */
    public record Release(InstanceId instance, String role) implements Command {}

    /** Ends the back-off delay of an app. Answers whether it was waiting in the queue. */
    public record ResetDelay(PathId app, ActorRef<Boolean> replyTo) implements Command {}

    /** What the matcher has done with offers for an app. */
    record OffersSeen(PathId app, OfferStats offers) implements Command {}

    private record DelayOver(PathId app) implements Command {}

    private static final class Entry {
        private Demand demand;
        private Backoff backoff;
        private Instant since;
        private OfferStats offers = OfferStats.NONE;

        Entry(Demand demand, Backoff backoff, Instant since) {
            this.demand = demand;
            this.backoff = backoff;
            this.since = since;
        }
    }

    private final SchedulerView view;
    private final ActorRef<Matcher.Command> matcher;
    private final InstantSource clock;
    private final TimerScheduler<Command> timers;
    private final Map<PathId, Entry> entries = new HashMap<>();

    private LaunchQueue(
            ActorContext<Command> context,
            TimerScheduler<Command> timers,
            SchedulerView view,
            ActorRef<Matcher.Command> matcher,
            InstantSource clock) {
        super(context);
        this.timers = timers;
        this.view = view;
        this.matcher = matcher;
        this.clock = clock;
    }

    /** Hands demands to {@code matcher} and shows the queue in {@code view}. */
    public static Behavior<Command> create(SchedulerView view, ActorRef<Matcher.Command> matcher, InstantSource clock) {
        return Behaviors.setup(
                context -> Behaviors.withTimers(timers -> new LaunchQueue(context, timers, view, matcher, clock)));
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(Want.class, this::onWant)
                .onMessage(Failed.class, this::onFailed)
                .onMessage(Forget.class, this::onForget)
                .onMessage(Release.class, this::onRelease)
                .onMessage(ResetDelay.class, this::onResetDelay)
                .onMessage(OffersSeen.class, this::onOffersSeen)
                .onMessage(DelayOver.class, this::onDelayOver)
                .build();
    }

    private Behavior<Command> onWant(Want command) {
        Demand demand = command.demand();
        PathId app = demand.runSpec().id();
        Entry entry = entries.get(app);
        if (entry == null) {
            if (demand.isEmpty()) {
                return this;
            }
            entry = new Entry(demand, Backoff.none(demand.runSpec()), clock.instant());
            entries.put(app, entry);
        } else {
            if (entry.demand.isEmpty() && !demand.isEmpty()) {
                entry.since = clock.instant();
                entry.offers = entry.offers.afresh();
            }
            entry.backoff = entry.backoff.of(demand.runSpec());
            entry.demand = demand;
        }
        show(app, entry);
        handOn(app, entry);
        return this;
    }

    private Behavior<Command> onFailed(Failed command) {
        PathId app = command.runSpec().id();
        Entry entry = entries.get(app);
        if (entry == null || !entry.backoff.isOf(command.runSpec())) {
            return this;
        }
        Instant now = clock.instant();
        for (int i = 0; i < command.times(); i++) {
            entry.backoff = entry.backoff.failed(now);
        }
        show(app, entry);
        handOn(app, entry);
        return this;
    }

    private Behavior<Command> onForget(Forget command) {
        Entry entry = entries.remove(command.app());
        if (entry != null) {
            timers.cancel(command.app());
            view.queued(command.app(), Optional.empty());
            matcher.tell(new Matcher.Removed(command.app()));
        }
        return this;
    }

    private Behavior<Command> onRelease(Release command) {
        matcher.tell(new Matcher.Release(command.instance(), command.role()));
        return this;
    }

    private Behavior<Command> onResetDelay(ResetDelay command) {
        Entry entry = entries.get(command.app());
        boolean waiting = entry != null && !entry.demand.isEmpty();
        if (waiting) {
            entry.backoff = Backoff.none(entry.demand.runSpec());
            show(command.app(), entry);
            handOn(command.app(), entry);
        }
        command.replyTo().tell(waiting);
        return this;
    }

    private Behavior<Command> onOffersSeen(OffersSeen command) {
        Entry entry = entries.get(command.app());
        if (entry != null) {
            entry.offers = command.offers();
            show(command.app(), entry);
        }
        return this;
    }

    private Behavior<Command> onDelayOver(DelayOver command) {
        Entry entry = entries.get(command.app());
        if (entry != null) {
            handOn(command.app(), entry);
        }
        return this;
    }

    /** Tells the matcher what the app wants, or that it wants nothing until its delay is over. */
    private void handOn(PathId app, Entry entry) {
        Duration wait = Duration.between(clock.instant(), entry.backoff.notBefore());
        if (entry.demand.isEmpty() || wait.isNegative() || wait.isZero()) {
            timers.cancel(app);
            matcher.tell(new Matcher.Wanted(entry.demand));
        } else {
            matcher.tell(new Matcher.Forget(app));
            timers.startSingleTimer(app, new DelayOver(app), wait.plusMillis(1));
        }
    }

    private void show(PathId app, Entry entry) {
        Demand demand = entry.demand;
        view.queued(
                app,
                demand.isEmpty()
                        ? Optional.empty()
                        : Optional.of(new QueueItem(
                                demand.runSpec(),
                                demand.size(),
                                entry.backoff.notBefore(),
                                entry.since,
                                entry.offers)));
    }
}
