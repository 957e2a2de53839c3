package stadion.localmesos.master;

import static java.nio.charset.StandardCharsets.UTF_8;
import static stadion.localmesos.master.Launches.launch;
import static stadion.localmesos.master.Launches.task;

import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.BitSet;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.mesos.v1.Protos.Filters;
import org.apache.mesos.v1.Protos.FrameworkID;
import org.apache.mesos.v1.Protos.Offer;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.Protos.TaskStatus;
import org.apache.mesos.v1.scheduler.Protos.Call;
import org.apache.mesos.v1.scheduler.Protos.Event;

/** A framework that launches many tasks as fast as offers come, and acknowledges every update with a call of its own. */
final class LaunchLoad {

    private static final String TYPE = TestFramework.PROTOBUF;
    private static final int CALLS_AT_ONCE = 32;

    private final URI uri;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Calls calls;
    private final int tasks;
    private final int tasksPerOffer;
    private String streamId = "";
    private FrameworkID framework = FrameworkID.getDefaultInstance();
    private int launched;
    private final BitSet running = new BitSet();
    private int otherStates;

    /** What was seen until all tasks ran. */
    record Result(int running, int otherStates, int refusedCalls, double seconds) {}

    private LaunchLoad(InetSocketAddress master, int tasks, int tasksPerOffer) throws IOException {
        this.calls = new Calls(master);
        this.uri = URI.create("http://127.0.0.1:" + master.getPort() + "/api/v1/scheduler");
        this.tasks = tasks;
        this.tasksPerOffer = tasksPerOffer;
    }

    /** Returns when all tasks run, or the master ends the subscription. */
    static Result run(InetSocketAddress master, int tasks, int tasksPerOffer) throws IOException, InterruptedException {
        return new LaunchLoad(master, tasks, tasksPerOffer).run();
    }

    private Result run() throws IOException, InterruptedException {
        var subscribe = Call.newBuilder()
                .setType(Call.Type.SUBSCRIBE)
                .setSubscribe(Call.Subscribe.newBuilder().setFrameworkInfo(TestFramework.info("*")))
                .build();
        var request = HttpRequest.newBuilder(uri)
                .header("Content-Type", TYPE)
                .header("Accept", TYPE)
                .POST(HttpRequest.BodyPublishers.ofByteArray(subscribe.toByteArray()))
                .build();
        var response = http.send(request, HttpResponse.BodyHandlers.ofInputStream());
        streamId = response.headers().firstValue("Mesos-Stream-Id").orElseThrow();
        long start = System.nanoTime();
        try (calls;
                var in = new DataInputStream(new BufferedInputStream(response.body(), 1 << 16))) {
            while (running.cardinality() < tasks) {
                handle(Event.parseFrom(record(in)));
            }
        }
        return new Result(running.cardinality(), otherStates, calls.refused.get(), (System.nanoTime() - start) / 1e9);
    }

    private static byte[] record(DataInputStream in) throws IOException {
        int length = 0;
        for (int digit = in.readByte(); digit != '\n'; digit = in.readByte()) {
            length = 10 * length + digit - '0';
        }
        return in.readNBytes(length);
    }

    private void handle(Event event) throws IOException {
        switch (event.getType()) {
            case SUBSCRIBED -> framework = event.getSubscribed().getFrameworkId();
            case OFFERS -> {
                for (var offer : event.getOffers().getOffersList()) {
                    accept(offer);
                }
            }
            case UPDATE -> update(event.getUpdate().getStatus());
            default -> {}
        }
    }

    private void accept(Offer offer) throws IOException {
        int first = launched;
        launched = Math.min(tasks, launched + tasksPerOffer);
        var infos = IntStream.range(first, launched)
                .mapToObj(i -> task(
                        "task." + i,
                        offer.getAgentId(),
                        "cpus:0.1;mem:32;ports:[" + port(offer, i - first) + "-" + port(offer, i - first) + "]"))
                .toArray(TaskInfo.Builder[]::new);
        var accept = Call.Accept.newBuilder().addOfferIds(offer.getId());
        if (infos.length > 0) {
            accept.addOperations(launch(infos));
        }
        accept.setFilters(Filters.newBuilder().setRefuseSeconds(infos.length > 0 ? 0 : 1000));
        send(Call.newBuilder().setType(Call.Type.ACCEPT).setAccept(accept));
    }

    /** One of the first ports of an offer. */
    private static long port(Offer offer, int index) {
        long left = index;
        for (var resource : offer.getResourcesList()) {
            for (var range : resource.getRanges().getRangeList()) {
                long count = range.getEnd() - range.getBegin() + 1;
                if (left < count) {
                    return range.getBegin() + left;
                }
                left -= count;
            }
        }
        throw new IllegalStateException("no port left in " + offer.getId().getValue());
    }

    private void update(TaskStatus status) throws IOException {
        if (status.getState() == TaskState.TASK_RUNNING) {
            running.set(Integer.parseInt(status.getTaskId().getValue().substring("task.".length())));
        } else if (status.getState() != TaskState.TASK_STARTING) {
            otherStates++;
        }
        send(Call.newBuilder()
                .setType(Call.Type.ACKNOWLEDGE)
                .setAcknowledge(Call.Acknowledge.newBuilder()
                        .setAgentId(status.getAgentId())
                        .setTaskId(status.getTaskId())
                        .setUuid(status.getUuid())));
    }

    private void send(Call.Builder call) throws IOException {
        calls.send(call.setFrameworkId(framework).build().toByteArray(), streamId);
    }

    /** A connection on which calls are sent without waiting for the answers to those before, up to a number. */
    private static final class Calls implements AutoCloseable {
        private final Socket socket;
        private final OutputStream out;
        private final Semaphore unanswered = new Semaphore(CALLS_AT_ONCE);
        private final AtomicInteger refused = new AtomicInteger();

        Calls(InetSocketAddress master) throws IOException {
            socket = new Socket(InetAddress.getLoopbackAddress(), master.getPort());
            socket.setTcpNoDelay(true);
            out = socket.getOutputStream();
            var reader = new Thread(this::readAnswers, "answers");
            reader.setDaemon(true);
            reader.start();
        }

        void send(byte[] call, String streamId) throws IOException {
            var head = "POST /api/v1/scheduler HTTP/1.1\r\nHost: localhost\r\nContent-Type: " + TYPE
                    + "\r\nMesos-Stream-Id: " + streamId + "\r\nContent-Length: " + call.length + "\r\n\r\n";
            var request = new ByteArrayOutputStream(head.length() + call.length);
            request.writeBytes(head.getBytes(UTF_8));
            request.writeBytes(call);
            unanswered.acquireUninterruptibly();
            out.write(request.toByteArray());
        }

        /** Answers have no body if all is well; whatever else comes counts as refused. */
        private void readAnswers() {
            try (var in = new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8))) {
                for (var line = in.readLine(); line != null; line = in.readLine()) {
                    if (line.startsWith("HTTP/1.1")) {
                        if (!line.contains(" 202 ")) {
                            refused.incrementAndGet();
                        }
                        unanswered.release();
                    }
                }
            } catch (IOException e) {
                // The connection was closed, which the test does when it is done.
            }
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    /** For measuring by hand: port, tasks, tasks an offer. */
    public static void main(String[] args) throws IOException, InterruptedException {
        var result = run(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(args[0])),
                Integer.parseInt(args[1]),
                Integer.parseInt(args[2]));
        System.out.println(result + ", tasks a second: " + result.running() / result.seconds());
    }
}
