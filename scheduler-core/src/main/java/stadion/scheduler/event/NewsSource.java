package stadion.scheduler.event;

import akka.actor.typed.javadsl.ActorContext;
import akka.persistence.typed.PersistenceId;
import akka.persistence.typed.RecoveryCompleted;
import akka.persistence.typed.SnapshotAdapter;
import akka.persistence.typed.javadsl.EventHandler;
import akka.persistence.typed.javadsl.EventSourcedBehavior;
import akka.persistence.typed.javadsl.RetentionCriteria;
import akka.persistence.typed.javadsl.SignalHandler;
import java.util.List;
import stadion.scheduler.Stored;

/**
 * An event-sourced actor that has news of its events. It numbers them; what waits in its {@link Outbox} is kept in its snapshots, and waits there again when its journal is read.
 * A snapshot is made every so many events, which then go.
 *
 * @param <C> its commands
 * @param <E> its events
 * @param <S> its state
 */
public abstract class NewsSource<C, E extends Stored, S> extends EventSourcedBehavior<C, E, S> {

    /** A state as a snapshot keeps it, with the news of which it is not known that they are stored. */
    public interface Kept<S> extends Stored {

        S state();

        List<Outbox.Unstored> untold();
    }

    protected final Outbox news;
    private final ActorContext<C> context;
    private final int eventsPerSnapshot;
    private long lastEvent;

    /** The outbox is named after the persistence id. */
    protected NewsSource(PersistenceId id, ActorContext<C> context, EventLog log, int eventsPerSnapshot) {
        super(id);
        this.context = context;
        this.eventsPerSnapshot = eventsPerSnapshot;
        this.news = new Outbox(log, id.id());
    }

    /** The state after an event, whose news go to the outbox; {@code number} is that of the event in the journal. */
    protected abstract S apply(S state, E event, long number);

    /** The journal has been read: all that waits in the outbox is to be told. */
    protected abstract void onRecovered(S state);

    protected abstract Kept<S> snapshot(S state, List<Outbox.Unstored> untold);

    /** The number of the latest event in the journal. */
    protected final long lastEvent() {
        return lastEvent;
    }

    @Override
    public final EventHandler<S, E> eventHandler() {
        return (state, event) -> {
            // While the first command after recovery is handled, Akka still tells the number of the last event read.
            lastEvent = Math.max(lastEvent + 1, lastSequenceNumber(context));
            return apply(state, event, lastEvent);
        };
    }

    @Override
    public final SignalHandler<S> signalHandler() {
        return newSignalHandlerBuilder()
                .onSignal(RecoveryCompleted.class, (state, signal) -> {
                    lastEvent = Math.max(lastEvent, lastSequenceNumber(context));
                    onRecovered(state);
                })
                .build();
    }

    @Override
    public final RetentionCriteria retentionCriteria() {
        return RetentionCriteria.snapshotEvery(eventsPerSnapshot, 1).withDeleteEventsOnSnapshot();
    }

    @Override
    public final SnapshotAdapter<S> snapshotAdapter() {
        return new SnapshotAdapter<>() {
            @Override
            public Object toJournal(S state) {
                return snapshot(state, news.unstored());
            }

            @Override
            @SuppressWarnings("unchecked") // It is what the other method has made.
            public S fromJournal(Object from) {
                Kept<S> kept = (Kept<S>) from;
                news.restore(kept.untold());
                return kept.state();
            }
        };
    }
}
