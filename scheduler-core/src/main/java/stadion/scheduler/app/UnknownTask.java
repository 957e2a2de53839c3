package stadion.scheduler.app;

import java.util.Optional;
import org.apache.mesos.v1.Protos.TaskStatus;
import org.jspecify.annotations.Nullable;
import stadion.scheduler.event.SchedulerEvent;
import stadion.scheduler.mesos.MesosGateway;
import stadion.scheduler.model.Condition;
import stadion.scheduler.model.InstanceId;
import stadion.scheduler.task.TaskLifecycle;

/** What to do about a task that nobody expects: it is killed if it runs, and its end is told once. */
final class UnknownTask {

    private UnknownTask() {}

    /** {@code app} is the state of the app whose name the task carries, null when there is no such app. */
    static void handle(TaskStatus status, @Nullable AppState app, AppEnvironment environment) {
        Condition condition = TaskLifecycle.condition(status);
        if (condition.isTerminal()) {
            Optional<InstanceId> instance = InstanceId.ofTask(status.getTaskId().getValue())
                    .filter(id -> app == null || !app.instances().containsKey(id));
            instance.ifPresent(id -> environment
                    .events()
                    .publish(new SchedulerEvent.UnknownInstanceTerminated(
                            id,
                            id.runSpecId(),
                            condition.text(),
                            environment.clock().instant())));
        } else if (!condition.isLost()) {
            environment
                    .mesos()
                    .tell(new MesosGateway.Kill(
                            status.getTaskId(), status.hasAgentId() ? status.getAgentId() : null, null));
        }
    }
}
