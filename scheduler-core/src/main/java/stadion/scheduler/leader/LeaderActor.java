package stadion.scheduler.leader;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.ChildFailed;
import akka.actor.typed.PostStop;
import akka.actor.typed.Terminated;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import akka.actor.typed.javadsl.TimerScheduler;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the scheduler on the node that leads: the cluster singleton. When the scheduler fails, or is told to give up, it is started again from what is stored, here for
 * as long as this node leads. Tells all nodes whether it is ready for their clients.
 */
public final class LeaderActor extends AbstractBehavior<LeaderActor.Command> {

    public sealed interface Command {}

    /** The scheduler is to stop in order, and another one to take over. */
    public record Abdicate() implements Command {}

    /** All nodes are told who leads: after every change, and now and then. */
    private record Announce() implements Command {}

    private record StartAgain() implements Command {}

    /** Pause after a failure, so that a lasting one (a full disk) does not fill the log. */
    private static final Duration PAUSE = Duration.ofSeconds(2);

    /** An announcement that was lost, or came before its node listened, is made up for after this long. */
    private static final Duration INTERVAL = Duration.ofMillis(250);

    private static final Logger log = LoggerFactory.getLogger(LeaderActor.class);

    private final TimerScheduler<Command> timers;
    private final Behavior<?> scheduler;
    private final Leadership leadership;
    private final Leadership.Subscription changes;
    private final Supplier<List<ActorRef<FollowerActor.Command>>> followers;
    private ActorRef<?> running;

    private LeaderActor(
            ActorContext<Command> context,
            TimerScheduler<Command> timers,
            Behavior<?> scheduler,
            Leadership leadership,
            Supplier<List<ActorRef<FollowerActor.Command>>> followers) {
        super(context);
        this.timers = timers;
        this.scheduler = scheduler;
        this.leadership = leadership;
        this.followers = followers;
        ActorRef<Command> self = context.getSelf();
        this.changes = leadership.onChange(() -> self.tell(new Announce()));
        timers.startTimerWithFixedDelay(new Announce(), INTERVAL);
        start();
    }

    /**
     * Runs {@code scheduler}, which tells {@code leadership} when it is ready, again and again.
     *
     * @param followers those on all nodes of the cluster
     */
    public static Behavior<Command> create(
            Behavior<?> scheduler, Leadership leadership, Supplier<List<ActorRef<FollowerActor.Command>>> followers) {
        return Behaviors.setup(context ->
                Behaviors.withTimers(timers -> new LeaderActor(context, timers, scheduler, leadership, followers)));
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(Abdicate.class, this::onAbdicate)
                .onMessage(Announce.class, this::onAnnounce)
                .onMessage(StartAgain.class, this::onStartAgain)
                .onSignal(ChildFailed.class, this::onFailed)
                .onSignal(Terminated.class, this::onTerminated)
                .onSignal(PostStop.class, this::onPostStop)
                .build();
    }

    private void start() {
        running = getContext().spawnAnonymous(scheduler);
        getContext().watch(running);
    }

    private Behavior<Command> onAbdicate(Abdicate command) {
        getContext().stop(running);
        return this;
    }

    private Behavior<Command> onAnnounce(Announce command) {
        Optional<Leader> ready = leadership.scheduler().isPresent() ? leadership.leader() : Optional.empty();
        FollowerActor.Announced announcement =
                new FollowerActor.Announced(ready, getContext().getSelf());
        followers.get().forEach(follower -> follower.tell(announcement));
        return this;
    }

    private Behavior<Command> onFailed(ChildFailed signal) {
        log.error("The scheduler has failed and is started again from what is stored", signal.getCause());
        timers.startSingleTimer(new StartAgain(), PAUSE);
        return this;
    }

    private Behavior<Command> onTerminated(Terminated signal) {
        start();
        return this;
    }

    private Behavior<Command> onPostStop(PostStop signal) {
        changes.cancel();
        return this;
    }

    private Behavior<Command> onStartAgain(StartAgain command) {
        start();
        return this;
    }
}
