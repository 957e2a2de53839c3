package stadion.localmesos.master;

import static java.util.concurrent.CompletableFuture.completedFuture;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.http.javadsl.model.ContentTypes;
import akka.http.javadsl.model.HttpEntities;
import akka.http.javadsl.model.HttpEntity;
import akka.http.javadsl.model.HttpMethods;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.MediaType;
import akka.http.javadsl.model.StatusCodes;
import akka.http.javadsl.model.headers.RawHeader;
import akka.stream.Materializer;
import java.util.concurrent.CompletionStage;
import org.apache.mesos.protobuf.InvalidProtocolBufferException;
import org.apache.mesos.v1.scheduler.Protos.Call;
import stadion.localmesos.json.JsonSyntaxException;
import stadion.localmesos.json.ProtobufJsonReader;

/** {@code POST /api/v1/scheduler}: decodes and checks calls, answers them as Mesos does, and hands them to the master. */
final class SchedulerEndpoint {

    private static final String STREAM_ID = "Mesos-Stream-Id";

    private final ActorRef<MasterActor.Command> master;
    private final StreamIds streamIds;
    private final ActorSystem<?> system;
    private final Materializer materializer;

    SchedulerEndpoint(ActorRef<MasterActor.Command> master, StreamIds streamIds, ActorSystem<?> system) {
        this.master = master;
        this.streamIds = streamIds;
        this.system = system;
        this.materializer = Materializer.createMaterializer(system);
    }

    /** A request that can't be carried out, and its answer. */
    private static final class Rejected extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final transient HttpResponse response;

        private Rejected(HttpResponse response) {
            super(null, null, false, false);
            this.response = response;
        }
    }

    CompletionStage<HttpResponse> handle(HttpRequest request, HttpEntity.Strict body, ConnectionStreams streams) {
        try {
            if (!request.method().equals(HttpMethods.POST)) {
                throw new Rejected(Answers.methodNotAllowed(request.method(), HttpMethods.POST));
            }
            var call = decode(body);
            CallRules.check(call).ifPresent(problem -> {
                throw badRequest("Failed to validate scheduler::Call: " + problem);
            });
            return call.getType() == Call.Type.SUBSCRIBE
                    ? completedFuture(subscribe(request, call, streams))
                    : handle(request, call);
        } catch (Rejected rejected) {
            return completedFuture(rejected.response);
        }
    }

    private static Call decode(HttpEntity.Strict body) {
        var contentType = body.getContentType();
        // Akka HTTP has this for a request that names none.
        if (contentType.equals(ContentTypes.APPLICATION_OCTET_STREAM)) {
            throw badRequest("Expecting 'Content-Type' to be present");
        }
        var mediaType = contentType.mediaType();
        if (mediaType.equals(MesosMedia.PROTOBUF)) {
            try {
                return Call.parseFrom(body.getData().toArray());
            } catch (InvalidProtocolBufferException e) {
                throw badRequest("Failed to parse body into Call protobuf");
            }
        }
        if (!mediaType.equals(MesosMedia.JSON)) {
            throw new Rejected(Answers.text(
                    StatusCodes.UNSUPPORTED_MEDIA_TYPE,
                    "Expecting 'Content-Type' of application/json or application/x-protobuf"));
        }
        try {
            return ProtobufJsonReader.convert(
                    ProtobufJsonReader.parse(body.getData().utf8String()), Call.getDefaultInstance());
        } catch (JsonSyntaxException e) {
            throw badRequest("Failed to parse body into JSON: " + e.getMessage());
        } catch (IllegalArgumentException e) {
            throw badRequest("Failed to convert JSON into Call protobuf: " + e.getMessage());
        }
    }

    private HttpResponse subscribe(HttpRequest request, Call call, ConnectionStreams streams) {
        var mediaType = acceptedBy(request);
        if (request.getHeader(STREAM_ID).isPresent()) {
            throw badRequest("Subscribe calls should not include the 'Mesos-Stream-Id' header");
        }
        var stream = new EventStream(
                mediaType,
                materializer,
                unflushed -> master.tell(new MasterActor.Flush(unflushed)),
                ended -> master.tell(new MasterActor.Disconnected(ended.streamId())));
        master.tell(new MasterActor.Subscribe(call.getSubscribe(), stream));
        streams.whenClosed(() -> master.tell(new MasterActor.Disconnected(stream.streamId())));
        var contentType = mediaType.equals(MesosMedia.PROTOBUF)
                ? MesosMedia.PROTOBUF.toContentType()
                : ContentTypes.APPLICATION_JSON;
        return HttpResponse.create()
                .withStatus(StatusCodes.OK)
                .addHeader(RawHeader.create(STREAM_ID, stream.streamId()))
                .withEntity(HttpEntities.createChunked(contentType, stream.source()));
    }

    private CompletionStage<HttpResponse> handle(HttpRequest request, Call call) {
        if (call.getType() == Call.Type.RECONCILE_OPERATIONS) {
            acceptedBy(request);
        }
        var subscribed =
                streamIds.get(call.getFrameworkId()).orElseThrow(() -> badRequest("Framework cannot be found"));
        if (subscribed.equals(StreamIds.DISCONNECTED)) {
            throw new Rejected(Answers.text(StatusCodes.FORBIDDEN, "Framework is not subscribed"));
        }
        var streamId = request.getHeader(STREAM_ID)
                .orElseThrow(() -> badRequest("All non-subscribe calls should include the 'Mesos-Stream-Id' header"))
                .value();
        if (!streamId.equals(subscribed)) {
            throw badRequest("The stream ID '" + streamId + "' included in this request didn't match the stream ID"
                    + " currently associated with framework ID "
                    + call.getFrameworkId().getValue());
        }
        if (call.getType() == Call.Type.UNKNOWN) {
            throw new Rejected(Answers.empty(StatusCodes.NOT_IMPLEMENTED));
        }
        if (call.getType() == Call.Type.UPDATE_FRAMEWORK) {
            return MasterActor.update(master, call, streamId, system)
                    .thenApply(problem -> problem.map(text -> Answers.text(StatusCodes.BAD_REQUEST, text))
                            .orElse(Answers.empty(StatusCodes.OK)));
        }
        master.tell(new MasterActor.Received(call, streamId));
        return completedFuture(Answers.empty(StatusCodes.ACCEPTED));
    }

    private static MediaType acceptedBy(HttpRequest request) {
        return MesosMedia.accepted(request)
                .orElseThrow(() -> new Rejected(Answers.text(
                        StatusCodes.NOT_ACCEPTABLE,
                        "Expecting 'Accept' to allow 'application/x-protobuf' or 'application/json'")));
    }

    private static Rejected badRequest(String message) {
        return new Rejected(Answers.text(StatusCodes.BAD_REQUEST, message));
    }
}
