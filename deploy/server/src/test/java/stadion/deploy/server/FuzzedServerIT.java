package stadion.deploy.server;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import stadion.deploy.server.fuzz.RawConnection;
import stadion.deploy.server.fuzz.RawConnection.Reply;
import stadion.deploy.server.fuzz.RawRequest;
import stadion.deploy.server.fuzz.RecordedRequests;
import stadion.deploy.server.fuzz.RequestMutator;
import stadion.localmesos.LocalMesos;
import stadion.localmesos.LocalMesosConfig;
import stadion.localmesos.fake.FakeBehavior;

/**
 * The whole server (its store and scheduler, a Mesos with simulated tasks) is sent mutated requests. Whatever comes: no answer is a 5xx, nothing is logged as an error
 * or with an exception, what is refused changes nothing, and memory stays bounded. {@code -Dstadion.fuzz.requests=100000} sets how many, {@code -Dstadion.fuzz.seed=...}
 * repeats a run.
 */
class FuzzedServerIT {

    private static final int REQUESTS = Integer.getInteger("stadion.fuzz.requests", 5_000);
    private static final long SEED = Long.getLong("stadion.fuzz.seed", System.nanoTime());
    private static final Path RECORDINGS = Path.of("../../http-api/src/test/resources/conformance");
    private static final ObjectMapper JSON = new ObjectMapper();

    /** So often everything is removed, so that what was accepted does not pile up. */
    private static final int ROUND = 200;

    private static final long MOST_GROWTH = 128L << 20;

    @TempDir
    Path dir;

    private final Queue<String> troubles = new ConcurrentLinkedQueue<>();
    private final AppenderBase<ILoggingEvent> log = new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
            if (event.getThrowableProxy() != null || event.getLevel().isGreaterOrEqual(Level.ERROR)) {
                troubles.add("logged: " + event + " " + event.getThrowableProxy());
            }
        }
    };

    private LocalMesos mesos;
    private StadionServer server;
    private RawConnection connection;
    private final Map<Integer, Integer> statuses = new TreeMap<>();

    @BeforeEach
    void start() throws IOException {
        mesos = LocalMesos.start(LocalMesosConfig.inDirectory(dir.resolve("mesos"))
                .withAgents(3, "cpus:40;mem:65536;disk:400000;ports:[31000-31999]", "")
                .withFake(FakeBehavior.steady()));
        List<String> args = List.of(
                "--data_dir",
                dir.resolve("data").toString(),
                "--http_address",
                "127.0.0.1",
                "--http_port",
                "0",
                "--hostname",
                "localhost",
                "--master",
                "127.0.0.1:" + mesos.address().getPort());
        server = StadionServer.start(ServerConfigReader.read(new FlagParser().parse(args, Map.of()), Machine.here()));
        assertThat(server.awaitReady()).isTrue();
        connection = new RawConnection(server.api().getPort());
        log.start();
        root().addAppender(log);
    }

    @AfterEach
    void stop() throws IOException {
        root().detachAppender(log);
        connection.close();
        server.stop(ExitCode.OK);
        server.awaitEnd();
        mesos.close();
    }

    private static Logger root() {
        return (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    }

    @Test
    void staysSoundWhateverItIsSent() throws IOException {
        System.out.println(REQUESTS + " requests, -Dstadion.fuzz.seed=" + SEED);
        RequestMutator requests = new RequestMutator(RecordedRequests.in(RECORDINGS), SEED);
        List<String> wrong = new ArrayList<>();
        long heap = 0;
        String version = version();
        for (int i = 1; i <= REQUESTS && wrong.size() < 20; i++) {
            RawRequest request = requests.next();
            String before = version;
            Optional<Reply> reply = connection.send(request);
            version = version();
            statuses.merge(reply.map(Reply::status).orElse(0), 1, Integer::sum);
            boolean unchanged = before.equals(version);
            int number = i;
            reply.flatMap(r -> whatIsWrong(r, unchanged))
                    .ifPresent(what -> wrong.add("request " + number + " " + what + request));
            if (!troubles.isEmpty()) {
                wrong.add("request " + i + " " + troubles + "\n" + request);
                troubles.clear();
            }
            if (i % ROUND == 0) {
                removeEverything();
                version = version();
            }
            if (i == Math.max(REQUESTS / 4, 1)) {
                heap = liveHeap();
            }
        }
        removeEverything();
        long growth = liveHeap() - heap;
        System.out.println("answers by status: " + statuses + "; the live heap grew by " + (growth >> 10) + " KiB");
        assertThat(wrong).as("-Dstadion.fuzz.seed=" + SEED).isEmpty();
        assertThat(statuses.keySet()).as("what was reached").contains(200, 201, 400, 404, 409, 422);
        assertThat(growth).as("growth of the live heap in bytes").isLessThan(MOST_GROWTH);
    }

    private static Optional<String> whatIsWrong(Reply reply, boolean unchanged) {
        String shown = reply.body().substring(0, Math.min(500, reply.body().length()));
        String answer = "answered " + reply.status() + " " + shown + "\n";
        if (reply.status() >= 500) {
            return Optional.of(answer);
        }
        if (reply.status() >= 400 && !unchanged) {
            return Optional.of("changed something, but " + answer);
        }
        if (reply.isJson() && !reply.body().isEmpty() && !reply.headers().containsKey("content-encoding")) {
            try {
                JSON.readTree(reply.body());
            } catch (IOException noJson) {
                return Optional.of("no JSON: " + answer);
            }
        }
        return Optional.empty();
    }

    /** It changes with every change of a definition. */
    private String version() throws IOException {
        Reply reply = connection
                .send(new RawRequest("GET", "/v2/groups?embed=group.groups", List.of(), ""))
                .orElseThrow();
        return JSON.readTree(reply.body()).path("version").asText();
    }

    private void removeEverything() throws IOException {
        Reply reply = connection
                .send(new RawRequest("DELETE", "/v2/groups?force=true", List.of(), ""))
                .orElseThrow();
        assertThat(reply.status()).isEqualTo(200);
    }

    private static long liveHeap() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
