package stadion.localmesos.agent;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.apache.mesos.v1.Protos.ContainerID;
import org.apache.mesos.v1.Protos.ExecutorID;
import org.apache.mesos.v1.Protos.ExecutorInfo;
import org.apache.mesos.v1.Protos.FrameworkInfo;
import org.apache.mesos.v1.Protos.TaskInfo;

/**
 * What was launched together: one task, or the tasks of a group.
 *
 * @param container the id of the container in which it all runs, unique for ever
 * @param framework the framework as it was when it launched this
 * @param executor the executor asked for; empty: the command executor, named after its task
 * @param tasks one, or all of the group
 * @param group whether this is a task group, which shares a sandbox and lives and dies together
 */
record Run(
        ContainerID container,
        FrameworkInfo framework,
        Optional<ExecutorInfo> executor,
        List<TaskInfo> tasks,
        boolean group) {

    Run {
        tasks = List.copyOf(tasks);
    }

    /** A new run with a new container id. */
    static Run create(FrameworkInfo framework, Optional<ExecutorInfo> executor, List<TaskInfo> tasks, boolean group) {
        var container =
                ContainerID.newBuilder().setValue(UUID.randomUUID().toString()).build();
        return new Run(container, framework, executor, tasks, group);
    }

    ExecutorID executorId() {
        return executor.map(ExecutorInfo::getExecutorId)
                .orElseGet(() -> ExecutorID.newBuilder()
                        .setValue(tasks.get(0).getTaskId().getValue())
                        .build());
    }

    /** The container of one task: of the run itself or, in a group, nested in it. */
    ContainerID containerOf(TaskInfo task) {
        return group
                ? ContainerID.newBuilder()
                        .setValue(task.getTaskId().getValue())
                        .setParent(container)
                        .build()
                : container;
    }
}
