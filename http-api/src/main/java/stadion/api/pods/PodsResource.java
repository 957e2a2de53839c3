package stadion.api.pods;

import static akka.http.javadsl.server.Directives.concat;
import static akka.http.javadsl.server.Directives.delete;
import static akka.http.javadsl.server.Directives.get;
import static akka.http.javadsl.server.Directives.post;
import static akka.http.javadsl.server.Directives.put;

import akka.http.javadsl.server.Route;
import java.time.Instant;
import stadion.api.http.ApiRequest;
import stadion.api.http.Endpoint;
import stadion.api.http.Resource;
import stadion.api.json.Timestamps;
import stadion.api.pods.PodAddress.All;
import stadion.api.pods.PodAddress.AllStatus;
import stadion.api.pods.PodAddress.Instances;
import stadion.api.pods.PodAddress.One;
import stadion.api.pods.PodAddress.OneInstance;
import stadion.api.pods.PodAddress.Status;
import stadion.api.pods.PodAddress.Version;
import stadion.api.pods.PodAddress.Versions;
import stadion.api.tasks.TaskKills;
import stadion.scheduler.model.PathId;

/** {@code /v2/pods} and what is below it: which method at which address does what. */
public final class PodsResource implements Resource {

    private final Endpoint endpoint;
    private final PodViews views;
    private final PodChanges changes;
    private final PodKills kills;
    private final PodTags tags;

    public PodsResource(
            Endpoint endpoint, PodSpecs specs, PodStatusJson statuses, PodChanges changes, TaskKills kills) {
        this.endpoint = endpoint;
        this.views = new PodViews(specs, statuses);
        this.changes = changes;
        this.kills = new PodKills(kills, specs);
        this.tags = new PodTags(specs);
    }

    @Override
    public Route route(ApiRequest request) {
        PodAddress address = PodAddress.of(request.rest());
        if (address instanceof All) {
            return concat(
                    get(() -> endpoint.read(
                            request, s -> PodTags.list(s.view().root()), s -> views.list(s.view(), request))),
                    post(() -> endpoint.change(request, (s, body) -> changes.create(s, body, request))));
        }
        if (address instanceof One one) {
            return one(request, one.pod());
        }
        if (address instanceof AllStatus) {
            return get(() -> endpoint.read(request, s -> views.statuses(s.view(), request)));
        }
        if (address instanceof Status status) {
            return get(() -> endpoint.read(request, s -> views.status(s.view(), status.pod())));
        }
        if (address instanceof Versions versions) {
            PathId pod = versions.pod();
            return get(() ->
                    endpoint.read(request, s -> tags.versions(s.view(), pod), s -> views.versions(s.view(), pod)));
        }
        if (address instanceof Version version) {
            return version(request, version);
        }
        if (address instanceof Instances instances) {
            return delete(
                    () -> endpoint.change(request, (s, body) -> kills.several(s, instances.pod(), body, request)));
        }
        OneInstance instance = (OneInstance) address;
        return delete(
                () -> endpoint.change(request, s -> kills.one(s, instance.pod(), instance.instanceId(), request)));
    }

    private Route version(ApiRequest request, Version version) {
        PathId pod = version.pod();
        return get(() -> {
            Instant moment = Timestamps.parse(version.version());
            return endpoint.read(
                    request, s -> tags.version(s.view(), pod, moment), s -> views.version(s.view(), pod, moment));
        });
    }

    private Route one(ApiRequest request, PathId pod) {
        return concat(
                get(() -> endpoint.read(request, s -> tags.one(s.view(), pod), s -> views.one(s.view(), pod))),
                put(() -> endpoint.change(request, (s, body) -> changes.update(s, pod, body, request))),
                delete(() -> endpoint.change(request, s -> changes.remove(s, pod, request))));
    }
}
