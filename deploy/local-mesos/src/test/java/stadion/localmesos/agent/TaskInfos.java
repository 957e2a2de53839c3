package stadion.localmesos.agent;

import java.time.Duration;
import java.util.List;
import org.apache.mesos.v1.Protos.AgentID;
import org.apache.mesos.v1.Protos.CommandInfo;
import org.apache.mesos.v1.Protos.DurationInfo;
import org.apache.mesos.v1.Protos.Environment;
import org.apache.mesos.v1.Protos.FrameworkID;
import org.apache.mesos.v1.Protos.FrameworkInfo;
import org.apache.mesos.v1.Protos.KillPolicy;
import org.apache.mesos.v1.Protos.Resource;
import org.apache.mesos.v1.Protos.TaskID;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.apache.mesos.v1.Protos.Value;

/** Tasks and frameworks for tests. */
final class TaskInfos {

    static final AgentID AGENT = AgentID.newBuilder().setValue("test-S0").build();
    static final FrameworkID FRAMEWORK_ID =
            FrameworkID.newBuilder().setValue("test-0000").build();
    static final FrameworkInfo FRAMEWORK = FrameworkInfo.newBuilder()
            .setId(FRAMEWORK_ID)
            .setName("test")
            .setUser(System.getProperty("user.name"))
            .setCheckpoint(true)
            .build();
    static final FrameworkInfo FRAMEWORK_WITH_KILLING = FRAMEWORK.toBuilder()
            .addCapabilities(
                    FrameworkInfo.Capability.newBuilder().setType(FrameworkInfo.Capability.Type.TASK_KILLING_STATE))
            .build();

    private TaskInfos() {}

    static TaskInfo shell(String id, String command) {
        return task(id, CommandInfo.newBuilder().setShell(true).setValue(command));
    }

    /** A program with its arguments, the first of which is the program itself. */
    static TaskInfo program(String id, String... arguments) {
        return task(
                id,
                CommandInfo.newBuilder().setShell(false).setValue(arguments[0]).addAllArguments(List.of(arguments)));
    }

    static TaskInfo task(String id, CommandInfo.Builder command) {
        return TaskInfo.newBuilder()
                .setName(id)
                .setTaskId(taskId(id))
                .setAgentId(AGENT)
                .setCommand(command)
                .addResources(scalar("cpus", 0.1))
                .addResources(scalar("mem", 32))
                .build();
    }

    static TaskInfo withVariable(TaskInfo task, String name, String value) {
        var command = task.getCommand().toBuilder();
        command.getEnvironmentBuilder()
                .addVariables(Environment.Variable.newBuilder().setName(name).setValue(value));
        return task.toBuilder().setCommand(command).build();
    }

    static TaskInfo withGracePeriod(TaskInfo task, Duration grace) {
        return task.toBuilder()
                .setKillPolicy(KillPolicy.newBuilder()
                        .setGracePeriod(DurationInfo.newBuilder().setNanoseconds(grace.toNanos())))
                .build();
    }

    static TaskID taskId(String id) {
        return TaskID.newBuilder().setValue(id).build();
    }

    static Resource scalar(String name, double value) {
        return Resource.newBuilder()
                .setName(name)
                .setType(Value.Type.SCALAR)
                .setScalar(Value.Scalar.newBuilder().setValue(value))
                .setAllocationInfo(Resource.AllocationInfo.newBuilder().setRole("*"))
                .build();
    }
}
