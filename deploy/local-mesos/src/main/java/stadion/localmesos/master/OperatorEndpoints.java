package stadion.localmesos.master;

import static java.util.concurrent.CompletableFuture.completedFuture;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.http.javadsl.model.HttpMethods;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.StatusCodes;
import akka.http.javadsl.model.headers.Location;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.apache.mesos.v1.Protos.MasterInfo;

/** What operators and their tools ask a master: /state, /slaves, /tasks, /health, /redirect, /metrics/snapshot. */
final class OperatorEndpoints {

    private static final int DEFAULT_TASKS = 100;

    private final ActorRef<MasterActor.Command> master;
    private final ActorSystem<?> system;
    private final MasterInfo info;
    private final Clock clock;

    OperatorEndpoints(ActorRef<MasterActor.Command> master, ActorSystem<?> system, MasterInfo info, Clock clock) {
        this.master = master;
        this.system = system;
        this.info = info;
        this.clock = clock;
    }

    /** Answers a request without body; 404 if there is no such end point. */
    CompletionStage<HttpResponse> handle(HttpRequest request, String path) {
        return switch (path) {
            case "/health" -> completedFuture(Answers.empty(StatusCodes.OK));
            case "/redirect" -> completedFuture(redirect());
            case "/state", "/state.json" -> json(request, view -> new StateJson(view).state());
            case "/slaves" -> json(request, view -> new StateJson(view).slaves());
            case "/tasks", "/tasks.json" ->
                json(
                        request,
                        view -> new StateJson(view)
                                .tasks(number(request, "offset", 0), number(request, "limit", DEFAULT_TASKS)));
            case "/metrics/snapshot" -> json(request, view -> MetricsJson.of(view, clock.instant()));
            default -> completedFuture(Answers.empty(StatusCodes.NOT_FOUND));
        };
    }

    private HttpResponse redirect() {
        return Answers.empty(StatusCodes.TEMPORARY_REDIRECT)
                .addHeader(Location.create("//" + info.getHostname() + ":" + info.getPort()));
    }

    private CompletionStage<HttpResponse> json(HttpRequest request, Function<ClusterView, ObjectNode> render) {
        if (!request.method().equals(HttpMethods.GET) && !request.method().equals(HttpMethods.HEAD)) {
            return completedFuture(Answers.methodNotAllowed(request.method(), HttpMethods.GET));
        }
        return MasterActor.view(master, system)
                .thenApplyAsync(render, system.executionContext()::execute)
                .thenApply(json -> Answers.json(json.toString().getBytes(StandardCharsets.UTF_8)));
    }

    private static int number(HttpRequest request, String name, int otherwise) {
        return request.getUri()
                .query()
                .get(name)
                .filter(text -> text.matches("\\d{1,9}"))
                .map(Integer::parseInt)
                .orElse(otherwise);
    }
}
