package stadion.scheduler.app;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.pcollections.PSet;
import stadion.scheduler.app.AppEvent.BecameInactive;
import stadion.scheduler.app.AppEvent.Decommissioned;
import stadion.scheduler.app.AppEvent.Expunged;
import stadion.scheduler.app.AppEvent.Scheduled;
import stadion.scheduler.model.AppDefinition.UnreachableStrategy;
import stadion.scheduler.model.Condition;
import stadion.scheduler.model.Goal;
import stadion.scheduler.model.Instance;
import stadion.scheduler.model.InstanceId;
import stadion.scheduler.model.RunSpec;

/**
 * Compares what an app or pod is to become with what is there, and says what has to happen next. Asked again after every change, so nothing depends on an earlier answer.
 *
 * @param events what is to be stored, and then done, now
 * @param wakeUp when to ask again although nothing has changed
 */
record AppDecision(List<AppEvent> events, Optional<Instant> wakeUp) {

    /** How fast what is out of contact is forgotten at the least, so that an agent that comes back at once still finds its instances known. */
    static final Duration SHORTEST_EXPUNGE = Duration.ofSeconds(30);

    /**
     * How many instances of an app wait for a place at most. More are scheduled as these are launched, so that a number with some noughts too many costs no more memory
     * than one that fits the cluster.
     */
    static final int MOST_SCHEDULED = 10_000;

    /** How instances are, made from their definition and what is known of them. */
    @FunctionalInterface
    interface Healths {
        Health of(RunSpec runSpec, Instance instance);
    }

    /** @param ids makes the id of one more instance */
    static AppDecision decide(AppState state, Healths healths, Instant now, Supplier<InstanceId> ids) {
        Target target = state.target();
        if (target == null) {
            return new AppDecision(List.of(), Optional.empty());
        }
        List<AppEvent> events = new ArrayList<>();
        Optional<Instant> wakeUp = Optional.empty();
        if (!state.unreachable().isEmpty()) {
            Unreachable unreachable = Unreachable.at(state, now);
            unreachable.events(now).forEach(events::add);
            wakeUp = unreachable.next;
            for (AppEvent event : events) {
                state = AppEvents.apply(state, event);
            }
        }
        if (target.remove()) {
            // Nothing is current any more: what was wanted is old now, or inactive.
            List<InstanceId> all = Stream.concat(instances(state, state.old()), instances(state, state.unreachable()))
                    .filter(i -> i.goal() == Goal.RUNNING)
                    .map(Instance::id)
                    .distinct()
                    .toList();
            decommission(all, now, events);
        } else if (!isReplacing(state)) {
            scale(state, target, now, ids, events);
        } else {
            replace(state, target, healths, now, ids, events);
        }
        return new AppDecision(events, wakeUp);
    }

    /** Whether the app has become what it is to become. */
    static boolean isSatisfied(AppState state, Healths healths) {
        Target target = state.target();
        if (target == null || target.remove()) {
            return state.instances().isEmpty();
        }
        return state.old().isEmpty()
                && state.leaving().isEmpty()
                && state.scheduled().isEmpty()
                && state.launched().size() == target.instances()
                && state.running() == target.instances()
                && (!Health.isChecked(target.runSpec())
                        || instances(state, state.launched())
                                .allMatch(i -> healths.of(target.runSpec(), i) == Health.GOOD));
    }

    /** Old instances count until they have ended: until then new ones must keep within the bounds. */
    private static boolean isReplacing(AppState state) {
        return !state.old().isEmpty() || instances(state, state.leaving()).anyMatch(i -> !state.isCurrent(i));
    }

    private static void scale(
            AppState state, Target target, Instant now, Supplier<InstanceId> ids, List<AppEvent> events) {
        int present = state.scheduled().size() + state.launched().size();
        schedule(state, target.instances() - present, now, ids, events);
        int surplus = present - target.instances();
        if (surplus > 0) {
            decommission(
                    KillOrder.choose(
                            Stream.concat(instances(state, state.scheduled()), instances(state, state.launched())),
                            surplus,
                            target.killFirst(),
                            target.runSpec().killSelection()),
                    now,
                    events);
        }
    }

