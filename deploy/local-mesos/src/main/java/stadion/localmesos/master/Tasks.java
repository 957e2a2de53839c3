package stadion.localmesos.master;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.mesos.v1.Protos.AgentID;
import org.apache.mesos.v1.Protos.FrameworkID;
import org.apache.mesos.v1.Protos.FrameworkInfo.Capability;
import org.apache.mesos.v1.Protos.Offer;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.Protos.TaskStatus;
import org.apache.mesos.v1.scheduler.Protos.Call;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import stadion.localmesos.Agent.RecoveredTask;
import stadion.localmesos.TaskStatusStream;
import stadion.localmesos.master.Allocator.Claim;
import stadion.localmesos.resources.Resources;

/** What frameworks do with offers and tasks, and what becomes of the tasks. */
final class Tasks {

    private static final Logger LOG = LoggerFactory.getLogger(Tasks.class);

    private final Cluster cluster;
    private final Offers offers;
    private final Operations operations;

    Tasks(Cluster cluster, Offers offers, Operations operations) {
        this.cluster = cluster;
        this.offers = offers;
        this.operations = operations;
    }

    /** Takes up a task that an agent has from before a restart. */
    void recovered(Framework framework, AgentEntry agent, RecoveredTask recovered) {
        var info = recovered.task();
        var executor = recovered.executor();
        var resources = Resources.of(info.getResourcesList());
        var role = info.getResourcesList().stream()
                .filter(resource -> resource.hasAllocationInfo())
                .map(resource -> resource.getAllocationInfo().getRole())
                .findFirst()
                .orElse(resources.reservationRoles().stream().findFirst().orElse("*"));
        var task = new Task(
                info,
                framework.id(),
                agent,
                role,
                executor.map(e -> e.getExecutorId()).orElse(null));
        agent.add(task, executor);
        framework.add(task);
        update(task, recovered.latest());
    }

    void accept(Framework framework, Call.Accept accept) {
        var problem = offers.problem(framework, accept.getOfferIdsList());
        if (problem.isPresent()) {
            offers.discard(framework, accept.getOfferIdsList());
            accept.getOperationsList().forEach(operation -> refuse(framework, operation, problem.get()));
            return;
        }
        var taken = offers.take(framework, accept.getOfferIdsList());
        var agent = taken.get(0).agent();
        var role = taken.get(0).role();
        var offered = Resources.NONE;
        for (var offer : taken) {
            offered = offered.plus(offer.resources());
        }
        var outcome = new Acceptance(framework, agent, role, offered).decide(accept.getOperationsList());
        outcome.effects().forEach(effect -> carryOut(framework, agent, role, effect));
        var claim = Subscriptions.claim(framework, role);
        var agentId = agent.id().getValue();
        cluster.allocator().giveBack(claim, agentId, outcome.converted());
        cluster.allocator()
                .refuse(claim, agentId, outcome.declined(), accept.getFilters().getRefuseSeconds(), cluster.nanos());
    }

    private void carryOut(Framework framework, AgentEntry agent, String role, Acceptance.Effect effect) {
        if (effect instanceof Acceptance.Launch launch) {
            launch(framework, agent, role, launch);
        } else if (effect instanceof Acceptance.Refuse refuse) {
            refuse(framework, refuse.task(), TaskState.TASK_ERROR, refuse.reason(), refuse.message());
        } else if (effect instanceof Acceptance.Convert convert) {
            agent.convert(convert.consumed(), convert.converted());
            agent.agent().resourcesChanged(agent.total().toProtos());
            operations.finished(framework, agent, convert.operation(), convert.converted());
        } else if (effect instanceof Acceptance.Drop drop) {
            LOG.warn(
                    "Dropping {} operation of framework {}: {}",
                    drop.operation().getType(),
                    framework,
                    drop.message());
            operations.dropped(framework, Optional.of(agent.id()), drop.operation(), drop.message());
        }
    }

    private void launch(Framework framework, AgentEntry agent, String role, Acceptance.Launch launch) {
        for (var info : launch.tasks()) {
            var executorId = launch.executor().map(executor -> executor.getExecutorId());
            var task = new Task(info, framework.id(), agent, role, executorId.orElse(null));
            agent.add(task, launch.executor());
            framework.add(task);
        }
        var allocated =
                launch.tasks().stream().map(task -> allocatedTo(role, task)).toList();
        agent.agent().launch(framework.info(), launch.executor(), allocated, launch.group());
    }

    /** The task with its resources allocated to the role and in one format, as agents get it. */
    private static TaskInfo allocatedTo(String role, TaskInfo task) {
        return task.toBuilder()
                .clearResources()
                .addAllResources(Resources.of(task.getResourcesList()).allocatedTo(role))
                .build();
    }

