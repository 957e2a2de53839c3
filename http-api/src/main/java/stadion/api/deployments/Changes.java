package stadion.api.deployments;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.AskPattern;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import stadion.api.ApiException;
import stadion.api.app.TreeRules;
import stadion.scheduler.Scheduler;
import stadion.scheduler.deployment.DeploymentPlan;
import stadion.scheduler.group.GroupManager;
import stadion.scheduler.group.GroupManager.Accepted;
import stadion.scheduler.group.GroupManager.Locked;
import stadion.scheduler.group.GroupManager.NoSuchDeployment;
import stadion.scheduler.group.GroupManager.Rejected;
import stadion.scheduler.group.GroupManager.Reply;
import stadion.scheduler.group.GroupManager.Stopped;
import stadion.scheduler.group.GroupManager.TooManyDeployments;
import stadion.scheduler.group.RootEdit;
import stadion.scheduler.group.RootUpdate;
import stadion.scheduler.group.ServicePorts.PortRangeExhausted;
import stadion.scheduler.model.PathId;

/** Asks the scheduler for changes of the tree. Where it refuses, the answer fails with what the client is to be told. */
public final class Changes {

    private final ActorSystem<?> system;
    private final Duration timeout;

    public Changes(ActorSystem<?> system, Duration timeout) {
        this.system = system;
        this.timeout = timeout;
    }

    /** Makes a change that leaves the tree valid, which is stored when the answer comes. With {@code force} deployments in its way are cancelled. */
    public CompletionStage<Accepted> make(Scheduler scheduler, boolean force, RootUpdate update) {
        RootUpdate checked = edit -> {
            update.apply(edit);
            TreeRules.check(edit.before(), edit.root(), concerned(edit));
        };
        return ask(scheduler, replyTo -> new GroupManager.Update(checked, force, replyTo))
                .thenApply(Changes::accepted);
    }

    /** The apps that may break a rule of the tree: those that were changed, those in changed groups, and those that have the id of one of these. */
    private static List<PathId> concerned(RootEdit edit) {
        Set<PathId> apps = new LinkedHashSet<>(edit.touched());
        for (PathId group : edit.touchedGroups()) {
            edit.root().appsBelow(group).forEach(app -> apps.add(app.id()));
            for (PathId id = group; !id.isRoot(); id = id.parent()) {
                apps.add(id);
            }
        }
        return List.copyOf(apps);
    }

    /** Tells what a change would do, and does nothing. */
    public CompletionStage<DeploymentPlan> plan(Scheduler scheduler, RootUpdate update) {
        RootUpdate rehearsed = edit -> {
            update.apply(edit);
            TreeRules.check(edit.before(), edit.root(), concerned(edit));
            throw new Rehearsed(GroupManager.plan(edit));
        };
        return ask(scheduler, replyTo -> new GroupManager.Update(rehearsed, false, replyTo))
                .thenApply(reply -> reply instanceof Rejected rejected && rejected.cause() instanceof Rehearsed r
                        ? r.plan
                        : accepted(reply).plan());
    }

    /** Ends a change that was only to be tried; the group manager hands it back. */
    private static final class Rehearsed extends RuntimeException {
        private final transient DeploymentPlan plan;

        Rehearsed(DeploymentPlan plan) {
            super("a rehearsal", null, false, false);
            this.plan = plan;
        }
    }

    /** Ends a deployment: takes its changes back, or, with {@code force}, leaves everything as it is. */
    CompletionStage<Reply> cancel(Scheduler scheduler, String deployment, boolean force) {
        return ask(scheduler, replyTo -> new GroupManager.CancelDeployment(deployment, force, replyTo))
                .thenApply(reply -> reply instanceof Stopped ? reply : accepted(reply));
    }

    private CompletionStage<Reply> ask(
            Scheduler scheduler,
            akka.japi.function.Function<akka.actor.typed.ActorRef<Reply>, GroupManager.Command> command) {
        return AskPattern.ask(scheduler.groups(), command, timeout, system.scheduler());
    }

    private static Accepted accepted(Reply reply) {
        if (reply instanceof Accepted accepted) {
            return accepted;
        }
        if (reply instanceof Locked locked) {
            throw ApiException.locked(locked.deploymentIds());
        }
        if (reply instanceof TooManyDeployments tooMany) {
            throw new ApiException(
                    403,
                    "No more than " + tooMany.limit() + " deployments may run at a time. Wait for one to end, or cancel"
                            + " one, or raise --max_running_deployments.");
        }
        if (reply instanceof NoSuchDeployment none) {
            throw ApiException.notFound("DeploymentPlan " + none.id() + " does not exist");
        }
        if (reply instanceof Rejected rejected) {
            throw rejected.cause() instanceof PortRangeExhausted exhausted
                    ? new ApiException(422, exhausted.getMessage())
                    : rejected.cause();
        }
        throw new IllegalStateException("unexpected answer " + reply);
    }
}
