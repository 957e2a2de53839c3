package stadion.scheduler.leader;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
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
import org.jspecify.annotations.Nullable;

/**
 * Tells this node's {@link Leadership} who leads, on every node. It asks for the {@link LeaderActor} on all of them again and again, and is told of every change in between; when that
 * actor is gone (stopped, or its node removed from the cluster), nobody leads until another one answers.
 */
public final class FollowerActor extends AbstractBehavior<FollowerActor.Command> {

    public sealed interface Command {}

    /**
     * Who leads, according to {@code from}.
     *
     * @param leader empty while its node is not ready to answer clients
     */
    public record Announced(Optional<Leader> leader, ActorRef<LeaderActor.Command> from)
            implements Command, NodeMessage {}

    private record AskAgain() implements Command {}

    /** An answer or announcement that was lost is made up for after this long. */
    private static final Duration INTERVAL = Duration.ofMillis(250);

    private final Leadership leadership;
    private final Leader self;
    private final Supplier<List<ActorRef<LeaderActor.Command>>> candidates;
    private @Nullable ActorRef<LeaderActor.Command> followed;

    private FollowerActor(
            ActorContext<Command> context,
            TimerScheduler<Command> timers,
            Leadership leadership,
            Leader self,
            Supplier<List<ActorRef<LeaderActor.Command>>> candidates) {
        super(context);
        this.leadership = leadership;
        this.self = self;
        this.candidates = candidates;
        timers.startTimerWithFixedDelay(new AskAgain(), Duration.ZERO, INTERVAL);
    }

    /**
     * Follows until this node's part in the cluster ends.
     *
     * @param self this node; what it knows of itself is not for this actor to tell
     * @param candidates where the leader's actor is if it runs, on each node of the cluster
     */
    public static Behavior<Command> create(
            Leadership leadership, Leader self, Supplier<List<ActorRef<LeaderActor.Command>>> candidates) {
        return Behaviors.setup(context ->
                Behaviors.withTimers(timers -> new FollowerActor(context, timers, leadership, self, candidates)));
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(Announced.class, this::onAnnounced)
                .onMessage(AskAgain.class, this::onAskAgain)
                .onSignal(Terminated.class, this::onTerminated)
                .onSignal(PostStop.class, signal -> nobody())
                .build();
    }

    private Behavior<Command> onAnnounced(Announced command) {
        if (!command.from().equals(followed)) {
            if (followed != null) {
                getContext().unwatch(followed);
            }
            followed = command.from();
            getContext().watch(followed);
        }
        leadership.follows(command.leader().filter(other -> !other.equals(self)));
        return this;
    }

    private Behavior<Command> onAskAgain(AskAgain command) {
        LeaderActor.Follow question =
                new LeaderActor.Follow(getContext().getSelf().narrow());
        candidates.get().forEach(candidate -> candidate.tell(question));
        return this;
    }

    private Behavior<Command> onTerminated(Terminated signal) {
        followed = null;
        return nobody();
    }

    private Behavior<Command> nobody() {
        leadership.follows(Optional.empty());
        return this;
    }
}
