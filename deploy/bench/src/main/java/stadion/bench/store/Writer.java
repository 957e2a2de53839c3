package stadion.bench.store;

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
import java.util.List;
import stadion.scheduler.Stored;

/** An actor that stores one batch after the other, each when the one before is acknowledged, and tells how many changes it has in all. */
final class Writer extends EventSourcedBehavior<Writer.Store, Writer.Batch, Long> {

    /** Stores the batch {@code times} times (0: only tells) and then tells the number of changes stored since the beginning. */
    record Store(Batch batch, int times, ActorRef<Long> replyTo) {}

    record Batch(List<Change> changes) implements Stored {}

    record Change(String id, String state, long at) {}

    private final ActorContext<Store> context;
    private final ActorRef<Long> recovered;

    private Writer(ActorContext<Store> context, String id, ActorRef<Long> recovered) {
        super(PersistenceId.ofUniqueId(id));
        this.context = context;
        this.recovered = recovered;
    }

    /** @param recovered is told the number of changes that were read at the start */
    static Behavior<Store> create(String id, ActorRef<Long> recovered) {
        return Behaviors.setup(context -> new Writer(context, id, recovered));
    }

    @Override
    public Long emptyState() {
        return 0L;
    }

    @Override
    public CommandHandler<Store, Batch, Long> commandHandler() {
        return newCommandHandlerBuilder().forAnyState().onAnyCommand(this::onStore);
    }

    private Effect<Batch, Long> onStore(Long before, Store command) {
        if (command.times == 0) {
            return Effect().none().thenReply(command.replyTo, count -> count);
        }
        return Effect()
                .persist(command.batch)
                .thenRun(count -> context.getSelf().tell(new Store(command.batch, command.times - 1, command.replyTo)));
    }

    @Override
    public EventHandler<Long, Batch> eventHandler() {
        return newEventHandlerBuilder()
                .forAnyState()
                .onAnyEvent((count, batch) -> count + batch.changes().size());
    }

    @Override
    public SignalHandler<Long> signalHandler() {
        return newSignalHandlerBuilder()
                .onSignal(RecoveryCompleted.instance(), recovered::tell)
                .build();
    }
}
