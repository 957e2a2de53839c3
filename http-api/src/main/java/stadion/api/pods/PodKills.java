package stadion.api.pods;

import akka.http.javadsl.model.HttpResponse;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import stadion.api.ApiException;
import stadion.api.deployments.Terms;
import stadion.api.http.Answer;
import stadion.api.http.ApiRequest;
import stadion.api.json.Json;
import stadion.api.json.JsonTypes;
import stadion.api.json.Violations;
import stadion.api.render.JsonOutput;
import stadion.api.tasks.TaskKills;
import stadion.api.tasks.TaskKills.How;
import stadion.scheduler.Scheduler;
import stadion.scheduler.model.Instance;
import stadion.scheduler.model.InstanceId;
import stadion.scheduler.model.PathId;
import stadion.scheduler.model.PodDefinition;

/** Kills chosen instances of a pod: so that they come back, or, with {@code wipe}, so that they and what they keep are gone for good. */
final class PodKills {

    private static final String NOT_AN_ID =
            "must fully match regular expression '^(.+)\\.(instance-|marathon-)([^\\.]+)$'";

    private final TaskKills kills;
    private final PodSpecs specs;

    PodKills(TaskKills kills, PodSpecs specs) {
        this.kills = kills;
        this.specs = specs;
    }

    /** {@code DELETE /v2/pods/{id}::instances/{instanceId}}. */
    CompletionStage<HttpResponse> one(Scheduler scheduler, PathId id, String instanceId, ApiRequest request) {
        Violations errors = new Violations();
        Optional<InstanceId> wanted = InstanceId.parse(instanceId);
        errors.require(wanted.isPresent(), "/", NOT_AN_ID);
        errors.throwIfInvalid();
        PodDefinition pod = pod(scheduler, id);
        return kill(scheduler, id, Set.of(wanted.get()), request).thenApply(killed -> {
            if (killed.isEmpty()) {
                throw ApiException.notFound("Task '" + instanceId + "' does not exist");
            }
            return Answer.json(
                    200, JsonOutput.render(out -> PodInstanceJson.writeKilled(out.json(), killed.get(0), pod)));
        });
    }

    /** {@code DELETE /v2/pods/{id}::instances} with a list of instance ids, of which those that are not there are passed over. */
    CompletionStage<HttpResponse> several(Scheduler scheduler, PathId id, byte[] body, ApiRequest request) {
        Set<InstanceId> wanted = ids(Json.parse(body));
        PodDefinition pod = pod(scheduler, id);
        return kill(scheduler, id, wanted, request)
                .thenApply(killed -> Answer.json(200, JsonOutput.render(out -> {
                    out.json().writeStartArray();
                    for (Instance instance : killed) {
                        PodInstanceJson.writeKilled(out.json(), instance, pod);
                    }
                    out.json().writeEndArray();
                })));
    }

    private static Set<InstanceId> ids(JsonNode body) {
        Violations shape = new Violations();
        List<String> texts = JsonTypes.STRING.set().read(body, "", shape);
        shape.throwIfMisshapen();
        Violations errors = new Violations();
        Set<InstanceId> ids = new LinkedHashSet<>();
        for (int i = 0; i < texts.size(); i++) {
            Optional<InstanceId> id = InstanceId.parse(texts.get(i));
            errors.require(id.isPresent(), "/(" + i + ")", NOT_AN_ID);
            id.ifPresent(ids::add);
        }
        errors.throwIfInvalid();
        return ids;
    }

    private CompletionStage<List<Instance>> kill(
            Scheduler scheduler, PathId id, Set<InstanceId> wanted, ApiRequest request) {
        Map<InstanceId, Instance> there = scheduler.view().status(id).instances();
        List<Instance> chosen =
                wanted.stream().map(there::get).filter(Objects::nonNull).toList();
        Terms terms = Terms.of(request, false, root -> root.pod(id).map(specs::tag));
        return kills.kill(scheduler, Map.of(id, chosen), new How(false, request.flag("wipe"), terms));
    }

    private static PodDefinition pod(Scheduler scheduler, PathId id) {
        return scheduler
                .view()
                .root()
                .pod(id)
                .orElseThrow(() -> ApiException.notFound("Path '" + id + "' does not exist"));
    }
}
