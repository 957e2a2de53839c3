package stadion.scheduler.event;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.persistence.typed.PersistenceId;
import akka.persistence.typed.RecoveryCompleted;
import akka.persistence.typed.SnapshotAdapter;
import akka.persistence.typed.javadsl.CommandHandler;
import akka.persistence.typed.javadsl.Effect;
import akka.persistence.typed.javadsl.EventHandler;
import akka.persistence.typed.javadsl.EventSourcedBehavior;
import akka.persistence.typed.javadsl.RetentionCriteria;
import akka.persistence.typed.javadsl.SignalHandler;
import stadion.scheduler.event.EventWindow.Batch;
import stadion.scheduler.event.EventWindow.Snapshot;

/**
 * Stores what is published in an {@link EventLog}: what comes while one batch is being written is the next. So events keep their numbers over restarts and failovers, and the
 * latest can be told again.
 */
public final class EventKeeperActor extends EventSourcedBehavior<EventKeeperActor.Command, Batch, EventWindow> {

    public sealed interface Command {}

    private record StoreWaiting() implements Command {}

    /** What was stored before has been read: the log has its numbers. */
    public record Opened() {}

    private static final int BATCHES_PER_SNAPSHOT = 500;

    private final EventLog log;
    private final int kept;
    private final ActorContext<Command> context;
    private final ActorRef<Opened> whenOpened;

    private EventKeeperActor(ActorContext<Command> context, EventLog log, int kept, ActorRef<Opened> whenOpened) {
        super(PersistenceId.ofUniqueId("events"));
        this.context = context;
        this.log = log;
        this.kept = kept;
        this.whenOpened = whenOpened;
    }

    /** The keeper of a log, which must be new; at least {@code kept} events are kept. */
    public static Behavior<Command> create(EventLog log, int kept, ActorRef<Opened> whenOpened) {
        return Behaviors.setup(context -> new EventKeeperActor(context, log, kept, whenOpened));
    }

    @Override
    public EventWindow emptyState() {
        return EventWindow.EMPTY;
    }

    @Override
    public EventHandler<EventWindow, Batch> eventHandler() {
        return (window, batch) -> window.plus(batch, kept);
    }

    @Override
    public CommandHandler<Command, Batch, EventWindow> commandHandler() {
        return newCommandHandlerBuilder()
                .forAnyState()
                .onCommand(StoreWaiting.class, this::onStoreWaiting)
                .build();
    }

    @Override
    public SignalHandler<EventWindow> signalHandler() {
        return newSignalHandlerBuilder()
                .onSignal(RecoveryCompleted.class, (window, signal) -> {
                    log.open(window, () -> context.getSelf().tell(new StoreWaiting()));
                    whenOpened.tell(new Opened());
                })
                .build();
    }

    @Override
    public RetentionCriteria retentionCriteria() {
        return RetentionCriteria.snapshotEvery(BATCHES_PER_SNAPSHOT, 1).withDeleteEventsOnSnapshot();
    }

    @Override
    public SnapshotAdapter<EventWindow> snapshotAdapter() {
        return new SnapshotAdapter<>() {
            @Override
            public Object toJournal(EventWindow window) {
                return window.snapshot();
            }

            @Override
            public EventWindow fromJournal(Object from) {
                return EventWindow.of((Snapshot) from);
            }
        };
    }

    private Effect<Batch, EventWindow> onStoreWaiting(EventWindow window, StoreWaiting command) {
        log.take();
        Batch batch = log.batch();
        return batch.events().isEmpty() && batch.progress().isEmpty()
                ? Effect().none().thenRun(this::stored)
                : Effect().persist(batch).thenRun(this::stored);
    }

    private void stored(EventWindow window) {
        log.stored(window);
        if (log.isAwake()) {
            context.getSelf().tell(new StoreWaiting());
        }
    }
}
