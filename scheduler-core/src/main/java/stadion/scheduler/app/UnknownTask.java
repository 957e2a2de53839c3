package stadion.scheduler.app;

import java.util.List;
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

    /** Acknowledges what is said of such tasks when that has been told. {@code app} is the state of the app whose name they carry, null when there is no such app. */
    static void handle(List<TaskStatus> statuses, @Nullable AppState app, AppEnvironment environment) {
        if (!statuses.isEmpty()) {
            statuses.forEach(status -> handle(status, app, environment));
            environment.events().whenStored(() -> environment.mesos().tell(new MesosGateway.Acknowledge(statuses)));
        }
    }

    private static void handle(TaskStatus status, @Nullable AppState app, AppEnvironment environment) {
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
