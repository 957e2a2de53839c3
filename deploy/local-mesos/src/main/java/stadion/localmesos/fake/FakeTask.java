package stadion.localmesos.fake;

import java.util.Optional;
import java.util.UUID;
import org.apache.mesos.v1.Protos.CheckStatusInfo;
import org.apache.mesos.v1.Protos.ContainerID;
import org.apache.mesos.v1.Protos.ContainerStatus;
import org.apache.mesos.v1.Protos.ExecutorInfo;
import org.apache.mesos.v1.Protos.FrameworkID;
import org.apache.mesos.v1.Protos.NetworkInfo;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.apache.mesos.v1.Protos.TaskState;
import org.jspecify.annotations.Nullable;
import stadion.localmesos.TaskStatusStream;

/** A simulated task. Used by the simulation's thread only. */
final class FakeTask {

    private final FrameworkID framework;
    private final TaskInfo info;
    private final @Nullable ExecutorInfo executor;
    private final boolean reportsKilling;
    private final ContainerStatus container;
    private TaskState state = TaskState.TASK_STAGING;

    /**
     * A task that has just been launched.
     *
     * @param info reduced to what is needed still, see {@link #reduced}
     * @param executor the executor of a group or the framework's own, null for the command executor
     * @param reportsKilling whether the framework knows the state TASK_KILLING
     */
    FakeTask(
            FrameworkID framework,
            TaskInfo info,
            @Nullable ExecutorInfo executor,
            boolean reportsKilling,
            ContainerStatus container) {
        this.framework = framework;
        this.info = info;
        this.executor = executor;
        this.reportsKilling = reportsKilling;
        this.container = container;
    }

    /** A container in the network that the task asks for. */
    static ContainerStatus newContainer(TaskInfo task, Optional<ExecutorInfo> executor, String ip) {
        return ContainerStatus.newBuilder()
                .setContainerId(
                        ContainerID.newBuilder().setValue(UUID.randomUUID().toString()))
                .addNetworkInfos(network(task, executor, ip))
                .build();
    }

    /** Without what only a real task needs, as there may be very many: command, environment, images. */
    static TaskInfo reduced(TaskInfo task) {
        var reduced = task.toBuilder()
                .clearCommand()
                .clearExecutor()
                .clearDiscovery()
                .clearData()
                .clearLabels()
                .clearLimits()
                .clearContainer();
        if (task.getContainer().getNetworkInfosCount() > 0) {
            reduced.getContainerBuilder()
                    .setType(task.getContainer().getType())
                    .addAllNetworkInfos(task.getContainer().getNetworkInfosList());
        }
        return reduced.build();
    }

    private static NetworkInfo network(TaskInfo task, Optional<ExecutorInfo> executor, String ip) {
        var asked = task.getContainer().getNetworkInfosList();
        if (asked.isEmpty() && executor.isPresent()) {
            asked = executor.get().getContainer().getNetworkInfosList();
        }
        var network = NetworkInfo.newBuilder()
                .addIpAddresses(NetworkInfo.IPAddress.newBuilder().setIpAddress(ip));
        if (!asked.isEmpty() && asked.get(0).hasName()) {
            network.setName(asked.get(0).getName());
        }
        return network.build();
    }

    FrameworkID framework() {
        return framework;
    }

    TaskInfo info() {
        return info;
    }

    String id() {
        return info.getTaskId().getValue();
    }

    Optional<ExecutorInfo> executor() {
        return Optional.ofNullable(executor);
    }

    /** By the id of its executor, which for a command executor is the task's. */
    String executorId() {
        return executor == null ? id() : executor.getExecutorId().getValue();
    }

    boolean reportsKilling() {
        return reportsKilling;
    }

    ContainerStatus container() {
        return container;
    }

    TaskState state() {
        return state;
    }

    void state(TaskState newState) {
        state = newState;
    }

    boolean ended() {
        return TaskStatusStream.isTerminal(state);
    }

    /** The result of a check that succeeds; empty if the task has none. */
    Optional<CheckStatusInfo> checkResult() {
        if (!info.hasCheck()) {
            return Optional.empty();
        }
        var result = CheckStatusInfo.newBuilder().setType(info.getCheck().getType());
        switch (info.getCheck().getType()) {
            case COMMAND ->
                result.setCommand(CheckStatusInfo.Command.newBuilder().setExitCode(0));
            case HTTP -> result.setHttp(CheckStatusInfo.Http.newBuilder().setStatusCode(200));
            case TCP -> result.setTcp(CheckStatusInfo.Tcp.newBuilder().setSucceeded(true));
            case UNKNOWN -> result.clear();
        }
        return Optional.of(result.build());
    }
}
