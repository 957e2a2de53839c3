package stadion.scheduler.leader;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.ChildFailed;
import akka.actor.typed.Terminated;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import akka.actor.typed.javadsl.TimerScheduler;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the scheduler on the node that leads: the cluster singleton. When the scheduler fails, or is told to give up, it is started again from what is stored, here for
 * as long as this node leads.
 */
public final class LeaderActor extends AbstractBehavior<LeaderActor.Command> {

    public sealed interface Command {}

    /** The scheduler is to stop in order, and another one to take over. */
    public record Abdicate() implements Command {}

    private record StartAgain() implements Command {}

    /** Pause after a failure, so that a lasting one (a full disk) does not fill the log. */
    private static final Duration PAUSE = Duration.ofSeconds(2);

    private static final Logger log = LoggerFactory.getLogger(LeaderActor.class);

    private final TimerScheduler<Command> timers;
    private final Behavior<?> scheduler;
    private ActorRef<?> running;

    private LeaderActor(ActorContext<Command> context, TimerScheduler<Command> timers, Behavior<?> scheduler) {
        super(context);
        this.timers = timers;
        this.scheduler = scheduler;
        start();
    }

    /** Runs {@code scheduler}, again and again. */
    public static Behavior<Command> create(Behavior<?> scheduler) {
        return Behaviors.setup(context -> Behaviors.withTimers(timers -> new LeaderActor(context, timers, scheduler)));
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(Abdicate.class, this::onAbdicate)
                .onMessage(StartAgain.class, this::onStartAgain)
                .onSignal(ChildFailed.class, this::onFailed)
                .onSignal(Terminated.class, this::onTerminated)
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

    private Behavior<Command> onFailed(ChildFailed signal) {
        log.error("The scheduler has failed and is started again from what is stored", signal.getCause());
        timers.startSingleTimer(new StartAgain(), PAUSE);
        return this;
    }

    private Behavior<Command> onTerminated(Terminated signal) {
        start();
        return this;
    }

    private Behavior<Command> onStartAgain(StartAgain command) {
        start();
        return this;
    }
}
