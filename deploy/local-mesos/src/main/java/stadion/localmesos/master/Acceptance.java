package stadion.localmesos.master;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.mesos.v1.Protos.ExecutorInfo;
import org.apache.mesos.v1.Protos.FrameworkInfo;
import org.apache.mesos.v1.Protos.Offer;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.apache.mesos.v1.Protos.TaskStatus;
import org.jspecify.annotations.Nullable;
import stadion.localmesos.resources.Resources;

/**
 * Decides what becomes of the operations of one ACCEPT call, in their order, each seeing what the ones before left of the
 * offered resources. Changes nothing outside of itself.
 */
final class Acceptance {

    private final Framework framework;
    private final AgentEntry agent;
    private final String role;
    private final TaskRules taskRules;
    private final OperationRules operationRules;
    private final Resources offered;
    private final List<Effect> effects = new ArrayList<>();
    private final Set<String> launchedTasks = new HashSet<>();
    private final Map<String, ExecutorInfo> launchedExecutors = new HashMap<>();
    private Resources remaining;
    private Resources agentTotal;

    /** What is to be done because of an operation. */
    sealed interface Effect {}

    /** Tasks start, with their executor if it is not the command executor. */
    record Launch(List<TaskInfo> tasks, Optional<ExecutorInfo> executor, boolean group) implements Effect {}

    /** A task is answered with TASK_ERROR. */
    record Refuse(TaskInfo task, TaskStatus.Reason reason, String message) implements Effect {}

    /** Resources of the agent become others. */
    record Convert(Offer.Operation operation, Resources consumed, Resources converted) implements Effect {}

    /** An operation does nothing. */
    record Drop(Offer.Operation operation, String message) implements Effect {}

    /**
     * What becomes of the call.
     *
     * @param converted what reservations and volumes made of the offered resources and no task uses; offered again at once
     * @param declined what is left of the offered resources; the call's filters hold for it
     */
    record Outcome(List<Effect> effects, Resources converted, Resources declined) {}

    Acceptance(Framework framework, AgentEntry agent, String role, Resources offered) {
        this.framework = framework;
        this.agent = agent;
        this.role = role;
        this.offered = offered;
        this.remaining = offered;
        this.agentTotal = agent.total();
        this.taskRules = new TaskRules(
                agent.id().getValue(),
                role,
                id -> launchedTasks.contains(id) || framework.task(id).isPresent());
        this.operationRules = new OperationRules(role, principal(framework.info()), framework.roles());
    }

    private static @Nullable String principal(FrameworkInfo info) {
        return info.hasPrincipal() ? info.getPrincipal() : null;
    }

    Outcome decide(List<Offer.Operation> operations) {
        operations.forEach(this::decide);
        var converted = remaining.minus(offered);
        return new Outcome(List.copyOf(effects), converted, remaining.minus(converted));
    }

    private void decide(Offer.Operation operation) {
        switch (operation.getType()) {
            case LAUNCH -> launch(operation);
            case LAUNCH_GROUP -> launchGroup(operation);
            case RESERVE ->
                convert(
                        operation,
                        operationRules.reserve(operation.getReserve()),
                        () -> Resources.of(operation.getReserve().getResourcesList())
                                .unreserved(),
                        () -> Resources.of(operation.getReserve().getResourcesList()));
            case UNRESERVE ->
                convert(
                        operation,
                        operationRules.unreserve(operation.getUnreserve()),
                        () -> Resources.of(operation.getUnreserve().getResourcesList()),
                        () -> Resources.of(operation.getUnreserve().getResourcesList())
                                .unreserved());
            case CREATE ->
                convert(
                        operation,
                        operationRules.create(operation.getCreate(), agentTotal),
                        () -> Resources.of(operation.getCreate().getVolumesList())
                                .withoutVolumes(),
                        () -> Resources.of(operation.getCreate().getVolumesList()));
            case DESTROY ->
                convert(
                        operation,
                        operationRules.destroy(operation.getDestroy(), agentTotal, agent.used()),
                        () -> Resources.of(operation.getDestroy().getVolumesList()),
                        () -> Resources.of(operation.getDestroy().getVolumesList())
                                .withoutVolumes());
            case GROW_VOLUME, SHRINK_VOLUME, CREATE_DISK, DESTROY_DISK, UNKNOWN ->
                effects.add(new Drop(operation, operation.getType() + " is not supported by the embedded Mesos"));
        }
    }

    private interface Amount {
        Resources get();
    }

