package stadion.scheduler.app;

import stadion.scheduler.model.AppDefinition.UpgradeStrategy;

/**
 * How fast instances of an earlier configuration may be replaced (Marathon: {@code RestartStrategy} in {@code TaskReplaceActor}).
 *
 * @param minHealthy at least so many instances must be healthy at every moment, if there were as many
 * @param maxCapacity at most so many instances may exist at any moment
 */
record RollingUpgrade(int minHealthy, int maxCapacity) {

    /** @param resident whether instances are bound to their volumes, so that one has to stop before the next can start */
    static RollingUpgrade of(int wanted, UpgradeStrategy strategy, boolean resident) {
        int minHealthy = (int) Math.ceil(wanted * strategy.minimumHealthCapacity());
        int maxCapacity = (int) Math.floor(wanted * (1 + strategy.maximumOverCapacity()));
        if (minHealthy < maxCapacity) {
            return new RollingUpgrade(minHealthy, maxCapacity);
        }
        // With no room on either side nothing could ever move.
        return resident
                ? new RollingUpgrade(Math.max(0, minHealthy - 1), maxCapacity)
                : new RollingUpgrade(minHealthy, maxCapacity + 1);
    }

    /** How many healthy old instances may be stopped now, of {@code healthyOld} old and {@code healthyNew} new healthy ones. */
    int killable(int healthyOld, int healthyNew) {
        return Math.max(0, Math.min(healthyOld, healthyOld + healthyNew - minHealthy));
    }

    /** How many instances may be added now when {@code existing} are there, in whatever condition, and {@code missing} are still wanted. */
    int startable(int existing, int missing) {
        return Math.max(0, Math.min(missing, maxCapacity - existing));
    }
}
