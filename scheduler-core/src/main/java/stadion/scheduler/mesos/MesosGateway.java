package stadion.scheduler.mesos;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.apache.mesos.protobuf.ByteString;
import org.apache.mesos.v1.Protos.AgentID;
import org.apache.mesos.v1.Protos.ExecutorID;
import org.apache.mesos.v1.Protos.FrameworkID;
import org.apache.mesos.v1.Protos.MasterInfo;
import org.apache.mesos.v1.Protos.Offer;
import org.apache.mesos.v1.Protos.OfferID;
import org.apache.mesos.v1.Protos.TaskID;
import org.apache.mesos.v1.Protos.TaskStatus;
import org.jspecify.annotations.Nullable;

/**
 * The one connection to the Mesos master.
 *
 * <p>Mesos answers calls with events, if at all: commands have no reply. While there is no subscription, calls are dropped, as Mesos would refuse them; whoever
 * sends commands reconciles after each {@link Subscribed}.
 */
public final class MesosGateway {

    private MesosGateway() {}

    /** What the gateway can be asked to tell the master. */
    public sealed interface Command {}

    /** Uses the offers for the operations. What stays unused is not offered again to the same role for {@code refuseSeconds} (0 or more). */
    public record Accept(List<OfferID> offers, List<Offer.Operation> operations, double refuseSeconds)
            implements Command {}

    /** Gives the offers back, not to be offered again to the same role for {@code refuseSeconds} (0 or more). */
    public record Decline(List<OfferID> offers, double refuseSeconds) implements Command {}

    /** Forgets the filters of earlier declines and ends the suppression of these roles; no roles means all roles. */
    public record Revive(Set<String> roles) implements Command {}

    /** Asks for no more offers to these roles; no roles means all roles. */
    public record Suppress(Set<String> roles) implements Command {}

    /** Subscribes to exactly these roles from now on, of which {@code suppressed} get no offers. */
    public record UpdateRoles(Set<String> roles, Set<String> suppressed) implements Command {}

    /** Kills a task; the grace period, when given, replaces the one the task was launched with. */
    public record Kill(
            TaskID task, @Nullable AgentID agent, @Nullable Duration gracePeriod) implements Command {}

    /** Acknowledges status updates. Those without uuid (made by the master, as in reconciliation) need no acknowledgement and are skipped. */
    public record Acknowledge(List<TaskStatus> statuses) implements Command {}

    /** Asks for the latest status of these tasks; no tasks means all tasks the master knows (implicit reconciliation). */
    public record Reconcile(List<TaskRef> tasks) implements Command {}

    /** Removes the framework: Mesos kills all its tasks and never takes its id again. */
    public record Teardown() implements Command {}

    /** What the gateway tells its listener. */
    public sealed interface Event {}

    /** The master has taken the subscription; {@code reregistered} when the framework had its id before. */
    public record Subscribed(FrameworkID framework, MasterInfo master, String masterAddress, boolean reregistered)
            implements Event {}

    /** The subscription is gone and will be tried again. Outstanding offers are void; commands are dropped until {@link Subscribed}. */
    public record Disconnected(String reason) implements Event {}

    /** New offers. */
    public record Offers(List<Offer> offers) implements Event {}

    /** An offer can no longer be used. */
    public record Rescinded(OfferID offer) implements Event {}

    /** Status updates that arrived together, in the order of their arrival. Each one with a uuid wants an {@link Acknowledge}. */
    public record Updates(List<TaskStatus> statuses) implements Event {}

    /** An agent was removed from the cluster. */
    public record AgentFailed(AgentID agent) implements Event {}

    /** An executor ended; {@code status} as waitpid(2) gives it, -1 if unknown. */
    public record ExecutorFailed(AgentID agent, ExecutorID executor, int status) implements Event {}

    /** An executor sent data. */
    public record FrameworkMessage(AgentID agent, ExecutorID executor, ByteString data) implements Event {}

    /** The master refuses this framework for good; the gateway tries no more. {@code frameworkRemoved} when its id can never be used again. */
    public record Fatal(String message, boolean frameworkRemoved) implements Event {}
}