    private void convert(Offer.Operation operation, Optional<String> problem, Amount from, Amount to) {
        if (problem.isPresent()) {
            effects.add(new Drop(operation, problem.get() + "; on agent " + agent));
            return;
        }
        var consumed = from.get();
        if (!remaining.contains(consumed)) {
            effects.add(new Drop(operation, remaining.toString(role) + " does not contain " + consumed.toString(role)));
            return;
        }
        var converted = to.get();
        remaining = remaining.minus(consumed).plus(converted);
        agentTotal = agentTotal.minus(consumed).plus(converted);
        effects.add(new Convert(operation, consumed, converted));
    }

    private void launch(Offer.Operation operation) {
        for (var task : operation.getLaunch().getTaskInfosList()) {
            var problem = operation.hasId()
                    ? Optional.of("The `id` field cannot be set on LAUNCH operations")
                    : taskRules.checkSingle(task).or(() -> incompatible(task.getExecutor(), task.hasExecutor()));
            var executor =
                    task.hasExecutor() ? Optional.of(complete(task.getExecutor())) : Optional.<ExecutorInfo>empty();
            if (problem.isEmpty()) {
                problem = take(List.of(task), executor, "required by task and its executor is more than available");
            }
            if (problem.isPresent()) {
                effects.add(new Refuse(task, TaskStatus.Reason.REASON_TASK_INVALID, problem.get()));
            } else {
                effects.add(new Launch(List.of(task), executor, false));
            }
        }
    }

    private void launchGroup(Offer.Operation operation) {
        var group = operation.getLaunchGroup();
        var tasks = group.getTaskGroup().getTasksList();
        var executor = group.getExecutor();
        var problem = operation.hasId()
                ? Optional.of("The `id` field cannot be set on LAUNCH_GROUP operations")
                : taskRules.checkGroup(tasks, executor).or(() -> incompatible(executor, true));
        if (problem.isEmpty()) {
            problem = take(
                    tasks, Optional.of(executor), "required by task group and its executor are more than available");
        }
        if (problem.isPresent()) {
            var message = problem.get();
            tasks.forEach(task -> effects.add(new Refuse(task, TaskStatus.Reason.REASON_TASK_GROUP_INVALID, message)));
        } else {
            effects.add(new Launch(tasks, Optional.of(executor), true));
        }
    }

    /** Takes what the tasks and, if it doesn't run yet, their executor need; nothing if there is a problem. */
    private Optional<String> take(List<TaskInfo> tasks, Optional<ExecutorInfo> executor, String shortage) {
        var wanted = Resources.NONE;
        for (var task : tasks) {
            wanted = wanted.plus(Resources.of(task.getResourcesList()));
        }
        var newExecutor = executor.filter(info -> running(info).isEmpty());
        if (newExecutor.isPresent()) {
            wanted = wanted.plus(Resources.of(newExecutor.get().getResourcesList()));
        }
        if (!remaining.contains(wanted)) {
            return Optional.of(
                    "Total resources " + wanted.toString(role) + " " + shortage + " " + remaining.toString(role));
        }
        if (overlapping(tasks, newExecutor)) {
            return Optional.of("There are overlapping resources in the resources of the tasks and their executor: "
                    + wanted.toString(role));
        }
        remaining = remaining.minus(wanted);
        tasks.forEach(task -> launchedTasks.add(task.getTaskId().getValue()));
        newExecutor.ifPresent(info -> launchedExecutors.put(info.getExecutorId().getValue(), info));
        return Optional.empty();
    }

    /** Whether two of them want the same port. */
    private boolean overlapping(List<TaskInfo> tasks, Optional<ExecutorInfo> executor) {
        var rest = remaining;
        var claims = new ArrayList<Resources>();
        tasks.forEach(task -> claims.add(Resources.of(task.getResourcesList())));
        executor.ifPresent(info -> claims.add(Resources.of(info.getResourcesList())));
        if (claims.size() == 1) {
            return false;
        }
        for (var claim : claims) {
            if (!rest.contains(claim)) {
                return true;
            }
            rest = rest.minus(claim);
        }
        return false;
    }

    private Optional<String> incompatible(ExecutorInfo executor, boolean given) {
        return given
                        && running(executor)
                                .filter(info -> !info.equals(complete(executor)))
                                .isPresent()
                ? Optional.of("ExecutorInfo is not compatible with existing ExecutorInfo with same ExecutorID '"
                        + executor.getExecutorId().getValue() + "'")
                : Optional.empty();
    }

    private Optional<ExecutorInfo> running(ExecutorInfo executor) {
        var id = executor.getExecutorId().getValue();
        return Optional.ofNullable(launchedExecutors.get(id))
                .or(() -> agent.executor(framework.id(), id).map(AgentEntry.Executor::info));
    }

    private ExecutorInfo complete(ExecutorInfo executor) {
        return executor.hasFrameworkId()
                ? executor
                : executor.toBuilder().setFrameworkId(framework.id()).build();
    }
}
