package stadion.api.apps;

import akka.http.javadsl.model.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import stadion.api.ApiException;
import stadion.api.http.ApiRequest;
import stadion.api.tasks.TaskIds;
import stadion.api.tasks.TaskJson;
import stadion.api.tasks.TaskKills;
import stadion.api.tasks.TaskKills.How;
import stadion.scheduler.Scheduler;
import stadion.scheduler.model.Instance;
import stadion.scheduler.model.InstanceId;
import stadion.scheduler.model.PathId;

/** Kills tasks of one app: all of them, those on one host, or one. */
final class AppKills {

    private final TaskKills kills;
    private final AppInfoJson apps;

    AppKills(TaskKills kills, AppInfoJson apps) {
        this.kills = kills;
        this.apps = apps;
    }

    /** {@code DELETE /v2/apps/{id}/tasks?host=}; without host, or with {@code *}, all. */
    CompletionStage<HttpResponse> several(Scheduler scheduler, PathId app, ApiRequest request) {
        How how = how(app, request);
        requireApp(scheduler, app);
        Optional<String> host = request.first("host").filter(h -> !h.equals("*"));
        List<Instance> chosen = scheduler.view().status(app).instances().values().stream()
                .filter(TaskJson::isLaunched)
                .filter(instance -> host.isEmpty() || isOn(instance, host.get()))
                .toList();
        if (!how.scale()) {
            return kills.kill(scheduler, Map.of(app, chosen), how).thenApply(killed -> kills.answer(scheduler, killed));
        }
        return chosen.isEmpty()
                ? CompletableFuture.failedFuture(new ApiException(404, "Path '" + app + "' does not exist"))
                : kills.scale(scheduler, Map.of(app, chosen), how);
    }

    private How how(PathId app, ApiRequest request) {
        return How.of(request, root -> root.app(app).map(apps::tag));
    }

    private static boolean isOn(Instance instance, String host) {
        return instance.agent() != null && instance.agent().host().equals(host);
    }

    /** {@code DELETE /v2/apps/{id}/tasks/{taskId}}. With scale an unknown task changes nothing, but makes a deployment, as in Marathon. */
    CompletionStage<HttpResponse> one(Scheduler scheduler, PathId app, String taskId, ApiRequest request) {
        How how = how(app, request);
        requireApp(scheduler, app);
        Optional<InstanceId> id = TaskIds.instance(taskId);
        List<Instance> chosen = id.map(
                        i -> scheduler.view().status(app).instances().get(i))
                .filter(TaskJson::isLaunched)
                .map(List::of)
                .orElse(List.of());
        if (how.scale()) {
            return kills.scale(scheduler, Map.of(app, chosen), how);
        }
        return kills.kill(scheduler, Map.of(app, chosen), how).thenApply(killed -> {
            if (killed.isEmpty()) {
                throw ApiException.notFound("Task '" + taskId + "' does not exist");
            }
            return kills.answerOne(scheduler, killed.get(0));
        });
    }

    private static void requireApp(Scheduler scheduler, PathId app) {
        if (scheduler.view().root().app(app).isEmpty()) {
            throw ApiException.notFound("App '" + app + "' does not exist");
        }
    }
}
