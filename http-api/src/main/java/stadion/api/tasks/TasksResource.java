package stadion.api.tasks;

import static akka.http.javadsl.server.Directives.get;
import static akka.http.javadsl.server.Directives.post;
import static akka.http.javadsl.server.Directives.reject;

import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.server.Route;
import akka.util.ByteString;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;
import stadion.api.http.Answer;
import stadion.api.http.ApiRequest;
import stadion.api.http.Endpoint;
import stadion.api.http.EntityTag;
import stadion.api.http.Page;
import stadion.api.http.Page.Slice;
import stadion.api.http.Resource;
import stadion.api.json.Json;
import stadion.api.json.Timestamps;
import stadion.api.json.Violations;
import stadion.api.render.JsonOutput;
import stadion.api.tasks.TaskKills.How;
import stadion.scheduler.Scheduler;
import stadion.scheduler.SchedulerView;
import stadion.scheduler.app.AppStatus;
import stadion.scheduler.model.Condition;
import stadion.scheduler.model.Instance;
import stadion.scheduler.model.InstanceId;
import stadion.scheduler.model.PathId;

/** {@code /v2/tasks}: the tasks of all apps; {@code /v2/tasks/delete}: kills some of them. */
public final class TasksResource implements Resource {

    private static final Set<Condition> STAGING =
            EnumSet.of(Condition.PROVISIONED, Condition.STAGING, Condition.STARTING);

    private final Endpoint endpoint;
    private final TaskJson tasks;
    private final TaskKills kills;

    public TasksResource(Endpoint endpoint, TaskJson tasks, TaskKills kills) {
        this.endpoint = endpoint;
        this.tasks = tasks;
        this.kills = kills;
    }

    @Override
    public Route route(ApiRequest request) {
        if (request.isExact()) {
            return get(() -> TaskText.isWanted(request)
                    ? endpoint.stream(scheduler -> text(scheduler.view(), request))
                    : endpoint.read(
                            request,
                            scheduler -> EntityTag.of(scheduler.view().revision()),
                            scheduler -> list(scheduler.view(), request)));
        }
        return request.rest().replaceAll("/+", "/").replaceAll("/$", "").equals("/delete")
                ? post(() -> endpoint.change(request, (scheduler, body) -> delete(scheduler, request, body)))
                : reject();
    }

    private static HttpResponse text(SchedulerView view, ApiRequest request) {
        return Answer.text(200, TaskText.of(request).write(view, view.root().appsBelow(PathId.ROOT)));
    }

    private HttpResponse list(SchedulerView view, ApiRequest request) {
        Set<Condition> conditions = byStatus(request.all("status"));
        Page page = Page.of(request);
        return page.isAsked()
                ? paged(view, page, instance -> conditions.contains(instance.condition()), request)
                : Answer.json(200, all(view, conditions));
    }

    private ByteString all(SchedulerView view, Set<Condition> conditions) {
        return array(out -> {
            // Also of apps that are being removed: their tasks run until they have been seen to end.
            for (AppStatus status : view.statuses()) {
                List<Integer> ports = servicePorts(view, status);
                if (conditions.size() == Condition.values().length) {
                    tasks.writeEach(out, status, ports);
                } else {
                    tasks.writeEach(out, status, ports, instance -> conditions.contains(instance.condition()));
                }
            }
        });
    }

    private HttpResponse paged(SchedulerView view, Page page, Predicate<Instance> wanted, ApiRequest request) {
        Slice<Instance> slice = page.of(
                view.statuses().stream()
                        .flatMap(status -> status.instances().values().stream())
                        .filter(wanted.and(TaskJson::isTask)),
                Instance::taskId);
        ByteString json = array(out -> {
            for (Instance instance : slice.elements()) {
                AppStatus status = view.status(instance.runSpecId());
                tasks.write(out, status, instance, servicePorts(view, status));
            }
        });
        return Page.withNext(Answer.json(200, json), slice, request);
    }

    private static List<Integer> servicePorts(SchedulerView view, AppStatus status) {
        return view.root().app(status.id()).map(TaskJson::servicePorts).orElse(List.of());
    }

    private static ByteString array(JsonOutput.Writing elements) {
        return JsonOutput.render(out -> {
            out.json().writeStartObject();
            out.json().writeArrayFieldStart("tasks");
            elements.writeTo(out);
            out.json().writeEndArray();
            out.json().writeEndObject();
        });
    }

    /** Words other than running and staging are passed over; without any known word every task is wanted. */
    private static Set<Condition> byStatus(List<String> words) {
        Set<Condition> wanted = EnumSet.noneOf(Condition.class);
        if (words.contains("running")) {
            wanted.add(Condition.RUNNING);
        }
        if (words.contains("staging")) {
            wanted.addAll(STAGING);
        }
        return wanted.isEmpty() ? EnumSet.allOf(Condition.class) : wanted;
    }

    private CompletionStage<HttpResponse> delete(Scheduler scheduler, ApiRequest request, byte[] body) {
        How how = How.of(request, root -> Optional.of(EntityTag.of(Timestamps.format(root.version()))));
        Map<PathId, List<Instance>> chosen = known(scheduler, ids(Json.parse(body)));
        return how.scale()
                ? kills.scale(scheduler, chosen, how)
                : kills.kill(scheduler, chosen, how).thenApply(killed -> kills.answer(scheduler, killed));
    }

    /** The instances of the listed tasks, by app, as far as they are there. */
    private static Map<PathId, List<Instance>> known(Scheduler scheduler, Set<InstanceId> ids) {
        Map<PathId, List<Instance>> known = new LinkedHashMap<>();
        for (InstanceId id : ids) {
            Instance instance =
                    scheduler.view().status(id.runSpecId()).instances().get(id);
            if (instance != null && TaskJson.isLaunched(instance)) {
                known.computeIfAbsent(id.runSpecId(), app -> new ArrayList<>()).add(instance);
            }
        }
        return known;
    }

    private static Set<InstanceId> ids(JsonNode body) {
        Violations errors = new Violations();
        JsonNode ids = body.path("ids");
        if (!body.isObject()) {
            errors.add("", body + " is not an object");
        } else if (ids.isMissingNode()) {
            errors.add("", "'ids' is undefined on object: " + body);
        } else if (!ids.isArray()) {
            errors.add("", "error.expected.jsarray");
        }
        for (int i = 0; ids.isArray() && i < ids.size(); i++) {
            errors.require(ids.get(i).isTextual(), "(" + i + ")", "error.expected.jsstring");
        }
        errors.throwIfMisshapen();
        Set<InstanceId> instances = new LinkedHashSet<>();
        for (JsonNode id : ids) {
            TaskIds.instance(id.textValue()).ifPresent(instances::add);
        }
        return instances;
    }
}
