package stadion.scheduler.mesos;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.persistence.typed.PersistenceId;
import akka.persistence.typed.RecoveryCompleted;
import akka.persistence.typed.javadsl.CommandHandler;
import akka.persistence.typed.javadsl.Effect;
import akka.persistence.typed.javadsl.EventHandler;
import akka.persistence.typed.javadsl.EventSourcedBehavior;
import akka.persistence.typed.javadsl.SignalHandler;
import java.util.Optional;
import stadion.scheduler.Stored;

/**
 * Remembers the id that Mesos gave this framework. Under the same id a restarted scheduler gets its tasks back; under another one they would be lost to it.
 */
public final class FrameworkIdentity
        extends EventSourcedBehavior<FrameworkIdentity.Remember, FrameworkIdentity.Event, Optional<String>> {

    /** Stores the id, unless it is stored already, and tells {@code whenStored}. */
    public record Remember(String id, ActorRef<Known> whenStored) {}

    /** The stored id, if there is one. */
    public record Known(Optional<String> id) {}

    /** What is stored. */
    public sealed interface Event extends Stored {}

    record Registered(String id) implements Event {}

    private final ActorRef<Known> whenRead;

    private FrameworkIdentity(ActorRef<Known> whenRead) {
        super(PersistenceId.ofUniqueId("framework"));
        this.whenRead = whenRead;
    }

    /** Tells {@code whenRead} the id as soon as it has been read. */
    public static Behavior<Remember> create(ActorRef<Known> whenRead) {
        return Behaviors.setup((ActorContext<Remember> context) -> new FrameworkIdentity(whenRead));
    }

    @Override
    public Optional<String> emptyState() {
        return Optional.empty();
    }

    @Override
    public CommandHandler<Remember, Event, Optional<String>> commandHandler() {
        return newCommandHandlerBuilder()
                .forAnyState()
                .onCommand(Remember.class, this::onRemember)
                .build();
    }

    @Override
    public EventHandler<Optional<String>, Event> eventHandler() {
        return (state, event) -> Optional.of(((Registered) event).id());
    }

    @Override
    public SignalHandler<Optional<String>> signalHandler() {
        return newSignalHandlerBuilder()
                .onSignal(RecoveryCompleted.class, (id, signal) -> whenRead.tell(new Known(id)))
                .build();
    }

    private Effect<Event, Optional<String>> onRemember(Optional<String> known, Remember command) {
        Known answer = new Known(Optional.of(command.id()));
        return known.equals(answer.id())
                ? Effect().none().thenRun(state -> command.whenStored().tell(answer))
                : Effect()
                        .persist(new Registered(command.id()))
                        .thenRun(
                                (Optional<String> state) -> command.whenStored().tell(answer));
    }
}