    private static void replace(
            AppState state,
            Target target,
            Healths healths,
            Instant now,
            Supplier<InstanceId> ids,
            List<AppEvent> events) {
        RollingUpgrade bounds =
                RollingUpgrade.of(target.instances(), target.runSpec().upgradeStrategy());
        List<Instance> healthyOld = new ArrayList<>();
        List<InstanceId> kills = new ArrayList<>();
        instances(state, state.old()).forEach(instance -> {
            Health health = healths.of(state.definitionOf(instance), instance);
            if (instance.condition() != Condition.RUNNING || health == Health.BAD) {
                kills.add(instance.id());
            } else if (health == Health.GOOD) {
                healthyOld.add(instance);
            }
        });
        int healthyNew = (int) instances(state, state.launched())
                .filter(i -> i.condition() == Condition.RUNNING && healths.of(target.runSpec(), i) == Health.GOOD)
                .count();
        kills.addAll(KillOrder.choose(
                healthyOld.stream(),
                bounds.killable(healthyOld.size(), healthyNew),
                target.killFirst(),
                target.runSpec().killSelection()));
        decommission(kills, now, events);
        int present = state.scheduled().size() + state.launched().size();
        int existing = present + state.old().size() + state.leaving().size();
        schedule(state, bounds.startable(existing, target.instances() - present), now, ids, events);
    }

    private static void schedule(
            AppState state, int missing, Instant now, Supplier<InstanceId> ids, List<AppEvent> events) {
        int count = Math.min(missing, MOST_SCHEDULED - state.scheduled().size());
        if (count > 0) {
            events.add(new Scheduled(Stream.generate(ids).limit(count).toList(), now));
        }
    }

    private static void decommission(List<InstanceId> instances, Instant now, List<AppEvent> events) {
        if (!instances.isEmpty()) {
            events.add(new Decommissioned(instances, now));
        }
    }

    private static Stream<Instance> instances(AppState state, PSet<InstanceId> ids) {
        Map<InstanceId, Instance> all = state.instances();
        return ids.stream().map(all::get);
    }

    /** What the time that has passed means for instances that Mesos has lost contact with. */
    private static final class Unreachable {
        private final List<InstanceId> inactive = new ArrayList<>();
        private final List<InstanceId> expunged = new ArrayList<>();
        private Optional<Instant> next = Optional.empty();

        static Unreachable at(AppState state, Instant now) {
            Unreachable result = new Unreachable();
            instances(state, state.unreachable()).forEach(i -> result.look(i, state.definitionOf(i), now));
            return result;
        }

        private void look(Instance instance, RunSpec runSpec, Instant now) {
            @Nullable UnreachableStrategy strategy = runSpec.unreachableStrategy();
            if (instance.goal() != Goal.RUNNING) {
                expunged.add(instance.id());
            } else if (strategy != null) {
                Duration expungeAfter = Duration.ofSeconds(strategy.expungeAfterSeconds());
                Instant expunge = instance.since()
                        .plus(expungeAfter.compareTo(SHORTEST_EXPUNGE) < 0 ? SHORTEST_EXPUNGE : expungeAfter);
                Instant inactiveAt = instance.since().plusSeconds(strategy.inactiveAfterSeconds());
                boolean isInactive = instance.condition() == Condition.UNREACHABLE_INACTIVE;
                if (!expunge.isAfter(now)) {
                    expunged.add(instance.id());
                } else if (!isInactive && !inactiveAt.isAfter(now)) {
                    inactive.add(instance.id());
                    wakeAt(expunge);
                } else {
                    wakeAt(isInactive ? expunge : inactiveAt);
                }
            }
        }

        private void wakeAt(Instant time) {
            next = next.filter(t -> t.isBefore(time)).or(() -> Optional.of(time));
        }

        List<AppEvent> events(Instant now) {
            List<AppEvent> events = new ArrayList<>();
            if (!inactive.isEmpty()) {
                events.add(new BecameInactive(inactive, now));
            }
            if (!expunged.isEmpty()) {
                events.add(new Expunged(expunged));
            }
            return events;
        }
    }
}
