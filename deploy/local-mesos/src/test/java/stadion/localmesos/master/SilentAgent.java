package stadion.localmesos.master;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.mesos.protobuf.ByteString;
import org.apache.mesos.v1.Protos.AgentID;
import org.apache.mesos.v1.Protos.AgentInfo;
import org.apache.mesos.v1.Protos.ExecutorInfo;
import org.apache.mesos.v1.Protos.FrameworkID;
import org.apache.mesos.v1.Protos.FrameworkInfo;
import org.apache.mesos.v1.Protos.Resource;
import org.apache.mesos.v1.Protos.TaskID;
import org.apache.mesos.v1.Protos.TaskInfo;
import stadion.localmesos.Agent;

/** An agent that does nothing but remember what it was told. */
final class SilentAgent implements Agent {

    private final AgentInfo info;
    final List<TaskInfo> launched = new ArrayList<>();
    final List<TaskID> killed = new ArrayList<>();
    final List<List<Resource>> totals = new ArrayList<>();

    SilentAgent(String id, String resources) {
        info = AgentInfo.newBuilder()
                .setId(AgentID.newBuilder().setValue(id))
                .setHostname("host-of-" + id)
                .addAllResources(Launches.resources(resources))
                .build();
    }

    @Override
    public AgentInfo info() {
        return info;
    }

    @Override
    public List<RecoveredTask> start(Listener listener) {
        return List.of();
    }

    @Override
    public void launch(FrameworkInfo framework, Optional<ExecutorInfo> executor, List<TaskInfo> tasks, boolean group) {
        launched.addAll(tasks);
    }

    @Override
    public void kill(FrameworkID framework, TaskID task, Optional<Duration> gracePeriod) {
        killed.add(task);
    }

    @Override
    public void acknowledge(FrameworkID framework, TaskID task, ByteString uuid) {}

    @Override
    public void frameworkSubscribed(FrameworkInfo framework) {}

    @Override
    public void resourcesChanged(List<Resource> total) {
        totals.add(total);
    }

    @Override
    public void shutdownFramework(FrameworkID framework) {}

    @Override
    public void close() {}
}
