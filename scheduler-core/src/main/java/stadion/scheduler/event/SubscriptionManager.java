package stadion.scheduler.event;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.Behaviors;
import akka.persistence.typed.PersistenceId;
import akka.persistence.typed.RecoveryCompleted;
import akka.persistence.typed.javadsl.CommandHandler;
import akka.persistence.typed.javadsl.Effect;
import akka.persistence.typed.javadsl.EventHandler;
import akka.persistence.typed.javadsl.EventSourcedBehavior;
import akka.persistence.typed.javadsl.RetentionCriteria;
import akka.persistence.typed.javadsl.SignalHandler;
import java.util.ArrayList;
import java.util.List;
import stadion.scheduler.SchedulerView;
import stadion.scheduler.Stored;

/** Remembers the addresses to which events are posted, so that they outlive a restart. Who posts them reads the addresses from the view. */
public final class SubscriptionManager
        extends EventSourcedBehavior<
                SubscriptionManager.Command, SubscriptionManager.Event, SubscriptionManager.Subscriptions> {

    public sealed interface Command {}

    /** Adds an address; one that is there already stays where it is. */
    public record Subscribe(String url, ActorRef<Reply> replyTo) implements Command {}

    /** Removes an address, if it is there. */
    public record Unsubscribe(String url, ActorRef<Reply> replyTo) implements Command {}

    /** Answers {@link Done} when what is stored has been read and can be seen. */
    public record Open(ActorRef<Reply> replyTo) implements Command {}

    public sealed interface Reply {}

    /** The addresses are stored, and seen in the view. */
    public record Done() implements Reply {}

    /** There are as many addresses as there may be. */
    public record TooMany(int limit) implements Reply {}

    /** What is stored. */
    public sealed interface Event extends Stored {}

    record Subscribed(String url) implements Event {}

    record Unsubscribed(String url) implements Event {}

    /** The addresses in the order in which they were added. */
    public record Subscriptions(List<String> urls) implements Stored {
        Subscriptions apply(Event event) {
            List<String> changed = new ArrayList<>(urls);
            if (event instanceof Subscribed subscribed) {
                changed.add(subscribed.url());
            } else {
                changed.remove(((Unsubscribed) event).url());
            }
            return new Subscriptions(List.copyOf(changed));
        }
    }

    private static final int LIMIT = 100;
    private static final int EVENTS_PER_SNAPSHOT = 100;

    private final SchedulerView view;

    private SubscriptionManager(SchedulerView view) {
        super(PersistenceId.ofUniqueId("subscriptions"));
        this.view = view;
    }

    public static Behavior<Command> create(SchedulerView view) {
        return Behaviors.setup(context -> new SubscriptionManager(view));
    }

    @Override
    public Subscriptions emptyState() {
        return new Subscriptions(List.of());
    }

    @Override
    public EventHandler<Subscriptions, Event> eventHandler() {
        return Subscriptions::apply;
    }

    @Override
    public CommandHandler<Command, Event, Subscriptions> commandHandler() {
        return newCommandHandlerBuilder()
                .forAnyState()
                .onCommand(Subscribe.class, this::onSubscribe)
                .onCommand(Unsubscribe.class, this::onUnsubscribe)
                .onCommand(Open.class, this::onOpen)
                .build();
    }

    @Override
    public SignalHandler<Subscriptions> signalHandler() {
        return newSignalHandlerBuilder()
                .onSignal(RecoveryCompleted.class, (state, signal) -> view.callbacks(state.urls()))
                .build();
    }

    @Override
    public RetentionCriteria retentionCriteria() {
        return RetentionCriteria.snapshotEvery(EVENTS_PER_SNAPSHOT, 1).withDeleteEventsOnSnapshot();
    }

    private Effect<Event, Subscriptions> onSubscribe(Subscriptions state, Subscribe command) {
        if (state.urls().contains(command.url())) {
            return done(command.replyTo());
        }
        if (state.urls().size() >= LIMIT) {
            return Effect().none().thenReply(command.replyTo(), same -> new TooMany(LIMIT));
        }
        return stored(new Subscribed(command.url()), command.replyTo());
    }

    private Effect<Event, Subscriptions> onUnsubscribe(Subscriptions state, Unsubscribe command) {
        return state.urls().contains(command.url())
                ? stored(new Unsubscribed(command.url()), command.replyTo())
                : done(command.replyTo());
    }

    private Effect<Event, Subscriptions> onOpen(Subscriptions state, Open command) {
        return done(command.replyTo());
    }

    private Effect<Event, Subscriptions> stored(Event event, ActorRef<Reply> replyTo) {
        return Effect()
                .persist(event)
                .thenRun((Subscriptions after) -> view.callbacks(after.urls()))
                .thenReply(replyTo, after -> new Done());
    }

    private Effect<Event, Subscriptions> done(ActorRef<Reply> replyTo) {
        return Effect().none().thenReply(replyTo, state -> new Done());
    }
}
