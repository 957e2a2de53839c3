package stadion.api.queue;

import static akka.http.javadsl.server.Directives.delete;
import static akka.http.javadsl.server.Directives.get;
import static akka.http.javadsl.server.Directives.reject;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.AskPattern;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.server.Route;
import akka.util.ByteString;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import stadion.api.ApiException;
import stadion.api.apps.AppInfoJson;
import stadion.api.http.Answer;
import stadion.api.http.ApiRequest;
import stadion.api.http.Endpoint;
import stadion.api.http.EntityTag;
import stadion.api.http.Page;
import stadion.api.http.Page.Slice;
import stadion.api.http.Resource;
import stadion.api.pods.PodSpecs;
import stadion.api.render.JsonOutput;
import stadion.scheduler.Scheduler;
import stadion.scheduler.SchedulerView;
import stadion.scheduler.launch.LaunchQueue;
import stadion.scheduler.launch.QueueItem;
import stadion.scheduler.model.PathId;

/** {@code /v2/queue} and {@code /v2/queue/{id}/delay}; beyond Marathon {@code embed=explanation}, and with an embed {@code /v2/queue/{id}}. */
public final class QueueResource implements Resource {

    private static final Pattern DELAY = Pattern.compile("(.+)/delay/*");

    private final Endpoint endpoint;
    private final ActorSystem<?> system;
    private final Duration timeout;
    private final QueueJson items;
    private final Clock clock;

    public QueueResource(
            Endpoint endpoint, ActorSystem<?> system, Duration timeout, AppInfoJson apps, PodSpecs pods, Clock clock) {
        this.endpoint = endpoint;
        this.system = system;
        this.timeout = timeout;
        this.items = new QueueJson(apps, pods);
        this.clock = clock;
    }

    @Override
    public Route route(ApiRequest request) {
        if (request.isExact()) {
            return get(() ->
                    endpoint.read(request, scheduler -> tag(scheduler.view()), scheduler -> list(scheduler, request)));
        }
        Matcher delay = DELAY.matcher(request.rest());
        if (delay.matches()) {
            return delete(() -> endpoint.change(request, s -> resetDelay(s, PathId.of(delay.group(1)))));
        }
        // Without embed there is no such address in Marathon, and clients shall see the same.
        return request.all("embed").isEmpty()
                ? reject()
                : get(() -> endpoint.read(
                        request, scheduler -> tag(scheduler.view()), scheduler -> one(scheduler, request)));
    }

    /** While a delay counts down, each look shows something else. */
    private EntityTag tag(SchedulerView view) {
        EntityTag tag = EntityTag.of(view.revision());
        Instant now = clock.instant();
        boolean counting =
                view.queue().stream().anyMatch(item -> item.notBefore().isAfter(now));
        return counting ? tag.with(Long.toString(now.toEpochMilli(), 36)) : tag;
    }

    private HttpResponse list(Scheduler scheduler, ApiRequest request) {
        Instant now = clock.instant();
        Slice<QueueItem> page = Page.of(request)
                .of(
                        scheduler.view().queue().stream(),
                        item -> item.runSpec().id().value());
        ByteString json = JsonOutput.render(out -> {
            out.json().writeStartObject();
            out.json().writeArrayFieldStart("queue");
            for (QueueItem item : page.elements()) {
                write(out, item, request, now);
            }
            out.json().writeEndArray();
            out.json().writeEndObject();
        });
        return Page.withNext(Answer.json(200, json), page, request);
    }

    private HttpResponse one(Scheduler scheduler, ApiRequest request) {
        PathId id = PathId.of(request.rest());
        QueueItem item = scheduler.view().queue().stream()
                .filter(queued -> queued.runSpec().id().equals(id))
                .findFirst()
                .orElseThrow(() -> ApiException.notFound(notQueued(id)));
        Instant now = clock.instant();
        return Answer.json(200, JsonOutput.render(out -> write(out, item, request, now)));
    }

    private void write(JsonOutput out, QueueItem item, ApiRequest request, Instant now) throws IOException {
        List<String> embeds = request.all("embed");
        items.write(out, item, embeds.contains("lastUnusedOffers"), embeds.contains("explanation"), now);
    }

    private static String notQueued(PathId id) {
        return "Application " + id + " not found in tasks queue.";
    }

    private CompletionStage<HttpResponse> resetDelay(Scheduler scheduler, PathId app) {
        CompletionStage<Boolean> found = AskPattern.ask(
                scheduler.queue(), replyTo -> new LaunchQueue.ResetDelay(app, replyTo), timeout, system.scheduler());
        return found.thenApply(waits -> {
            if (!waits) {
                throw ApiException.notFound(notQueued(app));
            }
            return Answer.empty(204);
        });
    }
}
