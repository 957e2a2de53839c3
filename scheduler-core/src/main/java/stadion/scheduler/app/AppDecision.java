package stadion.scheduler.app;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
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
import stadion.scheduler.app.AppEvent.Stopped;
import stadion.scheduler.model.AppDefinition.UnreachableStrategy;
import stadion.scheduler.model.Condition;
import stadion.scheduler.model.Goal;
import stadion.scheduler.model.Instance;
import stadion.scheduler.model.InstanceId;
import stadion.scheduler.model.RunSpec;
import stadion.scheduler.task.TaskSettings;

/**
 * Compares what an app or pod is to become with what is there, and says what has to happen next. Asked again after every change, so nothing depends on an earlier answer.
 *
 * @param events what is to be stored, and then done, now
 * @param wakeUp when to ask again although nothing has changed
 */
record AppDecision(List<AppEvent> events, Optional<Instant> wakeUp) {

    /**
     * How fast what is out of contact is forgotten at the least, so that an agent that comes back at once still finds its instances known. As in Marathon, an app may ask for
     * that to happen at once.
     */
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
    static AppDecision decide(
            AppState state, Healths healths, TaskSettings settings, Instant now, Supplier<InstanceId> ids) {
        Target target = state.target();
        if (target == null) {
            return new AppDecision(List.of(), Optional.empty());
        }
        List<AppEvent> events = new ArrayList<>();
        Optional<Instant> wakeUp = Optional.empty();
        if (!state.unreachable().isEmpty()) {
            Unreachable unreachable = Unreachable.at(state, target.remove(), now);
            unreachable.events(now).forEach(events::add);
            wakeUp = unreachable.next;
            for (AppEvent event : events) {
                state = AppEvents.apply(state, event);
            }
        }
        if (!state.reserved().isEmpty()) {
            Reservations reservations = Reservations.at(state, settings.reservationTimeout(), now);
            wakeUp = earlier(wakeUp, reservations.next);
            if (!reservations.failed.isEmpty()) {
                events.add(new Decommissioned(reservations.failed, now));
                state = AppEvents.apply(state, events.get(events.size() - 1));
            }
        }
        if (target.remove()) {
            // Nothing is current any more: what was wanted is old now, or inactive.
            List<InstanceId> all = Stream.concat(
                            instances(state, state.old()),
                            Stream.concat(instances(state, state.stopping()), instances(state, state.unreachable())))
                    .filter(i -> i.goal() != Goal.DECOMMISSIONED)
                    .map(Instance::id)
                    .distinct()
                    .toList();
            decommission(all, now, events);
        } else if (!isReplacing(state)) {
            scale(state, target, now, ids, events);
        } else {
            replace(state, target, healths, now, ids, events);
        }
        if (events.isEmpty()) {
            Rollout.progress(state, healths, now).ifPresent(events::add);
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
                && state.stopping().isEmpty()
                && state.leaving().isEmpty()
                && state.scheduled().isEmpty()
                && state.reserved().isEmpty()
                && state.launched().size() == target.instances()
                && state.running() == target.instances()
                && (!Health.isChecked(target.runSpec())
                        || instances(state, state.launched())
                                .allMatch(i -> healths.of(target.runSpec(), i) == Health.GOOD));
    }

    /** Old instances count until they have ended: until then new ones must keep within the bounds. */
    private static boolean isReplacing(AppState state) {
        return !state.old().isEmpty()
                || !state.stopping().isEmpty()
                || instances(state, state.leaving()).anyMatch(i -> !state.isCurrent(i));
    }

    private static void scale(
            AppState state, Target target, Instant now, Supplier<InstanceId> ids, List<AppEvent> events) {
        int present = present(state);
        schedule(state, target.instances() - present, now, ids, events);
        int surplus = present - target.instances();
        if (surplus > 0) {
            decommission(
                    KillOrder.choose(
                            Stream.of(state.scheduled(), state.reserved(), state.launched())
                                    .flatMap(waiting -> instances(state, waiting)),
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
        RollingUpgrade bounds = RollingUpgrade.of(
                target.instances(),
                target.runSpec().upgradeStrategy(),
                target.runSpec().isResident());
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
        int lasting = present(state) + state.stopping().size();
        int returning = 0;
        if (target.runSpec().isResident()) {
            returning = (int)
                    instances(state, state.old()).filter(Instance::isReserved).count();
            stop(state, kills, target.instances() - lasting, now, events);
        } else {
            decommission(kills, now, events);
        }
        int existing = lasting + state.old().size() + state.leaving().size();
        schedule(state, bounds.startable(existing, target.instances() - lasting - returning), now, ids, events);
    }

    /** Those with volumes are stopped, to go on with the same volumes, as far as they are wanted; the others go for good. */
    private static void stop(AppState state, List<InstanceId> kills, int wanted, Instant now, List<AppEvent> events) {
        List<InstanceId> stopped = new ArrayList<>();
        List<InstanceId> gone = new ArrayList<>();
        for (InstanceId id : kills) {
            boolean goesOn =
                    stopped.size() < wanted && state.instances().get(id).isReserved();
            (goesOn ? stopped : gone).add(id);
        }
        if (!stopped.isEmpty()) {
            events.add(new Stopped(stopped, now));
        }
        decommission(gone, now, events);
    }

    /** Instances that are of the target's configuration already. */
    private static int present(AppState state) {
        return state.scheduled().size()
                + state.reserved().size()
                + state.launched().size();
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

    private static Optional<Instant> earlier(Optional<Instant> a, Optional<Instant> b) {
        return Stream.concat(a.stream(), b.stream()).min(Comparator.naturalOrder());
    }

    /** What the time that has passed means for instances that were never launched on what was to be reserved for them. */
    private static final class Reservations {
        private final List<InstanceId> failed = new ArrayList<>();
        private Optional<Instant> next = Optional.empty();

        static Reservations at(AppState state, Duration timeout, Instant now) {
            Reservations result = new Reservations();
            instances(state, state.reserved())
                    .filter(instance -> instance.incarnation() == 0)
                    .forEach(instance -> result.look(instance, timeout, now));
            return result;
        }

        /** Mesos did not reserve what is not offered in time. */
        private void look(Instance instance, Duration timeout, Instant now) {
            Instant deadline = instance.since().plus(timeout);
            if (deadline.isAfter(now)) {
                next = earlier(next, Optional.of(deadline));
            } else {
                failed.add(instance.id());
            }
        }
    }

    /** What the time that has passed means for instances that Mesos has lost contact with. */
    private static final class Unreachable {
        private final List<InstanceId> inactive = new ArrayList<>();
        private final List<InstanceId> expunged = new ArrayList<>();
        private Optional<Instant> next = Optional.empty();

        static Unreachable at(AppState state, boolean all, Instant now) {
            Unreachable result = new Unreachable();
            instances(state, state.unreachable()).forEach(i -> result.look(i, state.definitionOf(i), all, now));
            return result;
        }

        private void look(Instance instance, RunSpec runSpec, boolean all, Instant now) {
            @Nullable UnreachableStrategy strategy = runSpec.unreachableStrategy();
            if (instance.goal() == Goal.DECOMMISSIONED) {
                if (strategy != null || all || instance.isWiped()) {
                    expunged.add(instance.id());
                }
            } else if (strategy != null) {
                Duration expungeAfter = Duration.ofSeconds(strategy.expungeAfterSeconds());
                boolean tooShort = !expungeAfter.isZero() && expungeAfter.compareTo(SHORTEST_EXPUNGE) < 0;
                Instant expunge = instance.since().plus(tooShort ? SHORTEST_EXPUNGE : expungeAfter);
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
