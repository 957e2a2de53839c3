package stadion.api.tasks;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.AskPattern;
import akka.http.javadsl.model.HttpResponse;
import akka.util.ByteString;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import stadion.api.ApiException;
import stadion.api.deployments.Changes;
import stadion.api.deployments.Terms;
import stadion.api.http.Answer;
import stadion.api.http.ApiRequest;
import stadion.api.http.EntityTag;
import stadion.api.render.JsonOutput;
import stadion.scheduler.Scheduler;
import stadion.scheduler.app.AppManager;
import stadion.scheduler.app.AppManager.Killed;
import stadion.scheduler.app.AppStatus;
import stadion.scheduler.group.RootEdit;
import stadion.scheduler.group.RootGroup;
import stadion.scheduler.model.AppDefinition;
import stadion.scheduler.model.Condition;
import stadion.scheduler.model.Instance;
import stadion.scheduler.model.InstanceId;
import stadion.scheduler.model.PathId;

/**
 * Kills chosen instances: so that they come back, so that they and what they keep are gone for good ({@code wipe}), or so that the apps shrink by them
 * ({@code scale}), which is a deployment.
 */
public final class TaskKills {

    private final ActorSystem<?> system;
    private final Duration timeout;
    private final Changes changes;
    private final TaskJson tasks;

    public TaskKills(ActorSystem<?> system, Duration timeout, Changes changes, TaskJson tasks) {
        this.system = system;
        this.timeout = timeout;
        this.changes = changes;
        this.tasks = tasks;
    }

    /** What a request says about how to kill. */
    public record How(boolean scale, boolean wipe, Terms terms) {

        /**
         * Reads the parameters and preconditions.
         *
         * @param subject the state of that whose tasks are killed
         * @throws ApiException 400 for scale together with wipe
         */
        public static How of(ApiRequest request, Function<RootGroup, Optional<EntityTag>> subject) {
            Terms terms = Terms.of(request, request.flag("force"), subject);
            How how = new How(request.flag("scale"), request.flag("wipe"), terms);
            if (how.scale && how.wipe) {
                throw new ApiException(400, "You cannot use scale and wipe at the same time.");
            }
            return how;
        }
    }

    /** Makes each app smaller by those of its instances that are listed, which are the ones to go. Apps that are not there are passed over. */
    public CompletionStage<HttpResponse> scale(Scheduler scheduler, Map<PathId, List<Instance>> chosen, How how) {
        return changes.make(
                scheduler,
                how.terms(),
                edit -> chosen.forEach((app, instances) -> shrink(edit, app, instances)),
                accepted -> Answer.deployment(200, accepted.plan()));
    }

    private static void shrink(RootEdit edit, PathId id, List<Instance> instances) {
        Optional<AppDefinition> app = edit.app(id);
        if (app.isPresent()) {
            long running = instances.stream().filter(TaskKills::countsForScale).count();
            int left = (int) Math.max(0, app.get().instances() - running);
            edit.putApp(app.get().withInstances(left));
            edit.killFirst(id, instances.stream().map(Instance::id).toList());
        }
    }

    private static boolean countsForScale(Instance instance) {
        return instance.condition().isActive() && instance.condition() != Condition.KILLING;
    }

    /** Kills the chosen instances of each app and answers those that were there, as they were before. In a dry run they are only answered. */
    public CompletionStage<List<Instance>> kill(Scheduler scheduler, Map<PathId, List<Instance>> chosen, How how) {
        how.terms().check(scheduler.view().root());
        if (how.terms().dryRun()) {
            return CompletableFuture.completedFuture(
                    chosen.values().stream().flatMap(List::stream).toList());
        }
        CompletionStage<List<Instance>> all = CompletableFuture.completedFuture(new ArrayList<>());
        for (Map.Entry<PathId, List<Instance>> entry : chosen.entrySet()) {
            all = all.thenCombine(kill(scheduler, entry.getKey(), entry.getValue(), how.wipe()), TaskKills::added);
        }
        return all;
    }

    private CompletionStage<Killed> kill(Scheduler scheduler, PathId app, List<Instance> instances, boolean wipe) {
        List<InstanceId> ids = instances.stream().map(Instance::id).toList();
        return AskPattern.ask(
                scheduler.apps(),
                replyTo -> new AppManager.KillInstances(app, ids, wipe, replyTo),
                timeout,
                system.scheduler());
    }

    private static List<Instance> added(List<Instance> all, Killed killed) {
        all.addAll(killed.instances());
        return all;
    }

    /** {@code {"tasks": […]}}. */
    public HttpResponse answer(Scheduler scheduler, List<Instance> killed) {
        ByteString json = JsonOutput.render(out -> {
            out.json().writeStartObject();
            out.json().writeArrayFieldStart("tasks");
            for (Instance instance : killed) {
                if (TaskJson.isTask(instance)) {
                    write(out, scheduler, instance);
                }
            }
            out.json().writeEndArray();
            out.json().writeEndObject();
        });
        return Answer.json(200, json);
    }

    /** {@code {"task": …}}. */
    public HttpResponse answerOne(Scheduler scheduler, Instance killed) {
        ByteString json = JsonOutput.render(out -> {
            out.json().writeStartObject();
            out.json().writeFieldName("task");
            write(out, scheduler, killed);
            out.json().writeEndObject();
        });
        return Answer.json(200, json);
    }

    private void write(JsonOutput out, Scheduler scheduler, Instance instance) throws IOException {
        AppStatus status = scheduler.view().status(instance.runSpecId());
        tasks.write(out, status, instance, List.of());
    }
}
