package stadion.localmesos.master;

import java.util.List;
import java.util.Optional;
import org.apache.mesos.v1.Protos.AgentID;
import org.apache.mesos.v1.Protos.FrameworkInfo.Capability;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.Protos.TaskStatus;
import stadion.localmesos.Agent;
import stadion.localmesos.master.Allocator.Claim;

/** Agents that come and go, and may be offered or not, while the master runs, and what frameworks are told of their tasks then. */
final class Membership {

    private final Cluster cluster;
    private final Offers offers;
    private final Tasks tasks;
    private final Subscriptions subscriptions;

    Membership(Cluster cluster, Offers offers, Tasks tasks, Subscriptions subscriptions) {
        this.cluster = cluster;
        this.offers = offers;
        this.tasks = tasks;
        this.subscriptions = subscriptions;
    }

    /** Starts an agent and adopts what runs on it, without telling anybody. */
    void join(Agent agent, Agent.Listener listener) {
        var recovered = agent.start(listener);
        var entry = new AgentEntry(agent, cluster.now());
        cluster.add(entry);
        recovered.forEach(task -> tasks.recovered(subscriptions.recovered(task.framework()), entry, task));
        var used = entry.used();
        cluster.allocator()
                .addAgent(entry.id().getValue(), entry.total(), entry.total().minus(used));
        entry.tasks().stream()
                .filter(task -> !task.ended())
                .forEach(task -> cluster.allocator().recovered(claim(task), task.resources()));
    }

    /** An agent that was out of contact is back. */
    void rejoin(Agent agent, Agent.Listener listener) {
        join(agent, listener);
        cluster.agent(agent.info().getId())
                .map(entry -> List.copyOf(entry.tasks()))
                .orElse(List.of())
                .forEach(task -> tell(
                        task,
                        task.state(),
                        TaskStatus.Reason.REASON_AGENT_REREGISTERED,
                        "Unreachable agent re-reregistered"));
        cluster.frameworks().forEach(framework -> agent.frameworkSubscribed(framework.info()));
    }

    /** Makes no more offers, or makes them again. */
    void holdOffers(boolean hold) {
        cluster.allocator().hold(hold);
    }

    Optional<AgentEntry> agent(AgentID id) {
        return cluster.agent(id);
    }

    /** An agent does not answer any more: what runs on it may go on, but nobody knows. */
    void lose(AgentEntry agent) {
        leave(agent, TaskState.TASK_UNREACHABLE, TaskStatus.Reason.REASON_AGENT_REMOVED, "health check timed out");
    }

    /** An operator says that an agent will never be back; its tasks are killed. */
    void markGone(AgentEntry agent) {
        leave(
                agent,
                TaskState.TASK_GONE_BY_OPERATOR,
                TaskStatus.Reason.REASON_AGENT_REMOVED_BY_OPERATOR,
                "Agent has been marked gone");
    }

    private void leave(AgentEntry agent, TaskState state, TaskStatus.Reason reason, String message) {
        offers.rescind(offer -> offer.agent() == agent);
        if (state == TaskState.TASK_GONE_BY_OPERATOR) {
            cluster.frameworks().forEach(framework -> agent.agent().shutdownFramework(framework.id()));
        }
        agent.agent().close();
        for (var task : List.copyOf(agent.tasks())) {
            if (!task.ended()) {
                tell(task, state, reason, message);
                cluster.allocator().giveBack(claim(task), agent.id().getValue(), agent.ended(task));
            }
            agent.remove(task);
            cluster.framework(task.framework()).ifPresent(framework -> framework.remove(task));
        }
        cluster.allocator().removeAgent(agent.id().getValue(), agent.total());
        cluster.remove(agent, state);
    }

    /** Frameworks that know nothing of partitions take an agent that is away for lost. */
    private void tell(Task task, TaskState state, TaskStatus.Reason reason, String message) {
        cluster.framework(task.framework()).ifPresent(framework -> {
            boolean knows = framework.has(Capability.Type.PARTITION_AWARE);
            boolean away = state == TaskState.TASK_UNREACHABLE || state == TaskState.TASK_GONE_BY_OPERATOR;
            framework.send(Events.update(
                    Statuses.told(task, knows || !away ? state : TaskState.TASK_LOST, reason, message, cluster.now())));
        });
    }

    private static Claim claim(Task task) {
        return new Claim(task.framework().getValue(), task.role());
    }
}
