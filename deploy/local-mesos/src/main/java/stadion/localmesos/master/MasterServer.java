package stadion.localmesos.master;

import static java.util.concurrent.CompletableFuture.completedFuture;

import akka.NotUsed;
import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Props;
import akka.http.javadsl.Http;
import akka.http.javadsl.ServerBinding;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.StatusCodes;
import akka.http.scaladsl.model.EntityStreamSizeException;
import akka.stream.javadsl.Flow;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.mesos.v1.Protos.Address;
import org.apache.mesos.v1.Protos.AgentID;
import org.apache.mesos.v1.Protos.MasterInfo;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import stadion.localmesos.Agent;

/** A running master: its actor, and the HTTP server in front of it. */
public final class MasterServer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(MasterServer.class);
    private static final String VERSION = "1.11.0";
    private static final String SCHEDULER_PATH = "/api/v1/scheduler";
    private static final long MOST_BODY_BYTES = 64L * 1024 * 1024;
    private static final long BODY_MILLIS = 30_000;
    private static final long WAIT_SECONDS = 60;
    private static final Duration STOP_TIME = Duration.ofSeconds(5);

    private final ActorRef<MasterActor.Command> master;
    private final ServerBinding binding;

    /**
     * How to run a master.
     *
     * @param port 0: any free one
     * @param hostname under which others reach it
     * @param allocationInterval the shortest time between two passes of the allocator
     */
    public record Settings(
            InetAddress bindAddress, int port, String hostname, Path workDirectory, Duration allocationInterval) {}

    private MasterServer(ActorRef<MasterActor.Command> master, ServerBinding binding) {
        this.master = master;
        this.binding = binding;
    }

    /**
     * Starts a master with its agents, and returns when it can be subscribed to: whoever does finds all agents and what runs
     * on them. Requests that come earlier are answered with 503.
     *
     * @throws IOException if the work directory can't be used, the port not be bound, or an agent not be recovered
     */
    public static MasterServer start(ActorSystem<?> system, Settings settings, Collection<Agent> agents)
            throws IOException {
        var store = new FrameworkStore(settings.workDirectory().resolve("frameworks"));
        var handler = new Handler(system);
        var binding = bind(system, settings, handler);
        var info = masterInfo(settings, binding.localAddress().getPort());
        long started = System.nanoTime();
        var cluster =
                new Cluster(info, Clock.systemUTC(), () -> System.nanoTime() - started, new Allocator(new Random()));
        var streamIds = new StreamIds();
        var master = system.systemActorOf(MasterActor.waiting(), "master", Props.empty());
        await(MasterActor.lead(
                master, () -> new Master(cluster, store, streamIds), agents, settings.allocationInterval()));
        handler.open(
                new SchedulerEndpoint(master, streamIds, system),
                new OperatorEndpoints(master, system, info, Clock.systemUTC()));
        return new MasterServer(master, binding);
    }

    private static ServerBinding bind(ActorSystem<?> system, Settings settings, Handler handler) throws IOException {
        var address = settings.bindAddress();
        // Tried with a plain socket first, as Akka logs a failure with all its stack.
        try (var socket = new ServerSocket(settings.port(), 1, address)) {
            LOG.debug("{} can be listened on", socket);
        } catch (BindException e) {
            throw new IOException(
                    "The embedded Mesos master can't listen on " + address.getHostAddress() + " port " + settings.port()
                            + "; is the port taken? Choose another one, or 0 for any free one",
                    e);
        }
        return await(Http.get(system)
                .newServerAt(address.getHostAddress(), settings.port())
                .bindFlow(handler.flow()));
    }

    private static <T> T await(CompletionStage<T> stage) throws IOException {
        try {
            return stage.toCompletableFuture().get(WAIT_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new IOException("the embedded Mesos fails: " + e.getCause().getMessage(), e.getCause());
        } catch (TimeoutException e) {
            throw new IOException("the embedded Mesos has not answered within " + WAIT_SECONDS + " seconds", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while waiting for the embedded Mesos", e);
        }
    }

    private static MasterInfo masterInfo(Settings settings, int port) {
        var address = settings.bindAddress();
        var ip = address.isAnyLocalAddress() ? "127.0.0.1" : address.getHostAddress();
        return MasterInfo.newBuilder()
                .setId(UUID.randomUUID().toString())
                .setIp(ipNumber(address))
                .setPort(port)
                .setPid("master@" + ip + ":" + port)
                .setHostname(settings.hostname())
                .setVersion(VERSION)
                .setAddress(Address.newBuilder()
                        .setHostname(settings.hostname())
                        .setIp(ip)
                        .setPort(port))
                .addCapabilities(MasterInfo.Capability.newBuilder().setType(MasterInfo.Capability.Type.AGENT_UPDATE))
                .build();
    }

    /** An IPv4 address in network byte order, as this outdated field wants it; 0 for IPv6. */
    private static int ipNumber(InetAddress address) {
        var bytes = address.getAddress();
        return bytes.length == 4
                ? ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt()
                : 0;
    }

    /** Where it listens. */
    public InetSocketAddress address() {
        return binding.localAddress();
    }

    /** The process of an agent dies, which the master notices at once; what runs on the agent goes on. */
    public void loseAgent(AgentID id) throws IOException {
        await(MasterActor.change(
                master, (members, listener) -> members.agent(id).ifPresent(members::lose)));
    }

    /** An agent that was lost is back. */
    public void rejoin(Agent agent) throws IOException {
        await(MasterActor.change(master, (members, listener) -> members.rejoin(agent, listener)));
    }

    /** Offers nothing until it is told otherwise. */
    public void holdOffers(boolean hold) throws IOException {
        await(MasterActor.change(master, (members, listener) -> members.holdOffers(hold)));
    }

    /** What Mesos' operator call MARK_AGENT_GONE does. */
    public void markGone(AgentID id) throws IOException {
        await(MasterActor.change(
                master, (members, listener) -> members.agent(id).ifPresent(members::markGone)));
    }

    /** Stops as a process that dies, and the agents with it: tasks go on, frameworks lose their connection. */
    @Override
    public void close() {
        try {
            await(MasterActor.stop(master));
            await(binding.terminate(STOP_TIME));
        } catch (IOException e) {
            LOG.warn("The embedded Mesos master has not stopped properly", e);
        }
    }

    /** Reads bodies and finds the end point; those of Mesos also answer under {@code /master}. */
    private static final class Handler {
        private final ActorSystem<?> system;
        private volatile @Nullable SchedulerEndpoint scheduler;
        private volatile @Nullable OperatorEndpoints operator;

        Handler(ActorSystem<?> system) {
            this.system = system;
        }

        void open(SchedulerEndpoint schedulerEndpoint, OperatorEndpoints operatorEndpoints) {
            operator = operatorEndpoints;
            scheduler = schedulerEndpoint;
        }

        /**
         * Handles the requests of one connection after the other. That no more can come, as the client has closed it, ends
         * the event streams on it: a write to it would tell only with the second heartbeat.
         */
        Flow<HttpRequest, HttpResponse, NotUsed> flow() {
            return Flow.fromMaterializer((materializer, attributes) -> {
                        var streams = new ConnectionStreams();
                        return Flow.of(HttpRequest.class)
                                .watchTermination((notUsed, done) -> {
                                    done.whenComplete((ok, failure) -> streams.connectionClosed());
                                    return notUsed;
                                })
                                .mapAsync(1, request -> handle(request, streams));
                    })
                    .mapMaterializedValue(notUsed -> NotUsed.getInstance());
        }

        private CompletionStage<HttpResponse> handle(HttpRequest request, ConnectionStreams streams) {
            var schedulerEndpoint = scheduler;
            var operatorEndpoints = operator;
            if (schedulerEndpoint == null || operatorEndpoints == null) {
                request.discardEntityBytes(system);
                return completedFuture(
                        Answers.text(StatusCodes.SERVICE_UNAVAILABLE, "Master has not finished recovery"));
            }
            var path = request.getUri().path().replaceFirst("^/master(?=/)", "");
            if (!path.equals(SCHEDULER_PATH)) {
                request.discardEntityBytes(system);
                return operatorEndpoints.handle(request, path);
            }
            return request.entity()
                    .withSizeLimit(MOST_BODY_BYTES)
                    .toStrict(BODY_MILLIS, system)
                    .thenCompose(body -> schedulerEndpoint.handle(request, body, streams))
                    .exceptionally(Handler::unreadable);
        }

        private static HttpResponse unreadable(Throwable failure) {
            var cause = failure instanceof CompletionException ? failure.getCause() : failure;
            return cause instanceof EntityStreamSizeException
                    ? Answers.text(
                            StatusCodes.CONTENT_TOO_LARGE, "A call may have at most " + MOST_BODY_BYTES + " bytes")
                    : Answers.text(StatusCodes.BAD_REQUEST, "Failed to read the body: " + cause);
        }
    }
}
