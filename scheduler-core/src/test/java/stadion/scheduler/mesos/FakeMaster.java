package stadion.scheduler.mesos;

import akka.NotUsed;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.Behaviors;
import akka.http.javadsl.Http;
import akka.http.javadsl.ServerBinding;
import akka.http.javadsl.model.ContentTypes;
import akka.http.javadsl.model.HttpEntities;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.MediaTypes;
import akka.http.javadsl.model.headers.RawHeader;
import akka.japi.Pair;
import akka.stream.BoundedSourceQueue;
import akka.stream.javadsl.Source;
import akka.util.ByteString;
import com.typesafe.config.ConfigFactory;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.apache.mesos.protobuf.InvalidProtocolBufferException;
import org.apache.mesos.v1.Protos.FrameworkID;
import org.apache.mesos.v1.Protos.MasterInfo;
import org.apache.mesos.v1.scheduler.Protos.Call;
import org.apache.mesos.v1.scheduler.Protos.Event;

/**
 * The scheduler API of a master as the gateway sees it, over real HTTP on a free port: checks headers and stream ids as Mesos does, remembers the calls, and sends what
 * the test says. It has its own actor system, so that a test may stand still in time while the master does not.
 */
final class FakeMaster implements AutoCloseable {

    static final String FRAMEWORK = "F-0001";

    private final ActorSystem<Void> system = ActorSystem.create(
            Behaviors.empty(),
            "fake-master",
            ConfigFactory.parseString(
                            "akka.loglevel = OFF, akka.stdout-loglevel = OFF, akka.logger-startup-timeout = 60s")
                    .withFallback(ConfigFactory.load()));
    private final Queue<Function<Call, HttpResponse>> nextSubscribes = new ConcurrentLinkedQueue<>();
    private final List<Call> subscribes = new CopyOnWriteArrayList<>();
    private final Queue<Call> calls = new ConcurrentLinkedQueue<>();
    private final AtomicInteger refusedCalls = new AtomicInteger();
    private final ServerBinding binding;

    private volatile Function<Call, HttpResponse> callAnswer =
            call -> HttpResponse.create().withStatus(202);
    private volatile String version = "1.11.1";
    private volatile String streamId = "";
    private volatile BoundedSourceQueue<ByteString> stream;

    FakeMaster() {
        akka.japi.function.Function<HttpRequest, CompletionStage<HttpResponse>> handler =
                request -> request.entity().toStrict(10_000, system).thenApply(body -> answer(request, body.getData()));
        binding = Http.get(system)
                .newServerAt("127.0.0.1", 0)
                .bind(handler)
                .toCompletableFuture()
                .join();
    }

    String address() {
        return "127.0.0.1:" + binding.localAddress().getPort();
    }

    /** The SUBSCRIBE calls so far, refused or not. */
    List<Call> subscribes() {
        return subscribes;
    }

    /** All other calls that were accepted so far. */
    List<Call> calls() {
        return List.copyOf(calls);
    }

    /** How many calls came with a stream id that is not the present one. */
    int refusedCalls() {
        return refusedCalls.get();
    }

    /** The answer to the next SUBSCRIBE that has none yet; when there is none, SUBSCRIBE succeeds. */
    FakeMaster onNextSubscribe(Function<Call, HttpResponse> answer) {
        nextSubscribes.add(answer);
        return this;
    }

    /** The answer to each other call from now on. */
    FakeMaster onCall(Function<Call, HttpResponse> answer) {
        callAnswer = answer;
        return this;
    }

