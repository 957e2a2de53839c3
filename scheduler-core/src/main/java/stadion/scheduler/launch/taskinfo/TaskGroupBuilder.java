package stadion.scheduler.launch.taskinfo;

import java.util.List;
import org.apache.mesos.v1.Protos.ContainerInfo;
import org.apache.mesos.v1.Protos.Environment;
import org.apache.mesos.v1.Protos.ExecutorID;
import org.apache.mesos.v1.Protos.ExecutorInfo;
import org.apache.mesos.v1.Protos.Offer;
import org.apache.mesos.v1.Protos.Offer.Operation.LaunchGroup;
import org.apache.mesos.v1.Protos.TaskGroupInfo;
import org.apache.mesos.v1.Protos.TaskID;
import org.apache.mesos.v1.Protos.TaskInfo;
import stadion.scheduler.model.AppDefinition.Network;
import stadion.scheduler.model.InstanceId;
import stadion.scheduler.model.PodDefinition;
import stadion.scheduler.model.PodDefinition.PodContainer;
import stadion.scheduler.offer.OfferMatcher.Match;

/** Builds the task groups of instances of pods: one task per container, under Mesos's default executor, which holds the network and the host ports. */
final class TaskGroupBuilder {

    private final LaunchSettings settings;

    TaskGroupBuilder(LaunchSettings settings) {
        this.settings = settings;
    }

    /** As {@link TaskInfoBuilder#build}. */
    LaunchGroup build(
            PodDefinition pod,
            InstanceId instance,
            int incarnation,
            Offer offer,
            Match.Placed placed,
            boolean enforceGroupRole) {
        List<TaskPort> ports = TaskPort.of(pod, placed);
        String executorId = executorId(pod, instance);
        TaskGroupInfo.Builder group = TaskGroupInfo.newBuilder();
        int port = 0;
        for (int i = 0; i < pod.containers().size(); i++) {
            PodContainer container = pod.containers().get(i);
            String taskId = instance.taskId(container.name(), incarnation);
            List<TaskPort> own =
                    ports.subList(port, port += container.endpoints().size());
            TaskInfo.Builder task = TaskInfo.newBuilder()
                    .setName(container.name())
                    .setTaskId(TaskID.newBuilder().setValue(taskId))
                    .setAgentId(offer.getAgentId())
                    .addAllResources(placed.tasks().get(i))
                    .setContainer(PodContainers.of(pod, container))
                    .setDiscovery(TaskDiscovery.of(pod.id(), pod.networks(), own));
            Environment environment = PodEnvironment.of(
                    pod,
                    container,
                    taskId,
                    executorId,
                    offer.getHostname(),
                    ports,
                    settings.envVarsPrefix(),
                    enforceGroupRole);
            task.setCommand(TaskCommand.of(container, pod.user(), environment));
            if (!container.labels().isEmpty()) {
                task.setLabels(LabelList.of(container.labels()));
            }
            PodHealthChecks.of(container.healthCheck(), own).ifPresent(task::setHealthCheck);
            TaskLimits.addGracePeriod(task, container.killGracePeriodSeconds());
            TaskLimits.add(task, container.resourceLimits());
            group.addTasks(task);
        }
        return LaunchGroup.newBuilder()
                .setExecutor(executor(pod, executorId, offer, placed, ports))
                .setTaskGroup(group)
                .build();
    }

    /** One per instance: {@code instance-<safe path>.<uuid>}, in Marathon's words. */
    private static String executorId(PodDefinition pod, InstanceId instance) {
        String value = instance.value();
        return "instance-" + pod.id().safePath() + "." + value.substring(value.lastIndexOf(".instance-") + 10);
    }

    private ExecutorInfo executor(
            PodDefinition pod, String executorId, Offer offer, Match.Placed placed, List<TaskPort> ports) {
        ContainerInfo.Builder container = ContainerInfo.newBuilder()
                .setType(ContainerInfo.Type.MESOS)
                .setLinuxInfo(PodContainers.linuxInfo(pod, pod.linuxInfo()));
        if (!pod.isHostNetwork()) {
            for (Network network : pod.networks()) {
                container.addNetworkInfos(MesosContainer.network(network, ports, settings.mesosBridgeName()));
            }
        }
        return ExecutorInfo.newBuilder()
                .setType(ExecutorInfo.Type.DEFAULT)
                .setExecutorId(ExecutorID.newBuilder().setValue(executorId))
                .setFrameworkId(offer.getFrameworkId())
                .addAllResources(placed.executorResources())
                .setContainer(container)
                .setLabels(LabelList.of(pod.labels()))
                .build();
    }
}
