package stadion.api.pods;

import akka.http.javadsl.model.HttpResponse;
import java.io.IOException;
import java.time.Instant;
import stadion.api.ApiException;
import stadion.api.http.Answer;
import stadion.api.http.ApiRequest;
import stadion.api.http.Page;
import stadion.api.http.Page.Slice;
import stadion.api.json.Timestamps;
import stadion.api.render.JsonOutput;
import stadion.scheduler.SchedulerView;
import stadion.scheduler.model.PathId;
import stadion.scheduler.model.PodDefinition;

/** Answers what is read below {@code /v2/pods}. */
final class PodViews {

    private final PodSpecs specs;
    private final PodStatusJson statuses;

    PodViews(PodSpecs specs, PodStatusJson statuses) {
        this.specs = specs;
        this.statuses = statuses;
    }

    HttpResponse list(SchedulerView view, ApiRequest request) {
        return page(view, request, specs::write);
    }

    HttpResponse one(SchedulerView view, PathId id) {
        return Answer.json(200, specs.render(shown(view, id)));
    }

    /** Marathon's message of a missing pod is itself a JSON text, here only. */
    static PodDefinition shown(SchedulerView view, PathId id) {
        return view.root()
                .pod(id)
                .orElseThrow(() -> ApiException.notFound("{\"message\": \"pod with " + id + " does not exist\"}"));
    }

    HttpResponse status(SchedulerView view, PathId id) {
        PodDefinition pod = pod(view, id);
        return Answer.json(200, JsonOutput.render(out -> statuses.write(out, view, pod)));
    }

    HttpResponse statuses(SchedulerView view, ApiRequest request) {
        return page(view, request, (out, pod) -> statuses.write(out, view, pod));
    }

    @FunctionalInterface
    private interface Element {
        void write(JsonOutput out, PodDefinition pod) throws IOException;
    }

    private static HttpResponse page(SchedulerView view, ApiRequest request, Element element) {
        Slice<PodDefinition> page = Page.of(request)
                .of(view.root().podsBelow(PathId.ROOT).stream(), pod -> pod.id().value());
        HttpResponse answer = Answer.json(200, JsonOutput.render(out -> {
            out.json().writeStartArray();
            for (PodDefinition pod : page.elements()) {
                element.write(out, pod);
            }
            out.json().writeEndArray();
        }));
        return Page.withNext(answer, page, request);
    }

    HttpResponse versions(SchedulerView view, PathId id) {
        pod(view, id);
        return Answer.json(200, JsonOutput.render(out -> {
            out.json().writeStartArray();
            for (PodDefinition version : view.podVersions(id)) {
                out.json().writeString(Timestamps.format(version.version()));
            }
            out.json().writeEndArray();
        }));
    }

    HttpResponse version(SchedulerView view, PathId id, Instant version) {
        return Answer.json(200, specs.render(versionOf(view, id, version)));
    }

    static PodDefinition versionOf(SchedulerView view, PathId id, Instant version) {
        return view.podVersions(id).stream()
                .filter(v -> v.version().equals(version))
                .findFirst()
                .orElseThrow(() -> missing(id));
    }

    static PodDefinition pod(SchedulerView view, PathId id) {
        return view.root().pod(id).orElseThrow(() -> missing(id));
    }

    /** What every address below {@code /v2/pods} says of a missing pod, but for {@link #shown}. */
    static ApiException missing(PathId id) {
        return ApiException.notFound("Pod '" + id + "' does not exist");
    }
}
