package stadion.localmesos.agent;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.DispatcherSelector;
import akka.http.javadsl.Http;
import akka.http.javadsl.ServerBinding;
import akka.http.javadsl.model.HttpMethods;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.StatusCodes;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import stadion.localmesos.agent.files.FilesEndpoint;

/** The HTTP end points of one agent, on a port of its own: {@code /state}, {@code /health} and those for files. */
final class AgentHttp {

    private static final Duration LONGEST_BIND = Duration.ofSeconds(30);
    private static final Duration LONGEST_CLOSE = Duration.ofSeconds(3);

    /** Under which a real agent also answers. */
    private static final String PROCESS = "^/slave\\(1\\)(?=/)";

    private final ActorSystem<?> system;
    private final FilesEndpoint files;
    private final ServerBinding binding;
    private volatile @Nullable Supplier<JsonNode> state;

    private AgentHttp(ActorSystem<?> system, FilesEndpoint files, InetAddress address, int port) throws IOException {
        this.system = system;
        this.files = files;
        this.binding = await(
                Http.get(system).newServerAt(address.getHostAddress(), port).bind(this::handle));
    }

    /**
     * Starts to listen.
     *
     * @param port to listen on; 0: any free one
     * @throws IOException if that is not possible, as when the port is taken
     */
    static AgentHttp start(ActorSystem<?> system, FilesEndpoint files, InetAddress address, int port)
            throws IOException {
        return new AgentHttp(system, files, address, port);
    }

    int port() {
        return binding.localAddress().getPort();
    }

    /** Sets what {@code /state} shows; until then it answers with status 503. */
    void showState(Supplier<JsonNode> what) {
        state = what;
    }

    void close() {
        binding.terminate(LONGEST_CLOSE).toCompletableFuture().join();
    }

    private CompletionStage<HttpResponse> handle(HttpRequest request) {
        request.discardEntityBytes(system);
        var blocking = system.dispatchers().lookup(DispatcherSelector.blocking());
        return CompletableFuture.supplyAsync(() -> answer(request), blocking);
    }

    private HttpResponse answer(HttpRequest request) {
        var path = request.getUri().path().replaceFirst(PROCESS, "");
        if (path.startsWith(FilesEndpoint.PREFIX)) {
            return files.handle(request);
        }
        if (!request.method().equals(HttpMethods.GET) && !request.method().equals(HttpMethods.HEAD)) {
            return HttpResponse.create().withStatus(StatusCodes.METHOD_NOT_ALLOWED);
        }
        return switch (path) {
            case "/health" -> HttpResponse.create();
            case "/state", "/state.json" -> {
                var now = state;
                yield now == null
                        ? HttpResponse.create().withStatus(StatusCodes.SERVICE_UNAVAILABLE)
                        : FilesEndpoint.json(now.get(), request.getUri().query());
            }
            default -> HttpResponse.create().withStatus(StatusCodes.NOT_FOUND);
        };
    }

    private static ServerBinding await(CompletionStage<ServerBinding> binding) throws IOException {
        try {
            return binding.toCompletableFuture().get(LONGEST_BIND.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new IOException(
                    "an agent's HTTP end points can't be opened: "
                            + e.getCause().getMessage(),
                    e);
        } catch (TimeoutException e) {
            throw new IOException(
                    "an agent's HTTP end points were not opened in " + LONGEST_BIND.toSeconds() + " s", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while an agent's HTTP end points were being opened", e);
        }
    }
}
