package stadion.scheduler;

import java.time.Duration;
import stadion.scheduler.group.GroupSettings;
import stadion.scheduler.launch.MatcherSettings;
import stadion.scheduler.launch.taskinfo.LaunchSettings;
import stadion.scheduler.mesos.GatewaySettings;
import stadion.scheduler.offer.MatchSettings;
import stadion.scheduler.task.TaskSettings;

/**
 * Everything that the flags say about the scheduler.
 *
 * @param maxHealthChecks health checks under way at once
 * @param reconciliationInitialDelay after the first subscription, until all tasks are asked about again
 * @param reconciliationInterval from then on
 */
public record SchedulerSettings(
        GatewaySettings gateway,
        GroupSettings groups,
        MatcherSettings matcher,
        MatchSettings matching,
        LaunchSettings launching,
        TaskSettings tasks,
        int maxHealthChecks,
        Duration reconciliationInitialDelay,
        Duration reconciliationInterval) {

    /** The values that hold when no flag is given. */
    public static SchedulerSettings of(GatewaySettings gateway) {
        return new SchedulerSettings(
                gateway,
                GroupSettings.DEFAULTS,
                MatcherSettings.DEFAULTS,
                MatchSettings.DEFAULTS,
                LaunchSettings.DEFAULTS,
                TaskSettings.DEFAULTS,
                256,
                Duration.ofSeconds(15),
                Duration.ofMinutes(10));
    }
}
