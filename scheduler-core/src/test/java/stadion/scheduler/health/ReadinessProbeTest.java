package stadion.scheduler.health;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import stadion.scheduler.health.Probes.Address;
import stadion.scheduler.health.ReadinessResult.Response;
import stadion.scheduler.model.AppDefinition.ReadinessCheck;

class ReadinessProbeTest {

    private static final ReadinessCheck KEPT =
            new ReadinessCheck("ready", "HTTP", "/", "http", 2, 5, List.of(200), true);

    private HttpServer instance;
    private byte[] body = "state".getBytes(StandardCharsets.UTF_8);
    private int status = 200;

    @BeforeEach
    void start() throws IOException {
        instance = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        instance.createContext("/", exchange -> {
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        instance.start();
    }

    @AfterEach
    void stop() {
        instance.stop(0);
    }

    private ReadinessResult probe(ReadinessCheck check) throws Exception {
        return Probes.make(
                        new Prober(1),
                        check,
                        new Address("127.0.0.1", instance.getAddress().getPort()))
                .toCompletableFuture()
                .get(1, TimeUnit.MINUTES);
    }

    @Test
    void anInstanceIsReadyWhenItAnswersWithAWantedStatus() throws Exception {
        assertThat(probe(KEPT)).isEqualTo(new ReadinessResult("ready", true, new Response(200, "", "state")));
        status = 503;
        assertThat(probe(KEPT)).isEqualTo(new ReadinessResult("ready", false, new Response(503, "", "state")));
    }

    @Test
    void theAnswerIsKeptOnlyIfThatIsWanted() throws Exception {
        ReadinessCheck check = new ReadinessCheck("ready", "HTTP", "/", "http", 2, 5, List.of(200), false);

        assertThat(probe(check).lastResponse()).isNull();
    }

    @Test
    void ofALongAnswerTheBeginningIsKept() throws Exception {
        body = new byte[Prober.LONGEST_BODY + 100_000];

        assertThat(probe(KEPT).lastResponse().body()).hasSize(Prober.LONGEST_BODY);
    }

    @Test
    void noAnswerCountsAsAGatewayTimeoutAndSaysWhy() throws Exception {
        stop();

        ReadinessResult result = probe(KEPT);
        assertThat(result.ready()).isFalse();
        assertThat(result.lastResponse().status()).isEqualTo(504);
        assertThat(result.lastResponse().body()).contains("http://127.0.0.1:", "ConnectException");
    }
}