    /** Accepts each other call from now on, but not before this moment. */
    void answersCallsOnlyAfter(CountDownLatch moment) {
        callAnswer = call -> {
            try {
                moment.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return HttpResponse.create().withStatus(202);
        };
    }

    FakeMaster saysItsVersionIs(String text) {
        version = text;
        return this;
    }

    void send(Event... events) {
        ByteString all = ByteString.emptyByteString();
        for (Event event : events) {
            all = all.concat(record(event));
        }
        sendBytes(all);
    }

    void sendBytes(ByteString bytes) {
        if (!stream.offer(bytes).isEnqueued()) {
            throw new IllegalStateException("the stream takes no more");
        }
    }

    void endStream() {
        stream.complete();
    }

    void breakStream() {
        stream.fail(new IllegalStateException("the test broke the stream"));
    }

    /** Answers as if another scheduler had subscribed under the same id: calls of the present stream are refused. */
    void changeStreamId() {
        streamId = UUID.randomUUID().toString();
    }

    static ByteString record(Event event) {
        byte[] bytes = event.toByteArray();
        return ByteString.fromString(bytes.length + "\n").concat(ByteString.fromArray(bytes));
    }

    private HttpResponse answer(HttpRequest request, ByteString body) {
        if (!request.getUri().path().equals("/api/v1/scheduler")
                || !request.entity().getContentType().toString().equals("application/x-protobuf")
                || !header(request, "Accept").equals("application/x-protobuf")) {
            return refusal(400, "Not a request of the scheduler API: " + request);
        }
        try {
            Call call = Call.parseFrom(body.toArray());
            return call.getType() == Call.Type.SUBSCRIBE ? subscribe(request, call) : take(request, call);
        } catch (InvalidProtocolBufferException e) {
            return refusal(400, "Failed to parse body into Call protobuf");
        }
    }

    private HttpResponse subscribe(HttpRequest request, Call call) {
        if (!header(request, MasterHttp.STREAM_ID).isEmpty()) {
            return refusal(400, "Subscribe calls should not include the 'Mesos-Stream-Id' header");
        }
        subscribes.add(call);
        Function<Call, HttpResponse> scripted = nextSubscribes.poll();
        return scripted == null ? open(subscribed()) : scripted.apply(call);
    }

    /** A stream that begins with these events. */
    HttpResponse open(Event... events) {
        streamId = UUID.randomUUID().toString();
        Pair<BoundedSourceQueue<ByteString>, Source<ByteString, NotUsed>> opened =
                Source.<ByteString>queue(100_000).preMaterialize(system);
        stream = opened.first();
        send(events);
        return HttpResponse.create()
                .addHeader(RawHeader.create(MasterHttp.STREAM_ID, streamId))
                .withEntity(HttpEntities.createChunked(
                        ContentTypes.create(MediaTypes.applicationBinary("x-protobuf", true)), opened.second()));
    }

    Event subscribed() {
        return Event.newBuilder()
                .setType(Event.Type.SUBSCRIBED)
                .setSubscribed(Event.Subscribed.newBuilder()
                        .setFrameworkId(FrameworkID.newBuilder().setValue(FRAMEWORK))
                        .setHeartbeatIntervalSeconds(15)
                        .setMasterInfo(MasterInfo.newBuilder()
                                .setId("M")
                                .setIp(0x0100007f)
                                .setPort(binding.localAddress().getPort())
                                .setVersion(version)))
                .build();
    }

    private HttpResponse take(HttpRequest request, Call call) {
        String given = header(request, MasterHttp.STREAM_ID);
        if (!given.equals(streamId)) {
            refusedCalls.incrementAndGet();
            return refusal(
                    400,
                    "The stream ID '" + given
                            + "' included in this request didn't match the stream ID currently associated with framework ID "
                            + call.getFrameworkId().getValue());
        }
        HttpResponse answer = callAnswer.apply(call);
        if (answer.status().isSuccess()) {
            calls.add(call);
        }
        return answer;
    }

    static HttpResponse refusal(int status, String text) {
        return HttpResponse.create().withStatus(status).withEntity(text);
    }

    static HttpResponse redirect(String location) {
        return HttpResponse.create().withStatus(307).addHeader(RawHeader.create("Location", location));
    }

    private static String header(HttpRequest request, String name) {
        return request.getHeader(name).map(header -> header.value()).orElse("");
    }

    /** Takes no more connections. */
    void goDown() {
        binding.unbind().toCompletableFuture().join();
    }

    /** Closes all connections. Stop the gateway first, or it tries to come back. */
    @Override
    public void close() {
        binding.terminate(Duration.ofSeconds(5)).toCompletableFuture().join();
        system.terminate();
        system.getWhenTerminated().toCompletableFuture().join();
    }
}
