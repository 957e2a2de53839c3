package stadion.api.deployments;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.AskPattern;
import akka.http.javadsl.model.HttpResponse;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import stadion.api.ApiException;
import stadion.api.app.TreeRules;
import stadion.api.http.Answer;
import stadion.api.render.JsonOutput;
import stadion.scheduler.Scheduler;
import stadion.scheduler.deployment.DeploymentPlan;
import stadion.scheduler.deployment.RunningDeployment;
import stadion.scheduler.group.GroupManager;
import stadion.scheduler.group.GroupManager.Accepted;
import stadion.scheduler.group.GroupManager.Locked;
import stadion.scheduler.group.GroupManager.NoSuchDeployment;
import stadion.scheduler.group.GroupManager.Planned;
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

    /**
     * Makes a change that leaves the tree valid and is stored when the answer comes, or, if the terms say so, tells what it would do.
     *
     * @param done what is answered when the change was made
     */
    public CompletionStage<HttpResponse> make(
            Scheduler scheduler, Terms terms, RootUpdate update, Function<Accepted, HttpResponse> done) {
        RootUpdate checked = checked(terms, update);
        return terms.dryRun()
                ? planned(scheduler, checked).thenApply(planned -> rehearsed(scheduler, planned, terms.force()))
                : ask(scheduler, replyTo -> new GroupManager.Update(checked, terms.force(), replyTo))
                        .thenApply(Changes::accepted)
                        .thenApply(done);
    }

    private static RootUpdate checked(Terms terms, RootUpdate update) {
        return edit -> {
            terms.check(edit.before());
            update.apply(edit);
            TreeRules.check(edit.before(), edit.root(), concerned(edit));
        };
    }

    /** The apps and pods that may break a rule of the tree: those that were changed, those in changed groups, and those that have the id of one of these. */
    private static List<PathId> concerned(RootEdit edit) {
        Set<PathId> runSpecs = new LinkedHashSet<>(edit.touched());
        for (PathId group : edit.touchedGroups()) {
            edit.root().runSpecsBelow(group).forEach(runSpec -> runSpecs.add(runSpec.id()));
            for (PathId id = group; !id.isRoot(); id = id.parent()) {
                runSpecs.add(id);
            }
        }
        return List.copyOf(runSpecs);
    }

    /** The steps of a change, whatever is in its way, and nothing is done. */
    public CompletionStage<DeploymentPlan> plan(Scheduler scheduler, Terms terms, RootUpdate update) {
        return planned(scheduler, checked(terms, update)).thenApply(Planned::plan);
    }

    private CompletionStage<Planned> planned(Scheduler scheduler, RootUpdate update) {
        return ask(scheduler, replyTo -> new GroupManager.Plan(update, replyTo)).thenApply(reply -> {
            if (reply instanceof Planned planned) {
                return planned;
            }
            throw refusal(reply);
        });
    }

    private static HttpResponse rehearsed(Scheduler scheduler, Planned planned, boolean force) {
        if (!planned.locks().isEmpty() && !force) {
            throw ApiException.locked(planned.locks());
        }
        planned.refusal().ifPresent(refusal -> {
            throw refusal(refusal);
        });
        return Answer.json(200, JsonOutput.render(new DryRun(planned, scheduler.view())::write));
    }

    /** Ends a deployment: takes its changes back, or, with {@code force}, leaves everything as it is. */
    CompletionStage<Reply> cancel(Scheduler scheduler, String deployment, boolean force) {
        return ask(scheduler, replyTo -> new GroupManager.CancelDeployment(deployment, force, replyTo))
                .thenApply(reply -> reply instanceof Stopped ? reply : accepted(reply));
    }

    /** Tells what it would do to take the changes of a deployment back. */
    CompletionStage<HttpResponse> planCancel(Scheduler scheduler, String id) {
        DeploymentPlan plan = scheduler
                .view()
                .deployment(id)
                .map(RunningDeployment::plan)
                .orElseThrow(() -> refusal(new NoSuchDeployment(id)));
        return planned(scheduler, GroupManager.takingBack(plan))
                .thenApply(planned -> rehearsed(scheduler, planned, true));
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
        throw refusal(reply);
    }

    private static RuntimeException refusal(Reply reply) {
        if (reply instanceof Locked locked) {
            return ApiException.locked(locked.deploymentIds());
        }
        if (reply instanceof TooManyDeployments tooMany) {
            return new ApiException(
                    403,
                    "No more than " + tooMany.limit() + " deployments may run at a time. Wait for one to end, or cancel"
                            + " one, or raise --max_running_deployments.");
        }
        if (reply instanceof NoSuchDeployment none) {
            return ApiException.notFound("DeploymentPlan " + none.id() + " does not exist");
        }
        if (reply instanceof Rejected rejected) {
            return rejected.cause() instanceof PortRangeExhausted exhausted
                    ? new ApiException(422, exhausted.getMessage())
                    : rejected.cause();
        }
        return new IllegalStateException("unexpected answer " + reply);
    }
}
