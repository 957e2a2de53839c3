package stadion.api.http;

import static akka.http.javadsl.server.Directives.completeWithFuture;

import akka.actor.typed.ActorSystem;
import akka.http.javadsl.model.HttpEntity;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.server.Route;
import akka.pattern.Patterns;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import java.util.function.Function;
import stadion.api.ApiException;
import stadion.api.ApiSettings;
import stadion.scheduler.Scheduler;
import stadion.scheduler.leader.Leadership;

/**
 * The ways in which an address is answered: with or without the scheduler, with or without a body. Checks first that the client takes JSON (406) and, where a body
 * is read, that it sends JSON (415) of bearable size (413).
 */
public final class Endpoint {

    private static final String JSON = "application/json";
    private static final Duration POLL = Duration.ofMillis(50);

    private final ActorSystem<?> system;
    private final ApiSettings settings;
    private final Leadership leadership;
    private final UnderOneLeader underOneLeader;

    public Endpoint(ActorSystem<?> system, ApiSettings settings, Leadership leadership) {
        this.system = system;
        this.settings = settings;
        this.leadership = leadership;
        this.underOneLeader = new UnderOneLeader(system, leadership);
    }

    /** Answers from what this node knows by itself. */
    public Route local(ApiRequest request, Function<ApiRequest, HttpResponse> answer) {
        return completeWithFuture(checked(request).thenApply(answer));
    }

    /** Answers from what the scheduler shows. */
    public Route read(ApiRequest request, Function<Scheduler, HttpResponse> answer) {
        return change(request, scheduler -> CompletableFuture.completedFuture(answer.apply(scheduler)));
    }

    /**
     * Answers from what the scheduler shows, or with 304 to those who have seen it. {@code tag} tells the state of what is shown; it is asked first, so that what changes
     * meanwhile is at worst answered once more.
     */
    public Route read(
            ApiRequest request, Function<Scheduler, EntityTag> tag, Function<Scheduler, HttpResponse> answer) {
        return read(request, scheduler -> {
            EntityTag current = tag.apply(scheduler);
            HttpResponse shown =
                    Preconditions.of(request).isSeen(current) ? Answer.empty(304) : answer.apply(scheduler);
            return shown.addHeader(current.header());
        });
    }

    /** Answers with something else than JSON, which the caller knows to be accepted. */
    public Route stream(Function<Scheduler, HttpResponse> answer) {
        return completeWithFuture(scheduler().thenApply(answer));
    }

    /** Has the scheduler change something. */
    public Route change(ApiRequest request, Function<Scheduler, CompletionStage<HttpResponse>> answer) {
        return completeWithFuture(checked(request)
                .thenCompose(r -> scheduler())
                .thenCompose(scheduler -> whileItLeads(scheduler, answer.apply(scheduler))));
    }

    /** Has the scheduler change something as the body says. */
    public Route change(ApiRequest request, BiFunction<Scheduler, byte[], CompletionStage<HttpResponse>> answer) {
        return completeWithFuture(checked(request)
                .thenCompose(this::body)
                .thenCompose(body ->
                        scheduler().thenCompose(scheduler -> whileItLeads(scheduler, answer.apply(scheduler, body)))));
    }

    /** Answers to a body without the scheduler. */
    public Route localBody(ApiRequest request, Function<byte[], HttpResponse> answer) {
        return completeWithFuture(checked(request).thenCompose(this::body).thenApply(answer));
    }

    private static CompletionStage<ApiRequest> checked(ApiRequest request) {
        return AcceptedTypes.of(request.header("Accept")).accepts(JSON)
                ? CompletableFuture.completedFuture(request)
                : CompletableFuture.failedFuture(new ApiException(406, "Not Acceptable"));
    }

    private CompletionStage<byte[]> body(ApiRequest request) {
        HttpEntity entity = request.http().entity();
        String type = entity.getContentType().mediaType().toString();
        if (!type.equalsIgnoreCase(JSON) && !type.equals("none/none")) {
            return CompletableFuture.failedFuture(new ApiException(415, "Unsupported Media Type"));
        }
        return RequestBody.read(entity, settings.maxBodyBytes(), system);
    }

    private CompletionStage<HttpResponse> whileItLeads(Scheduler scheduler, CompletionStage<HttpResponse> answer) {
        return underOneLeader.await(
                answer,
                () -> leadership.scheduler().equals(Optional.of(scheduler)),
                () -> new ApiException(
                        503, "This node ceased to lead before it had answered; the change may have been made."));
    }

    private CompletionStage<Scheduler> scheduler() {
        return leadership
                .scheduler()
                .<CompletionStage<Scheduler>>map(CompletableFuture::completedFuture)
                .orElseGet(() -> await(System.nanoTime() + settings.leaderWait().toNanos()));
    }

    private CompletionStage<Scheduler> await(long deadline) {
        Optional<Scheduler> scheduler = leadership.scheduler();
        if (scheduler.isPresent()) {
            return CompletableFuture.completedFuture(scheduler.get());
        }
        if (System.nanoTime() - deadline > 0) {
            return CompletableFuture.failedFuture(new ApiException(503, "Could not determine the current leader"));
        }
        return Patterns.after(POLL, system, () -> await(deadline));
    }
}
