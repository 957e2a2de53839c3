package stadion.scheduler.app;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import stadion.scheduler.app.AppDecision.Healths;
import stadion.scheduler.app.AppEvent.Progressed;
import stadion.scheduler.app.AppStatus.TaskFailure;
import stadion.scheduler.model.AppDefinition.UpgradeStrategy;
import stadion.scheduler.model.Condition;
import stadion.scheduler.model.RunSpec;

/**
 * How far an app or pod has come on the way to its target, kept (and stored) only if its {@link UpgradeStrategy} sets limits to that.
 *
 * @param missing the fewest instances that were still missing or in the way at any time; 0 for good once it has become what it was to become
 * @param progressAt when there were less than ever before
 * @param failed how often instances of the target's configuration have ended though nobody wanted them to, until then
 */
record Rollout(int missing, Instant progressAt, int failed) {

    /** After a start there is so much time at least (or the whole deadline, if shorter) to learn from Mesos and the health checks how things are. */
    static final Duration RESUME = Duration.ofMinutes(1);

    /** The first look after the target was set, or progress since the last. */
    static Optional<Progressed> progress(AppState state, Healths healths, Instant now) {
        Rollout before = state.rollout();
        if (!isLimited(state) || (before != null && before.missing == 0)) {
            return Optional.empty();
        }
        int missing = missing(state, healths);
        return before == null || missing < before.missing
                ? Optional.of(new Progressed(missing, now))
                : Optional.empty();
    }

    /** With one more failure, if that still counts. */
    Rollout withFailure() {
        return missing == 0 ? this : new Rollout(missing, progressAt, failed + 1);
    }

    /** When the way to the target is to be given up unless there is progress; {@code resumedAt} is when the scheduler was started. */
    static Optional<Instant> deadline(AppState state, Instant resumedAt) {
        Rollout rollout = state.rollout();
        if (!isLimited(state) || rollout == null || rollout.missing == 0) {
            return Optional.empty();
        }
        return Optional.ofNullable(strategy(state).progressDeadlineSeconds()).map(seconds -> {
            Duration limit = Duration.ofSeconds(seconds);
            Instant deadline = rollout.progressAt.plus(limit);
            Instant earliest = resumedAt.plus(limit.compareTo(RESUME) < 0 ? limit : RESUME);
            return deadline.isBefore(earliest) ? earliest : deadline;
        });
    }

    /** Why the way to the target is to be given up, for people; empty if it is not. */
    static Optional<String> failure(AppState state, Healths healths, Instant now, Instant resumedAt) {
        Rollout rollout = state.rollout();
        if (!isLimited(state) || rollout == null || rollout.missing == 0) {
            return Optional.empty();
        }
        RunSpec runSpec = state.target().runSpec();
        UpgradeStrategy strategy = strategy(state);
        if (strategy.maxFailedInstances() != null && rollout.failed > strategy.maxFailedInstances()) {
            return Optional.of(rollout.failed + " instances of " + runSpec.id() + " have failed, more than the "
                    + strategy.maxFailedInstances() + " of maxFailedInstances" + lastFailure(state));
        }
        return deadline(state, resumedAt)
                .filter(deadline -> !deadline.isAfter(now))
                .map(deadline -> runSpec.id() + " has made no progress for the " + strategy.progressDeadlineSeconds()
                        + " seconds of progressDeadlineSeconds: " + good(state, healths) + " of "
                        + state.target().instances() + " instances of the new version are up" + lastFailure(state));
    }

    private static String lastFailure(AppState state) {
        TaskFailure failure = state.lastTaskFailure();
        return failure == null
                        || !Objects.equals(
                                failure.version(), state.target().runSpec().version())
                ? ""
                : "; the last failure was " + failure.state() + " (" + failure.message() + ")";
    }

    private static boolean isLimited(AppState state) {
        return state.target() != null
                && !state.target().remove()
                && strategy(state).hasLimits();
    }

    private static UpgradeStrategy strategy(AppState state) {
        return state.target().runSpec().upgradeStrategy();
    }

    /** 0 exactly when the app is satisfied ({@link AppDecision#isSatisfied}). */
    private static int missing(AppState state, Healths healths) {
        int wanted = state.target().instances();
        int surplus = state.scheduled().size()
                + state.reserved().size()
                + state.launched().size()
                - wanted;
        return Math.max(0, wanted - good(state, healths))
                + Math.max(0, surplus)
                + state.old().size()
                + state.stopping().size()
                + state.leaving().size();
    }

    private static int good(AppState state, Healths healths) {
        RunSpec runSpec = state.target().runSpec();
        if (!Health.isChecked(runSpec)) {
            return state.running();
        }
        return (int) state.launched().stream()
                .map(state.instances()::get)
                .filter(i -> i.condition() == Condition.RUNNING && healths.of(runSpec, i) == Health.GOOD)
                .count();
    }
}
