package stadion.api.events;

import static akka.http.javadsl.server.Directives.concat;
import static akka.http.javadsl.server.Directives.delete;
import static akka.http.javadsl.server.Directives.get;
import static akka.http.javadsl.server.Directives.post;
import static akka.http.javadsl.server.Directives.reject;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.AskPattern;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.server.Route;
import akka.util.ByteString;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import java.util.function.Function;
import stadion.api.ApiException;
import stadion.api.http.Answer;
import stadion.api.http.ApiRequest;
import stadion.api.http.Endpoint;
import stadion.api.http.EntityTag;
import stadion.api.http.Resource;
import stadion.api.json.Json;
import stadion.api.json.Violations;
import stadion.scheduler.Scheduler;
import stadion.scheduler.SchedulerView;
import stadion.scheduler.event.SchedulerEvent;
import stadion.scheduler.event.SchedulerEvent.Subscribe;
import stadion.scheduler.event.SchedulerEvent.Unsubscribe;
import stadion.scheduler.event.SubscriptionManager;
import stadion.scheduler.event.SubscriptionManager.Command;
import stadion.scheduler.event.SubscriptionManager.Reply;
import stadion.scheduler.event.SubscriptionManager.TooMany;

/** {@code /v2/eventSubscriptions}: the addresses to which events are posted, as Marathon had them until 1.4. */
public final class SubscriptionsResource implements Resource {

    private final Endpoint endpoint;
    private final ActorSystem<?> system;
    private final Duration timeout;
    private final Clock clock;

    public SubscriptionsResource(Endpoint endpoint, ActorSystem<?> system, Duration timeout, Clock clock) {
        this.endpoint = endpoint;
        this.system = system;
        this.timeout = timeout;
        this.clock = clock;
    }

    @Override
    public Route route(ApiRequest request) {
        if (!request.isExact()) {
            return reject();
        }
        return concat(
                get(() -> endpoint.read(request, s -> EntityTag.of(s.view().revision()), s -> list(s.view()))),
                post(() -> endpoint.change(
                        request,
                        scheduler -> change(
                                scheduler,
                                url(request),
                                SubscriptionManager.Subscribe::new,
                                url -> new Subscribe(request.clientIp(), url, clock.instant())))),
                delete(() -> endpoint.change(
                        request,
                        scheduler -> change(
                                scheduler,
                                url(request),
                                SubscriptionManager.Unsubscribe::new,
                                url -> new Unsubscribe(request.clientIp(), url, clock.instant())))));
    }

    private static HttpResponse list(SchedulerView view) {
        ObjectNode json = Json.MAPPER.createObjectNode();
        view.callbacks().forEach(json.putArray("callbackUrls")::add);
        return Answer.json(200, json);
    }

    /** Stores a change, publishes the event that tells of it, and answers that event. */
    private CompletionStage<HttpResponse> change(
            Scheduler scheduler,
            String url,
            BiFunction<String, ActorRef<Reply>, Command> command,
            Function<String, SchedulerEvent> event) {
        CompletionStage<Reply> stored = AskPattern.ask(
                scheduler.subscriptions(), replyTo -> command.apply(url, replyTo), timeout, system.scheduler());
        return stored.thenApply(reply -> {
            if (reply instanceof TooMany many) {
                throw new ApiException(
                        403, "There are " + many.limit() + " subscriptions already; remove one that is not needed.");
            }
            SchedulerEvent happened = event.apply(url);
            scheduler.events().publish(happened);
            return Answer.json(200, ByteString.fromString(EventJson.of(happened)));
        });
    }

    private static String url(ApiRequest request) {
        String url = request.first("callbackUrl").orElse("");
        Violations errors = new Violations();
        errors.require(CallbackUrl.isValid(url), "/callbackUrl", CallbackUrl.RIGHT);
        errors.throwIfInvalid();
        return url;
    }
}