    private void refuse(Framework framework, Offer.Operation operation, String problem) {
        var tasks = switch (operation.getType()) {
            case LAUNCH -> operation.getLaunch().getTaskInfosList();
            case LAUNCH_GROUP -> operation.getLaunchGroup().getTaskGroup().getTasksList();
            default -> List.<TaskInfo>of();
        };
        if (tasks.isEmpty()) {
            operations.dropped(
                    framework, Optional.empty(), operation, "Operation attempted with invalid offers: " + problem);
        }
        tasks.forEach(task -> refuse(
                framework,
                task,
                partitionAware(framework) ? TaskState.TASK_DROPPED : TaskState.TASK_LOST,
                TaskStatus.Reason.REASON_INVALID_OFFERS,
                "Task launched with invalid offers: " + problem));
    }

    private void refuse(Framework framework, TaskInfo task, TaskState state, TaskStatus.Reason reason, String message) {
        framework.send(Events.update(Statuses.refused(task, state, reason, message, cluster.now())));
    }

    void kill(Framework framework, Call.Kill kill) {
        var task = framework.task(kill.getTaskId().getValue());
        var agent = kill.hasAgentId() ? Optional.of(kill.getAgentId()) : Optional.<AgentID>empty();
        if (task.isEmpty()) {
            framework.send(Events.update(unknown(framework, kill.getTaskId(), agent)));
            return;
        }
        if (agent.filter(id -> !id.equals(task.get().agent().id())).isPresent()) {
            LOG.warn(
                    "Ignoring kill of task {} on agent {}, as it is on another",
                    kill.getTaskId().getValue(),
                    agent);
            return;
        }
        var policy = kill.getKillPolicy();
        var gracePeriod = policy.hasGracePeriod()
                ? Optional.of(Duration.ofNanos(policy.getGracePeriod().getNanoseconds()))
                : Optional.<Duration>empty();
        task.get().agent().agent().kill(framework.id(), kill.getTaskId(), gracePeriod);
    }

    /** Kills the tasks of an executor, which ends with them. */
    void shutdown(Framework framework, Call.Shutdown shutdown) {
        cluster.agent(shutdown.getAgentId())
                .ifPresent(agent -> agent.tasks().stream()
                        .filter(task -> task.framework().equals(framework.id())
                                && task.executor()
                                        .filter(shutdown.getExecutorId()::equals)
                                        .isPresent())
                        .forEach(task -> agent.agent().kill(framework.id(), task.id(), Optional.empty())));
    }

    void acknowledge(Framework framework, Call.Acknowledge acknowledge) {
        var agent = cluster.agent(acknowledge.getAgentId());
        if (agent.isEmpty()) {
            return;
        }
        framework
                .task(acknowledge.getTaskId().getValue())
                .filter(task -> task.agent() == agent.get() && task.ended())
                .filter(task -> task.latest()
                        .filter(latest -> latest.getUuid().equals(acknowledge.getUuid()))
                        .isPresent())
                .ifPresent(task -> {
                    agent.get().remove(task);
                    framework.remove(task);
                });
        agent.get().agent().acknowledge(framework.id(), acknowledge.getTaskId(), acknowledge.getUuid());
    }

    /** An agent reports a status. */
    void statusUpdate(FrameworkID frameworkId, TaskStatus status) {
        cluster.framework(frameworkId).ifPresent(framework -> {
            framework.send(Events.update(status));
            framework.task(status.getTaskId().getValue()).ifPresent(task -> update(task, status));
        });
    }

    private void update(Task task, TaskStatus status) {
        boolean ends = !task.ended() && TaskStatusStream.isTerminal(status.getState());
        task.update(status);
        if (ends) {
            var agent = task.agent();
            cluster.allocator()
                    .giveBack(
                            new Claim(task.framework().getValue(), task.role()),
                            agent.id().getValue(),
                            agent.ended(task));
        }
    }

    void reconcile(Framework framework, Call.Reconcile reconcile) {
        if (reconcile.getTasksCount() == 0) {
            framework.tasks().forEach(task -> framework.send(Events.update(Statuses.latest(task, cluster.now()))));
            return;
        }
        for (var wanted : reconcile.getTasksList()) {
            var agent = wanted.hasAgentId() ? Optional.of(wanted.getAgentId()) : Optional.<AgentID>empty();
            framework.send(Events.update(framework
                    .task(wanted.getTaskId().getValue())
                    .map(task -> Statuses.latest(task, cluster.now()))
                    .orElseGet(() -> unknown(framework, wanted.getTaskId(), agent))));
        }
    }

    private TaskStatus unknown(Framework framework, org.apache.mesos.v1.Protos.TaskID task, Optional<AgentID> agent) {
        Optional<TaskState> away = agent.flatMap(cluster::away);
        if (away.isPresent() && partitionAware(framework)) {
            return Statuses.away(task, agent, away.get(), cluster.now());
        }
        boolean agentKnown = agent.flatMap(cluster::agent).isPresent();
        return Statuses.unknown(task, agent, agentKnown, partitionAware(framework), cluster.now());
    }

    private static boolean partitionAware(Framework framework) {
        return framework.has(Capability.Type.PARTITION_AWARE);
    }
}
