package stadion.localmesos.master;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.function.Predicate;
import org.apache.mesos.v1.Protos.Filters;
import org.apache.mesos.v1.Protos.FrameworkID;
import org.apache.mesos.v1.Protos.FrameworkInfo;
import org.apache.mesos.v1.Protos.FrameworkInfo.Capability;
import org.apache.mesos.v1.Protos.Offer;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.Protos.TaskStatus;
import org.apache.mesos.v1.scheduler.Protos.Call;
import org.apache.mesos.v1.scheduler.Protos.Event;
import org.jspecify.annotations.Nullable;
import stadion.localmesos.json.ProtobufJsonReader;
import stadion.localmesos.json.ProtobufJsonWriter;

/** A framework over real HTTP, in either encoding, that collects all events. */
public final class TestFramework implements AutoCloseable {

    public static final String JSON = "application/json";
    public static final String PROTOBUF = "application/x-protobuf";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(PATIENCE)
            .build();
    private final URI uri;
    private final String mediaType;
    private final List<Event> events = new CopyOnWriteArrayList<>();
    private @Nullable InputStream body;
    private @Nullable HttpResponse<InputStream> subscription;
    private volatile boolean ended;

    public TestFramework(InetSocketAddress master, String mediaType) {
        this.uri = URI.create("http://127.0.0.1:" + master.getPort() + "/api/v1/scheduler");
        this.mediaType = mediaType;
    }

    /** A framework with all the capabilities that Stadion has. */
    public static FrameworkInfo.Builder info(String... roles) {
        return FrameworkInfo.newBuilder()
                .setUser("root")
                .setName("test")
                .addAllRoles(List.of(roles))
                .setFailoverTimeout(60)
                .setCheckpoint(true)
                .addCapabilities(capability(Capability.Type.MULTI_ROLE))
                .addCapabilities(capability(Capability.Type.PARTITION_AWARE))
                .addCapabilities(capability(Capability.Type.TASK_KILLING_STATE));
    }

    public static Capability capability(Capability.Type type) {
        return Capability.newBuilder().setType(type).build();
    }

    public TestFramework subscribe(FrameworkInfo.Builder info) {
        var call = Call.newBuilder()
                .setType(Call.Type.SUBSCRIBE)
                .setSubscribe(Call.Subscribe.newBuilder().setFrameworkInfo(info));
        if (info.hasId()) {
            call.setFrameworkId(info.getId());
        }
        return subscribe(encode(call.build()));
    }

    public TestFramework subscribe(byte[] call) {
        var request = HttpRequest.newBuilder(uri)
                .header("Content-Type", mediaType)
                .header("Accept", mediaType)
                .POST(HttpRequest.BodyPublishers.ofByteArray(call))
                .build();
        try {
            var response = http.send(request, HttpResponse.BodyHandlers.ofInputStream());
            subscription = response;
            body = response.body();
            assertThat(response.statusCode()).isEqualTo(200);
            var reader = new Thread(() -> read(response.body()), "events of " + uri);
            reader.setDaemon(true);
            reader.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return this;
    }

    private void read(InputStream in) {
        try {
            while (true) {
                var length = new ByteArrayOutputStream();
                for (int b = in.read(); b != '\n'; b = in.read()) {
                    if (b < 0) {
                        return;
                    }
                    length.write(b);
                }
                var record = in.readNBytes(Integer.parseInt(length.toString(StandardCharsets.US_ASCII)));
                events.add(
                        mediaType.equals(PROTOBUF)
                                ? Event.parseFrom(record)
                                : ProtobufJsonReader.convert(
                                        ProtobufJsonReader.parse(new String(record, StandardCharsets.UTF_8)),
                                        Event.getDefaultInstance()));
            }
        } catch (IOException e) {
            // The stream was closed by the test or by the master.
        } finally {
            ended = true;
        }
    }

    private byte[] encode(Call call) {
        return mediaType.equals(PROTOBUF) ? call.toByteArray() : ProtobufJsonWriter.toBytes(call);
    }

    public HttpResponse<InputStream> subscription() {
        return Objects.requireNonNull(subscription);
    }

    public String streamId() {
        return subscription().headers().firstValue("Mesos-Stream-Id").orElseThrow();
    }

    public FrameworkID id() {
        return first(Event::hasSubscribed).getSubscribed().getFrameworkId();
    }

    public boolean ended() {
        return ended;
    }

    /** All events so far, heartbeats too. */
    public List<Event> events() {
        return List.copyOf(events);
    }

    /** Forgets all events so far but the subscription. */
    public void forgetUpdates() {
        events.removeIf(event -> !event.hasSubscribed());
    }

    /** The first event of a kind, waiting for it. */
    public Event first(Predicate<Event> kind) {
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(10))
                .until(() -> events.stream().anyMatch(kind));
        return events.stream().filter(kind).findFirst().orElseThrow();
    }

