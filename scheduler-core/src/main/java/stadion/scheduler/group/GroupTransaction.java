package stadion.scheduler.group;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import stadion.scheduler.event.Outbox;
import stadion.scheduler.event.SchedulerEvent;
import stadion.scheduler.group.GroupEvent.Announced;

/**
 * Changes that are stored together, each decided on what those before it lead to; their effects follow when all are stored. Each is stored with what subscribers are to be told of it, as that can
 * not be worked out again.
 */
final class GroupTransaction {

    private final Outbox news;
    private final int maxVersions;
    private final List<GroupEvent> events = new ArrayList<>();
    private final List<Runnable> effects = new ArrayList<>();
    private GroupState state;
    private long lastEvent;

    /** @param lastEvent the number in the journal of the last event before these changes */
    GroupTransaction(GroupState state, long lastEvent, Outbox news, int maxVersions) {
        this.state = state;
        this.lastEvent = lastEvent;
        this.news = news;
        this.maxVersions = maxVersions;
    }

    /** Notes an event and what is to follow, given the state that the event leads to; {@code atOnce} is told of it before that. */
    void add(GroupEvent event, List<SchedulerEvent> atOnce, Consumer<GroupState> effect) {
        add(event, atOnce, List.of(), (after, begun) -> effect.accept(after));
    }

    /** The same; {@code whenBegun} is told when the effect has its second argument run, be it later and on another thread. */
    void add(
            GroupEvent event,
            List<SchedulerEvent> atOnce,
            List<SchedulerEvent> whenBegun,
            BiConsumer<GroupState, Runnable> effect) {
        GroupState after = state.apply(event, maxVersions);
        events.add(event);
        events.add(new Announced(news.render(atOnce), news.render(whenBegun)));
        lastEvent += 2;
        long number = lastEvent;
        effects.add(() -> {
            news.tell(atOnce(number), null);
            effect.accept(after, () -> news.tell(whenBegun(number), null));
        });
        state = after;
    }

    /** Puts into the outbox what is to be told, as the announcement of this number in the journal says. */
    static void announce(Announced announced, long number, Outbox news) {
        news.addTold(atOnce(number), announced.atOnce());
        news.addTold(whenBegun(number), announced.whenBegun());
    }

    // The numbers of what is told of a change, from the one of its announcement in the journal.

    private static long atOnce(long number) {
        return 2 * number;
    }

    private static long whenBegun(long number) {
        return 2 * number + 1;
    }

    /** What all of them lead to. */
    GroupState state() {
        return state;
    }

    List<GroupEvent> events() {
        return events;
    }

    /** What is to be done when they are stored. */
    void takeEffect() {
        effects.forEach(Runnable::run);
    }
}
