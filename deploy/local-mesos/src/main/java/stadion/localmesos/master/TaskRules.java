package stadion.localmesos.master;

import java.util.Collection;
import java.util.HashSet;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.mesos.v1.Protos.ContainerInfo;
import org.apache.mesos.v1.Protos.ExecutorInfo;
import org.apache.mesos.v1.Protos.HealthCheck;
import org.apache.mesos.v1.Protos.Resource;
import org.apache.mesos.v1.Protos.TaskInfo;
import stadion.localmesos.resources.IdRules;
import stadion.localmesos.resources.ResourceRules;
import stadion.localmesos.resources.Resources;

/**
 * What makes a task valid by the rules of Mesos' master, in their order and in its words; problems end up in the message of
 * a TASK_ERROR. Whether there is enough of the resources is not looked at here.
 *
 * @param agentId of the agent that was offered
 * @param role of the offer
 * @param duplicate whether the framework has a task with this id
 */
record TaskRules(String agentId, String role, Predicate<String> duplicate) {

    private static final long LEAST_CPUS = 10;
    private static final long LEAST_MEM = 32_000;

    /** A task of a LAUNCH operation. */
    Optional<String> checkSingle(TaskInfo task) {
        return checkTask(task)
                .or(() -> task.hasExecutor() == task.hasCommand()
                        ? Optional.of("Task should have at least one (but not both) of CommandInfo or ExecutorInfo"
                                + " present")
                        : Optional.empty())
                .or(() -> task.hasExecutor() ? checkCustomExecutor(task.getExecutor()) : Optional.empty())
                .or(() -> task.getContainer().getLinuxInfo().hasShareCgroups()
                                && !task.getContainer().getLinuxInfo().getShareCgroups()
                        ? Optional.of("Only tasks in a task group may have 'share_cgroups' set to 'false'")
                        : Optional.empty());
    }

    /** The tasks of a LAUNCH_GROUP operation, and their executor. */
    Optional<String> checkGroup(Collection<TaskInfo> tasks, ExecutorInfo executor) {
        var ids = new HashSet<String>();
        for (var task : tasks) {
            var problem = checkTask(task)
                    .or(() -> ids.add(task.getTaskId().getValue())
                            ? Optional.empty()
                            : Optional.of(
                                    "Task has duplicate ID: " + task.getTaskId().getValue()))
                    .or(() -> checkMember(task));
            if (problem.isPresent()) {
                return problem.map(text -> "Task '" + task.getTaskId().getValue() + "' is invalid: " + text);
            }
        }
        return checkGroupExecutor(tasks, executor);
    }

    private Optional<String> checkTask(TaskInfo task) {
        var id = task.getTaskId().getValue();
        if (duplicate.test(id)) {
            return Optional.of("Task has duplicate ID: " + id);
        }
        return IdRules.check(id)
                .or(() -> task.getAgentId().getValue().equals(agentId)
                        ? Optional.empty()
                        : Optional.of("Task uses invalid agent "
                                + task.getAgentId().getValue() + " while agent " + agentId + " is expected"))
                .or(() -> task.getKillPolicy().getGracePeriod().getNanoseconds() < 0
                        ? Optional.of("Task's 'kill_policy.grace_period' must be non-negative")
                        : Optional.empty())
                .or(() -> task.getMaxCompletionTime().getNanoseconds() < 0
                        ? Optional.of("Task's `max_completion_time` must be non-negative")
                        : Optional.empty())
                .or(() -> task.hasCheck()
                        ? CheckRules.check(task.getCheck()).map(text -> "Task uses invalid check: " + text)
                        : Optional.empty())
                .or(() -> task.hasHealthCheck()
                        ? CheckRules.check(task.getHealthCheck()).map(text -> "Task uses invalid health check: " + text)
                        : Optional.empty())
                .or(() -> task.getResourcesCount() == 0 ? Optional.of("Task uses no resources") : Optional.empty())
                .or(() -> checkResources("Task uses invalid resources: ", task.getResourcesList()))
                .or(() ->
                        ContainerRules.check(task.getCommand()).map(text -> "Task's `CommandInfo` is invalid: " + text))
                .or(() -> task.hasContainer()
                        ? ContainerRules.check(task.getContainer())
                                .map(text -> "Task's `ContainerInfo` is invalid: " + text)
                        : Optional.empty())
                .or(() -> checkLimits(task));
    }

    private Optional<String> checkResources(String start, Collection<Resource> resources) {
        return ResourceRules.check(resources)
                .or(() -> resources.stream()
                        .filter(resource -> resource.hasAllocationInfo()
                                && !resource.getAllocationInfo().getRole().equals(role))
                        .findFirst()
                        .map(resource -> "The resources have multiple allocation roles ('"
                                + resource.getAllocationInfo().getRole() + "' and '" + role
                                + "') but only one allocation role is allowed"))
                .map(problem -> start + problem);
    }

