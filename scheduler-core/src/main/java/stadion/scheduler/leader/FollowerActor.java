package stadion.scheduler.leader;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.PostStop;
import akka.actor.typed.Terminated;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Tells this node's {@link Leadership} who leads, on every node. It is told so by the {@link LeaderActor}, wherever that runs, again and again; when that actor is gone (stopped, or its node
 * removed from the cluster), nobody leads until another one is heard of. It is never the other way round, as there may be one leader after the other under the same path, and a node goes on
 * giving what it is sent under that path to the first.
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

    private final Leadership leadership;
    private final Leader self;
    private @Nullable ActorRef<LeaderActor.Command> followed;

    private FollowerActor(ActorContext<Command> context, Leadership leadership, Leader self) {
        super(context);
        this.leadership = leadership;
        this.self = self;
    }

    /**
     * Follows until this node's part in the cluster ends.
     *
     * @param self this node; what it knows of itself is not for this actor to tell
     */
    public static Behavior<Command> create(Leadership leadership, Leader self) {
        return Behaviors.setup(context -> new FollowerActor(context, leadership, self));
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(Announced.class, this::onAnnounced)
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

    private Behavior<Command> onTerminated(Terminated signal) {
        followed = null;
        return nobody();
    }

    private Behavior<Command> nobody() {
        leadership.follows(Optional.empty());
        return this;
    }
}
