package stadion.scheduler.launch.taskinfo;

import java.util.List;
import org.apache.mesos.v1.Protos.ContainerInfo;
import org.apache.mesos.v1.Protos.Environment;
import org.apache.mesos.v1.Protos.ExecutorID;
import org.apache.mesos.v1.Protos.ExecutorInfo;
import org.apache.mesos.v1.Protos.Offer;
import org.apache.mesos.v1.Protos.TaskID;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.jspecify.annotations.Nullable;
import stadion.scheduler.model.AppDefinition;
import stadion.scheduler.model.InstanceId;
import stadion.scheduler.offer.OfferMatcher.Match;

/** Builds the tasks of instances of apps. */
final class TaskInfoBuilder {

    private static final String COMMAND_EXECUTOR = "//cmd";

    private final LaunchSettings settings;

    TaskInfoBuilder(LaunchSettings settings) {
        this.settings = settings;
    }

    /**
     * The task of an instance.
     *
     * @param incarnation 1 for the first task of the instance
     * @param placed what the matcher took of the offer
     * @param enforceGroupRole whether the app's top-level group enforces its role
     */
    TaskInfo build(
            AppDefinition app,
            InstanceId instance,
            int incarnation,
            Offer offer,
            Match.Placed placed,
            boolean enforceGroupRole) {
        String taskId = instance.taskId(incarnation);
        List<TaskPort> ports = TaskPort.of(app, placed);
        Environment environment =
                TaskEnvironment.of(app, taskId, offer.getHostname(), ports, settings.envVarsPrefix(), enforceGroupRole);
        TaskInfo.Builder task = TaskInfo.newBuilder()
                .setName(app.id().hostname())
                .setTaskId(TaskID.newBuilder().setValue(taskId))
                .setAgentId(offer.getAgentId())
                .addAllResources(placed.resources())
                .setDiscovery(TaskDiscovery.of(app.id(), app.networks(), ports));
        addProcess(task, app, taskId, placed, ports, environment);
        if (!app.labels().isEmpty()) {
            task.setLabels(LabelList.of(app.labels()));
        }
        TaskHealthCheck.of(app, ports).ifPresent(task::setHealthCheck);
        TaskCheck.of(app.check(), ports).ifPresent(task::setCheck);
        TaskLimits.addGracePeriod(task, app.taskKillGracePeriodSeconds());
        TaskLimits.add(task, app.resourceLimits());
        return task.build();
    }

    /** The command and container stand in the task itself, or in the user's executor if there is one. */
    private void addProcess(
            TaskInfo.Builder task,
            AppDefinition app,
            String taskId,
            Match.Placed placed,
            List<TaskPort> ports,
            Environment environment) {
        @Nullable ContainerInfo container = TaskContainer.of(app, taskId, ports, settings.mesosBridgeName());
        String path = app.executor().isEmpty() ? settings.defaultExecutor() : app.executor();
        if (path.equals(COMMAND_EXECUTOR)) {
            task.setCommand(TaskCommand.of(app, environment));
            if (container != null) {
                task.setContainer(container);
            }
            return;
        }
        ExecutorInfo.Builder executor = ExecutorInfo.newBuilder()
                .setExecutorId(ExecutorID.newBuilder().setValue("marathon-" + taskId))
                .addAllResources(placed.executorResources())
                .setCommand(TaskCommand.ofExecutor(path, app, environment));
        if (container != null) {
            executor.setContainer(container);
        }
        task.setExecutor(executor);
    }
}
