package stadion.scheduler.group;

import akka.actor.typed.ActorRef;
import java.util.List;
import stadion.scheduler.deployment.DeploymentPlan;

public final class GroupManager {

    public sealed interface Command {}

    /** Changes the tree and starts the deployment that carries the cluster there. {@code force} cancels deployments in the way. */
    public record Update(RootUpdate update, boolean force, ActorRef<Reply> replyTo) implements Command {}

    /** Ends a deployment: with {@code force} where it is, else by a new deployment that takes its changes back. */
    public record CancelDeployment(String id, boolean force, ActorRef<Reply> replyTo) implements Command {}

    public sealed interface Reply {}

    /** The change is stored; {@code plan} (perhaps without steps) is under way. */
    public record Accepted(DeploymentPlan plan, RootGroup root) implements Reply {}

    /** The deployment was ended where it is. */
    public record Stopped(String deploymentId) implements Reply {}

    /** Running deployments touch the same apps. */
    public record Locked(List<String> deploymentIds) implements Reply {}

    public record TooManyDeployments(int limit) implements Reply {}

    public record NoSuchDeployment(String id) implements Reply {}

    /** The update refused itself, for a reason that the client understands. */
    public record Rejected(RuntimeException cause) implements Reply {}
}