    /** All offers so far. */
    public List<Offer> offers() {
        return events.stream()
                .filter(Event::hasOffers)
                .flatMap(event -> event.getOffers().getOffersList().stream())
                .toList();
    }

    /** The first so many offers, waiting for them. */
    public List<Offer> offers(int count) {
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(10)).until(() -> offers().size() >= count);
        return offers().subList(0, count);
    }

    public Offer offer() {
        return offers(1).get(0);
    }

    /** All statuses of a task so far, in their order. */
    public List<TaskStatus> statuses(String task) {
        return events.stream()
                .filter(Event::hasUpdate)
                .map(event -> event.getUpdate().getStatus())
                .filter(status -> status.getTaskId().getValue().equals(task))
                .toList();
    }

    /** The first status of a task in a state, waiting for it and acknowledging those that come before, and it. */
    public TaskStatus acknowledgedUntil(String task, TaskState state) {
        var acknowledged = new CopyOnWriteArrayList<>();
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(10)).until(() -> {
            for (var status : statuses(task)) {
                if (status.hasUuid() && acknowledged.addIfAbsent(status.getUuid())) {
                    acknowledge(status);
                }
            }
            return statuses(task).stream().anyMatch(status -> status.getState() == state);
        });
        return statuses(task).stream()
                .filter(status -> status.getState() == state)
                .findFirst()
                .orElseThrow();
    }

    /** The first status of a task that fits, waiting for it. */
    public TaskStatus status(String task, Predicate<TaskStatus> wanted) {
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(10))
                .until(() -> statuses(task).stream().anyMatch(wanted));
        return statuses(task).stream().filter(wanted).findFirst().orElseThrow();
    }

    public void acknowledge(TaskStatus status) {
        accepted(call(
                Call.Type.ACKNOWLEDGE,
                call -> call.setAcknowledge(Call.Acknowledge.newBuilder()
                        .setAgentId(status.getAgentId())
                        .setTaskId(status.getTaskId())
                        .setUuid(status.getUuid()))));
    }

    public void accept(Offer offer, double refuseSeconds, Offer.Operation... operations) {
        accepted(call(
                Call.Type.ACCEPT,
                call -> call.setAccept(Call.Accept.newBuilder()
                        .addOfferIds(offer.getId())
                        .addAllOperations(List.of(operations))
                        .setFilters(Filters.newBuilder().setRefuseSeconds(refuseSeconds)))));
    }

    public void decline(Offer offer, double refuseSeconds) {
        accepted(call(
                Call.Type.DECLINE,
                call -> call.setDecline(Call.Decline.newBuilder()
                        .addOfferIds(offer.getId())
                        .setFilters(Filters.newBuilder().setRefuseSeconds(refuseSeconds)))));
    }

    public void send(Call.Type type) {
        accepted(call(type, call -> call));
    }

    private static void accepted(HttpResponse<String> response) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(202);
        assertThat(response.body()).isEmpty();
    }

    /** Makes a call on the subscribed stream. */
    public HttpResponse<String> call(Call.Type type, Function<Call.Builder, Call.Builder> details) {
        return call(type, details, streamId());
    }

    public HttpResponse<String> call(Call.Type type, Function<Call.Builder, Call.Builder> details, String streamId) {
        var call = details.apply(Call.newBuilder().setFrameworkId(id()).setType(type));
        return post(encode(call.build()), mediaType, "Mesos-Stream-Id", streamId);
    }

    public HttpResponse<String> post(byte[] content, String contentType, String... headers) {
        var request = HttpRequest.newBuilder(uri).POST(HttpRequest.BodyPublishers.ofByteArray(content));
        if (!contentType.isEmpty()) {
            request.header("Content-Type", contentType);
        }
        if (headers.length > 0) {
            request.headers(headers);
        }
        return send(request.build());
    }

    /** Gets a path of the master. */
    public HttpResponse<String> get(String path) {
        return send(HttpRequest.newBuilder(uri.resolve(path)).build());
    }

    private HttpResponse<String> send(HttpRequest request) {
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Breaks the connection, as a framework does whose process dies. */
    @Override
    public void close() {
        try {
            if (body != null) {
                body.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
