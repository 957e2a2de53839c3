package stadion.localmesos.master;

import java.util.List;
import java.util.stream.Stream;
import org.apache.mesos.v1.Protos.AgentID;
import org.apache.mesos.v1.Protos.CommandInfo;
import org.apache.mesos.v1.Protos.ExecutorID;
import org.apache.mesos.v1.Protos.ExecutorInfo;
import org.apache.mesos.v1.Protos.FrameworkID;
import org.apache.mesos.v1.Protos.Offer;
import org.apache.mesos.v1.Protos.Resource;
import org.apache.mesos.v1.Protos.TaskGroupInfo;
import org.apache.mesos.v1.Protos.TaskID;
import org.apache.mesos.v1.Protos.TaskInfo;
import stadion.localmesos.resources.ResourceText;

/** Tasks, operations and resources for tests. */
public final class Launches {

    private Launches() {}

    public static List<Resource> resources(String text) {
        return ResourceText.parse(text).toProtos();
    }

    public static TaskInfo.Builder task(String id, AgentID agent, String resources) {
        return TaskInfo.newBuilder()
                .setName(id)
                .setTaskId(TaskID.newBuilder().setValue(id))
                .setAgentId(agent)
                .setCommand(CommandInfo.newBuilder().setValue("sleep 1000"))
                .addAllResources(resources(resources));
    }

    public static TaskInfo.Builder task(String id, Offer offer) {
        return task(id, offer.getAgentId(), "cpus:0.1;mem:32");
    }

    public static Offer.Operation launch(TaskInfo.Builder... tasks) {
        return Offer.Operation.newBuilder()
                .setType(Offer.Operation.Type.LAUNCH)
                .setLaunch(Offer.Operation.Launch.newBuilder()
                        .addAllTaskInfos(
                                Stream.of(tasks).map(TaskInfo.Builder::build).toList()))
                .build();
    }

    public static ExecutorInfo.Builder defaultExecutor(String id, FrameworkID framework) {
        return ExecutorInfo.newBuilder()
                .setType(ExecutorInfo.Type.DEFAULT)
                .setExecutorId(ExecutorID.newBuilder().setValue(id))
                .setFrameworkId(framework)
                .addAllResources(resources("cpus:0.1;mem:32;disk:10"));
    }

    public static Offer.Operation launchGroup(ExecutorInfo.Builder executor, TaskInfo.Builder... tasks) {
        var group = TaskGroupInfo.newBuilder();
        for (var task : tasks) {
            group.addTasks(task);
        }
        return Offer.Operation.newBuilder()
                .setType(Offer.Operation.Type.LAUNCH_GROUP)
                .setLaunchGroup(Offer.Operation.LaunchGroup.newBuilder()
                        .setExecutor(executor)
                        .setTaskGroup(group))
                .build();
    }
}
