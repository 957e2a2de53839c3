package stadion.localmesos.agent;

import java.time.Instant;
import java.util.Optional;
import org.apache.mesos.v1.Protos.CheckStatusInfo;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.apache.mesos.v1.Protos.TaskStatus;
import stadion.localmesos.agent.check.CheckSpec;
import stadion.localmesos.agent.check.HealthEvaluator;

/** How a task's health check and its check stand; decides which results are news. */
final class TaskChecks {

    private final TaskInfo task;
    private HealthEvaluator health;
    private CheckStatusInfo lastCheck;

    private TaskChecks(TaskInfo task, HealthEvaluator health, CheckStatusInfo lastCheck) {
        this.task = task;
        this.health = health;
        this.lastCheck = lastCheck;
    }

    /**
     * Begins, maybe not for the first time.
     *
     * @param started when the task did
     * @param last what was last reported of it
     */
    static TaskChecks begin(TaskInfo task, Instant started, TaskStatus last) {
        Optional<Boolean> lastTold = last.hasHealthy() ? Optional.of(last.getHealthy()) : Optional.empty();
        var lastCheck = last.hasCheckStatus()
                ? last.getCheckStatus()
                : CheckSpec.withoutResult(task.getCheck().getType());
        return new TaskChecks(task, HealthEvaluator.begin(task.getHealthCheck(), started, lastTold), lastCheck);
    }

    /** Takes a result of the health check. */
    Optional<HealthEvaluator.Verdict> health(Optional<CheckStatusInfo> result, Instant now) {
        var step = health.after(result, now);
        health = step.next();
        return step.verdict();
    }

    /** Takes a result of the check and returns what is to be reported, which is the case when it has changed. */
    Optional<CheckStatusInfo> check(Optional<CheckStatusInfo> result) {
        var news =
                result.orElseGet(() -> CheckSpec.withoutResult(task.getCheck().getType()));
        if (news.equals(lastCheck)) {
            return Optional.empty();
        }
        lastCheck = news;
        return Optional.of(news);
    }
}