    private static Optional<String> checkLimits(TaskInfo task) {
        for (var limit : task.getLimitsMap().entrySet()) {
            var name = limit.getKey();
            boolean cpus = name.equals("cpus");
            if (!cpus && !name.equals("mem")) {
                return Optional.of("Only cpus and mem may be included in a task's resource limits");
            }
            double request = Resources.of(task.getResourcesList()).scalar(name);
            if (request == 0) {
                return Optional.of("When a " + (cpus ? "CPU" : "memory") + " limit is specified, a "
                        + (cpus ? "CPU" : "memory") + " request must also be specified");
            }
            if (limit.getValue().getValue() < request) {
                return Optional.of("The " + (cpus ? "cpu" : "memory") + " limit must be greater than or equal to the "
                        + (cpus ? "cpu" : "memory") + " request");
            }
        }
        return Optional.empty();
    }

    private static Optional<String> checkMember(TaskInfo task) {
        var container = task.getContainer();
        if (container.getNetworkInfosCount() > 0
                && task.hasHealthCheck()
                && task.getHealthCheck().getType() != HealthCheck.Type.COMMAND) {
            return Optional.of("HTTP and TCP health checks are not supported for nested containers not joining parent's"
                    + " network");
        }
        if (task.hasContainer() && container.getType() == ContainerInfo.Type.DOCKER) {
            return Optional.of("Docker ContainerInfo is not supported on the task");
        }
        boolean ownCgroups = container.getLinuxInfo().hasShareCgroups()
                && !container.getLinuxInfo().getShareCgroups();
        return task.getLimitsCount() > 0 && !ownCgroups
                ? Optional.of("Resource limits may only be set for tasks within a task group when the 'share_cgroups'"
                        + " field is set to 'false'.")
                : Optional.empty();
    }

    private Optional<String> checkCustomExecutor(ExecutorInfo executor) {
        return checkExecutor(executor)
                .or(() -> executor.hasType() && executor.getType() != ExecutorInfo.Type.CUSTOM
                        ? Optional.of("'ExecutorInfo.type' must be 'CUSTOM'")
                        : Optional.empty())
                .or(() -> executor.hasCommand() ? Optional.empty() : Optional.of("'ExecutorInfo.command' must be set"));
    }

    private Optional<String> checkExecutor(ExecutorInfo executor) {
        if (executor.getType() == ExecutorInfo.Type.DEFAULT && executor.hasCommand()) {
            return Optional.of("'ExecutorInfo.command' must not be set for 'DEFAULT' executor");
        }
        if (executor.getType() == ExecutorInfo.Type.DEFAULT && executor.hasContainer()) {
            if (executor.getContainer().getType() != ContainerInfo.Type.MESOS) {
                return Optional.of("'ExecutorInfo.container.type' must be 'MESOS' for 'DEFAULT' executor");
            }
            if (executor.getContainer().getMesos().hasImage()) {
                return Optional.of("'ExecutorInfo.container.mesos.image' must not be set for 'DEFAULT' executor");
            }
        }
        return IdRules.check(executor.getExecutorId().getValue())
                .or(() -> executor.getShutdownGracePeriod().getNanoseconds() < 0
                        ? Optional.of("ExecutorInfo's 'shutdown_grace_period' must be non-negative")
                        : Optional.empty())
                .or(() -> ContainerRules.check(executor.getCommand())
                        .map(text -> "Executor's `CommandInfo` is invalid: " + text))
                .or(() -> executor.hasContainer()
                        ? ContainerRules.check(executor.getContainer())
                                .map(text -> "Executor's `ContainerInfo` is invalid: " + text)
                        : Optional.empty())
                .or(() -> checkResources("Executor uses invalid resources: ", executor.getResourcesList()));
    }

    private Optional<String> checkGroupExecutor(Collection<TaskInfo> tasks, ExecutorInfo executor) {
        var name = "Executor '" + executor.getExecutorId().getValue() + "'";
        var problem = checkExecutor(executor);
        if (problem.isPresent()) {
            return problem;
        }
        if (!executor.hasType()) {
            return Optional.of("'ExecutorInfo.type' must be set");
        }
        if (executor.getType() == ExecutorInfo.Type.UNKNOWN) {
            return Optional.of("Unknown executor type");
        }
        var other = tasks.stream()
                .filter(task -> task.hasExecutor() && !task.getExecutor().equals(executor))
                .findFirst();
        if (other.isPresent()) {
            return Optional.of("The `ExecutorInfo` of task '"
                    + other.get().getTaskId().getValue() + "' is different from executor '"
                    + executor.getExecutorId().getValue() + "'");
        }
        var resources = Resources.of(executor.getResourcesList());
        if (resources.thousandths("cpus") < LEAST_CPUS) {
            return Optional.of(
                    name + " uses less CPUs (" + amount(resources, "cpus", "") + ") than the minimum required (0.01)");
        }
        if (resources.thousandths("mem") < LEAST_MEM) {
            return Optional.of(name + " uses less memory (" + amount(resources, "mem", "MB")
                    + ") than the minimum required (32MB)");
        }
        return resources.has("disk") ? Optional.empty() : Optional.of(name + " uses no disk");
    }

    private static String amount(Resources resources, String name, String unit) {
        return resources.has(name) ? resources.scalar(name) + unit : "None";
    }
}
