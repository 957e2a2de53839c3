package stadion.api.proxy;

import static akka.http.javadsl.server.Directives.failWith;
import static akka.http.javadsl.server.Directives.onSuccess;

import akka.actor.typed.ActorSystem;
import akka.http.javadsl.model.AttributeKey;
import akka.http.javadsl.model.HttpMethods;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.headers.RawHeader;
import akka.http.javadsl.server.Directives;
import akka.http.javadsl.server.Route;
import akka.pattern.Patterns;
import akka.stream.BufferOverflowException;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import stadion.api.ApiException;
import stadion.api.ApiSettings;
import stadion.api.http.Answer;
import stadion.api.http.ApiRequest;
import stadion.api.http.UnderOneLeader;
import stadion.scheduler.leader.Leadership;

/**
 * Has requests answered by the node that leads: this one, or another. A request that finds no leader, or one that can not be reached, waits for a while and is tried again as long as nothing of
 * it was sent; one that only reads also when the connection broke before the answer began.
 */
public final class LeaderProxy {

    private static final Logger LOG = LoggerFactory.getLogger(LeaderProxy.class);
    private static final Duration POLL = Duration.ofMillis(50);
    private static final String EVENTS = "/v2/events";

    /** What a node that knows of no leader answers itself rather than to wait for one. */
    private static final Set<String> OF_ANY_NODE =
            Set.of("/ping", "/metrics", "/logging", "/config", "/openapi.json", "/v2/info", "/v2/leader", "");

    private static final AttributeKey<Boolean> PASSED_ON = AttributeKey.create("passed-on", Boolean.class);

    private final ActorSystem<?> system;
    private final ApiSettings settings;
    private final Leadership leadership;
    private final LeaderClient client;
    private final UnderOneLeader underOneLeader;
    private final AtomicInteger waiting = new AtomicInteger();
    private volatile String via = "";

    public LeaderProxy(ActorSystem<?> system, ApiSettings settings, Leadership leadership) {
        this.system = system;
        this.settings = settings;
        this.leadership = leadership;
        this.underOneLeader = new UnderOneLeader(system, leadership);
        this.client = new LeaderClient(system, settings.proxy(), settings.tls());
    }

    /** This node serves at {@code port}; must be called before the first request. */
    public void listensAt(int port) {
        via = Forwarding.via(settings.proxy().hostname() + ":" + port);
    }

    /**
     * Answers by {@code local} if this node leads, and otherwise with what the leader answers.
     *
     * @param address of the resource, empty for none or the root
     * @param local how this node answers
     */
    public Route route(ApiRequest request, Optional<String> address, Function<ApiRequest, Route> local) {
        boolean isKnown = leadership.leader().isPresent();
        if (leadership.scheduler().isPresent() || (!isKnown && OF_ANY_NODE.contains(address.orElse("")))) {
            return local.apply(request);
        }
        if (Forwarding.isLoop(request.http(), via)) {
            return failWith(new ApiException(502, "Detected proxying loop."));
        }
        return onSuccess(
                () -> attempt(request, System.nanoTime() + settings.leaderWait().toNanos()),
                answer -> answer.<Route>map(Directives::complete).orElseGet(() -> local.apply(request)));
    }

    /** Whether an answer was passed on as the leader gave it, with its headers. */
    public static boolean isPassedOn(HttpResponse answer) {
        return answer.getAttribute(PASSED_ON).isPresent();
    }

    /** The leader's answer; empty when it has come to be this node that leads. */
    private CompletionStage<Optional<HttpResponse>> attempt(ApiRequest request, long deadline) {
        if (leadership.scheduler().isPresent()) {
            return CompletableFuture.completedFuture(Optional.empty());
        }
        Optional<URI> leader = leadership.leader().map(l -> l.api());
        if (leader.isEmpty()) {
            return again(request, deadline, new ApiException(503, "Could not determine the current leader"));
        }
        boolean isStream =
                request.path().startsWith(EVENTS) && request.http().method().equals(HttpMethods.GET);
        if (isStream && !request.flag("proxy")) {
            return CompletableFuture.completedFuture(Optional.of(redirect(request, leader.get())));
        }
        HttpRequest passedOn = Forwarding.toLeader(request, leader.get(), via);
        CompletionStage<HttpResponse> asked = isStream ? client.follow(passedOn) : client.send(passedOn);
        return underOneLeader
                .await(
                        asked,
                        () -> leadership.leader().map(l -> l.api()).equals(leader),
                        () -> new IllegalStateException("it ceased to lead"))
                .handle((answer, error) -> error == null
                        ? CompletableFuture.completedFuture(
                                Optional.of(Forwarding.toClient(answer, via).addAttribute(PASSED_ON, true)))
                        : failed(request, deadline, cause(error)))
                .thenCompose(answer -> answer);
    }

    private static Throwable cause(Throwable error) {
        return error instanceof CompletionException && error.getCause() != null ? error.getCause() : error;
    }

    /** Where the client is to go: clients of event streams follow redirects, as Marathon sends them. */
    private static HttpResponse redirect(ApiRequest request, URI leader) {
        String query =
                request.http().getUri().rawQueryString().map(raw -> "?" + raw).orElse("");
        return Answer.empty(302).addHeader(RawHeader.create("Location", leader + request.path() + query));
    }

    private CompletionStage<Optional<HttpResponse>> failed(ApiRequest request, long deadline, Throwable error) {
        if (error instanceof BufferOverflowException) {
            return CompletableFuture.failedFuture(new ApiException(503, "Too many requests wait for the leader."));
        }
        boolean timeout = LeaderClient.isTimeout(error);
        if (LeaderClient.isNotConnected(error)) {
            return again(
                    request,
                    deadline,
                    timeout
                            ? new ApiException(504, "Connection to leader timed out.")
                            : new ApiException(502, "Connection to leader refused."));
        }
        LOG.debug("the leader did not answer {}", request.path(), error);
        if (timeout) {
            return CompletableFuture.failedFuture(new ApiException(504, "Connection to leader timed out."));
        }
        ApiException broken = new ApiException(502, "Failed to successfully establish a connection to the leader.");
        boolean reads = request.http().method().equals(HttpMethods.GET);
        return reads ? again(request, deadline, broken) : CompletableFuture.failedFuture(broken);
    }

    /** Waits a little and tries again, or answers with the error when there is no time left, or too many wait. */
    private CompletionStage<Optional<HttpResponse>> again(ApiRequest request, long deadline, ApiException error) {
        if (System.nanoTime() - deadline > 0) {
            return CompletableFuture.failedFuture(error);
        }
        if (waiting.incrementAndGet() > settings.proxy().maxWaiting()) {
            waiting.decrementAndGet();
            return CompletableFuture.failedFuture(
                    new ApiException(503, "Could not determine the current leader; too many requests wait for it"));
        }
        return Patterns.after(POLL, system, () -> {
            waiting.decrementAndGet();
            return attempt(request, deadline);
        });
    }
}
