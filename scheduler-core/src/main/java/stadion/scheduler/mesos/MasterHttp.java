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
import akka.io.Inet;
import akka.io.TcpSO;
import akka.stream.Materializer;
import akka.stream.javadsl.Flow;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.apache.mesos.v1.scheduler.Protos.Call;
import scala.concurrent.duration.Duration;

/** The connection on which the master sends its events: one SUBSCRIBE in protobuf, and an answer that never ends. */
final class MasterHttp {

    static final String STREAM_ID = "Mesos-Stream-Id";

    static final String USER_AGENT = "stadion";
    static final String PROTOBUF = "application/x-protobuf";

    private static final ContentType.Binary PROTOBUF_TYPE =
            ContentTypes.create(MediaTypes.applicationBinary("x-protobuf", true));
    private static final int MAX_ERROR_BODY = 16 * 1024;
    private static final long ERROR_BODY_MILLIS = 5_000;

    private final ActorSystem<?> system;
    private final Http http;
    private final ClientConnectionSettings settings;

    MasterHttp(ActorSystem<?> system, GatewaySettings settings) {
        this.system = system;
        this.http = Http.get(system);
        ClientConnectionSettings defaults = ClientConnectionSettings.create(Adapter.toClassic(system));
        List<Inet.SocketOption> options = List.of(TcpSO.tcpNoDelay(true), TcpSO.keepAlive(true));
        this.settings = defaults.withConnectingTimeout(
                        Duration.create(settings.connectTimeout().toMillis(), TimeUnit.MILLISECONDS))
                .withUserAgentHeader(Optional.of(UserAgent.create(USER_AGENT)))
                .withSocketOptions(options)
                // The master writes each event as one chunk.
                .withParserSettings(defaults.getParserSettings()
                        .withMaxChunkSize(settings.maxRecordBytes() + 16)
                        .withModeledHeaderParsing(false));
    }

    Materializer materializer() {
        return Materializer.matFromSystem(system);
    }

    /** A connection for one SUBSCRIBE. It never times out by itself: heartbeats tell whether it is alive. */
    Flow<HttpRequest, HttpResponse, ?> subscription(MasterAddress master) {
        ConnectHttp to = master.isHttps()
                ? ConnectHttp.toHostHttps(master.host(), master.port())
                : ConnectHttp.toHost(master.host(), master.port());
        return http.outgoingConnection(
                to,
                Optional.empty(),
                settings.withIdleTimeout(Duration.Inf()),
                system.classicSystem().log());
    }

    static HttpRequest subscribe(MasterAddress master, Call call) {
        return HttpRequest.POST(master.apiPath())
                .addHeader(RawHeader.create("Accept", PROTOBUF))
                .withEntity(HttpEntities.create(PROTOBUF_TYPE, call.toByteArray()));
    }

    /** Why a connection failed, in words: the innermost cause, of which Akka's own text shows only internals. */
    static String reason(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        if (cause instanceof UnknownHostException) {
            return "unknown host " + cause.getMessage();
        }
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }

    /** The text of an answer that refuses something, shortened if need be. */
    CompletionStage<String> text(HttpResponse response) {
        return response.entity()
                .toStrict(ERROR_BODY_MILLIS, MAX_ERROR_BODY, materializer())
                .thenApply(body -> body.getData().utf8String().strip())
                .exceptionally(failure -> "(its text could not be read: " + failure.getMessage() + ")");
    }
}
