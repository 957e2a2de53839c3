package stadion.scheduler.mesos;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.Adapter;
import akka.http.javadsl.ConnectHttp;
import akka.http.javadsl.Http;
import akka.http.javadsl.model.ContentType;
import akka.http.javadsl.model.ContentTypes;
import akka.http.javadsl.model.HttpEntities;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.MediaTypes;
import akka.http.javadsl.model.headers.RawHeader;
import akka.http.javadsl.model.headers.UserAgent;
import akka.http.javadsl.settings.ClientConnectionSettings;
import akka.http.javadsl.settings.ConnectionPoolSettings;
import akka.io.Inet;
import akka.io.TcpSO;
import akka.stream.Materializer;
import akka.stream.javadsl.Flow;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.apache.mesos.v1.scheduler.Protos.Call;
import scala.concurrent.duration.Duration;

/** HTTP as the scheduler API wants it: protobuf both ways, the stream's id on each call, and connections that are used for nothing else. */
final class MasterHttp {

    static final String STREAM_ID = "Mesos-Stream-Id";

    private static final ContentType.Binary PROTOBUF =
            ContentTypes.create(MediaTypes.applicationBinary("x-protobuf", true));
    private static final Duration IDLE_CONNECTION = Duration.create(30, TimeUnit.SECONDS);
    private static final int MAX_ERROR_BODY = 16 * 1024;
    private static final long ERROR_BODY_MILLIS = 5_000;

    private final ActorSystem<?> system;
    private final Http http;
    private final ClientConnectionSettings connection;
    private final ConnectionPoolSettings pool;

    MasterHttp(ActorSystem<?> system, GatewaySettings settings) {
        this.system = system;
        this.http = Http.get(system);
        ClientConnectionSettings defaults = ClientConnectionSettings.create(Adapter.toClassic(system));
        List<Inet.SocketOption> options = List.of(TcpSO.tcpNoDelay(true), TcpSO.keepAlive(true));
        this.connection = defaults.withConnectingTimeout(
                        Duration.create(settings.connectTimeout().toMillis(), TimeUnit.MILLISECONDS))
                .withUserAgentHeader(Optional.of(UserAgent.create("stadion")))
                .withSocketOptions(options)
                // The master writes each event as one chunk.
                .withParserSettings(defaults.getParserSettings()
                        .withMaxChunkSize(settings.maxRecordBytes() + 16)
                        .withModeledHeaderParsing(false));
        this.pool = ConnectionPoolSettings.create(Adapter.toClassic(system))
                .withMaxConnections(1 + settings.ackConnections())
                .withMinConnections(0)
                .withMaxRetries(0)
                .withKeepAliveTimeout(IDLE_CONNECTION)
                .withConnectionSettings(connection.withIdleTimeout(
                        Duration.create(settings.callTimeout().toMillis(), TimeUnit.MILLISECONDS)));
    }

    Materializer materializer() {
        return Materializer.matFromSystem(system);
    }

    /** One connection, for one SUBSCRIBE. It never times out by itself: heartbeats tell whether it is alive. */
    Flow<HttpRequest, HttpResponse, ?> connection(MasterAddress master) {
        return http.outgoingConnection(
                connectTo(master),
                Optional.empty(),
                connection.withIdleTimeout(Duration.Inf()),
                system.classicSystem().log());
    }

    /** Sends a call on one of the connections for calls, of which there is one for each lane; fails if no answer comes. A call is never sent twice. */
    CompletionStage<HttpResponse> call(MasterAddress master, Call call, String streamId) {
        HttpRequest request =
                request(master.base() + MasterAddress.API, call).addHeader(RawHeader.create(STREAM_ID, streamId));
        return http.singleRequest(
                request,
                http.defaultClientHttpsContext(),
                pool,
                system.classicSystem().log());
    }

    static HttpRequest subscribe(MasterAddress master, Call call) {
        return request(master.apiPath(), call);
    }

    static String reason(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }

    /** The text of an answer that refuses something, shortened if need be. */
    CompletionStage<String> text(HttpResponse response) {
        return response.entity()
                .toStrict(ERROR_BODY_MILLIS, MAX_ERROR_BODY, materializer())
                .thenApply(body -> body.getData().utf8String().strip())
                .exceptionally(failure -> "(its text could not be read: " + failure.getMessage() + ")");
    }

    void discard(HttpResponse response) {
        response.discardEntityBytes(materializer());
    }

    private static HttpRequest request(String uri, Call call) {
        return HttpRequest.POST(uri)
                .addHeader(RawHeader.create("Accept", "application/x-protobuf"))
                .withEntity(HttpEntities.create(PROTOBUF, call.toByteArray()));
    }

    private static ConnectHttp connectTo(MasterAddress master) {
        return master.isHttps()
                ? ConnectHttp.toHostHttps(master.host(), master.port())
                : ConnectHttp.toHost(master.host(), master.port());
    }
}
