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
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the scheduler on the node that leads: the cluster singleton. When the scheduler fails, or is told to give up, it is started again from what is stored, here for
 * as long as this node leads. Tells the nodes that follow it whether it is ready for their clients.
 */
public final class LeaderActor extends AbstractBehavior<LeaderActor.Command> {

    public sealed interface Command {}

    /** The scheduler is to stop in order, and another one to take over. */
    public record Abdicate() implements Command {}

    /** The node of {@code replyTo} is told who leads, now and after every change. */
    public record Follow(ActorRef<FollowerActor.Announced> replyTo) implements Command, NodeMessage {}

    private record FollowerGone(ActorRef<FollowerActor.Announced> follower) implements Command {}

    private record LeadershipChanged() implements Command {}

    private record StartAgain() implements Command {}

    /** Pause after a failure, so that a lasting one (a full disk) does not fill the log. */
    private static final Duration PAUSE = Duration.ofSeconds(2);

    private static final Logger log = LoggerFactory.getLogger(LeaderActor.class);

    private final TimerScheduler<Command> timers;
    private final Behavior<?> scheduler;
    private final Leadership leadership;
    private final Leadership.Subscription changes;
    private final Set<ActorRef<FollowerActor.Announced>> followers = new HashSet<>();
    private ActorRef<?> running;

    private LeaderActor(
            ActorContext<Command> context,
            TimerScheduler<Command> timers,
            Behavior<?> scheduler,
            Leadership leadership) {
        super(context);
        this.timers = timers;
        this.scheduler = scheduler;
        this.leadership = leadership;
        ActorRef<Command> self = context.getSelf();
        this.changes = leadership.onChange(() -> self.tell(new LeadershipChanged()));
        start();
    }

    /** Runs {@code scheduler}, which tells {@code leadership} when it is ready, again and again. */
    public static Behavior<Command> create(Behavior<?> scheduler, Leadership leadership) {
        return Behaviors.setup(
                context -> Behaviors.withTimers(timers -> new LeaderActor(context, timers, scheduler, leadership)));
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(Abdicate.class, this::onAbdicate)
                .onMessage(Follow.class, this::onFollow)
                .onMessage(FollowerGone.class, this::onFollowerGone)
                .onMessage(LeadershipChanged.class, this::onLeadershipChanged)
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

    private Behavior<Command> onFollow(Follow command) {
        if (followers.add(command.replyTo())) {
            getContext().watchWith(command.replyTo(), new FollowerGone(command.replyTo()));
        }
        command.replyTo().tell(announcement());
        return this;
    }

    private Behavior<Command> onFollowerGone(FollowerGone command) {
        followers.remove(command.follower());
        return this;
    }

    private Behavior<Command> onLeadershipChanged(LeadershipChanged command) {
        FollowerActor.Announced announcement = announcement();
        followers.forEach(follower -> follower.tell(announcement));
        return this;
    }

    private FollowerActor.Announced announcement() {
        Optional<Leader> ready = leadership.scheduler().isPresent() ? leadership.leader() : Optional.empty();
        return new FollowerActor.Announced(ready, getContext().getSelf());
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
