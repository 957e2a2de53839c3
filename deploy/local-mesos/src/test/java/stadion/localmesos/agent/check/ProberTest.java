package stadion.localmesos.agent.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.apache.mesos.v1.Protos.CheckStatusInfo;
import org.apache.mesos.v1.Protos.CommandInfo;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import stadion.localmesos.agent.process.ExitStatus;

class ProberTest {

    private static final Duration LONG = Duration.ofSeconds(30);

    @TempDir
    Path directory;

    final CountDownLatch released = new CountDownLatch(1);
    HttpServer server;
    Optional<ExitStatus> commandStatus = Optional.of(ExitStatus.exited(0));

    @AfterEach
    void stopServer() {
        released.countDown();
        if (server != null) {
            server.stop(0);
        }
    }

    @Test
    void anHttpProbeHasTheStatusAsItsResult() throws Exception {
        serve(HttpServer.create(local(), 0));

        assertThat(get("http", "/ok").getHttp().getStatusCode()).isEqualTo(200);
        assertThat(get("http", "/missing").getHttp().getStatusCode()).isEqualTo(404);
        assertThat(get("http", "").getHttp().getStatusCode()).isEqualTo(200);
    }

    @Test
    void redirectsAreFollowed() throws Exception {
        serve(HttpServer.create(local(), 0));

        assertThat(get("http", "/moved").getHttp().getStatusCode()).isEqualTo(404);
    }

    @Test
    void aCertificateOfNobodyKnownWillDo() throws Exception {
        serve(https());

        assertThat(get("https", "/ok").getHttp().getStatusCode()).isEqualTo(200);
    }

    @Test
    void anHttpServerThatDoesNotAnswerHasNoResult() throws Exception {
        serve(HttpServer.create(local(), 0));

        assertThatThrownBy(() -> probe(new Probe.Http("http", port(), "/hangs", false), Duration.ofMillis(200)))
                .isInstanceOf(ExecutionException.class);
    }

    @Test
    void aTcpProbeTellsWhetherSomebodyListens() throws Exception {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThat(probe(new Probe.Tcp(socket.getLocalPort(), false), LONG)
                            .getTcp()
                            .getSucceeded())
                    .isTrue();
            var port = socket.getLocalPort();
            socket.close();
            assertThat(probe(new Probe.Tcp(port, false), LONG).getTcp().getSucceeded())
                    .isFalse();
        }
    }

    @Test
    void aCommandHasItsExitStatusAsResult() throws Exception {
        commandStatus = Optional.of(ExitStatus.exited(3));

        assertThat(probe(new Probe.Command(CommandInfo.getDefaultInstance()), LONG)
                        .getCommand()
                        .getExitCode())
                .isEqualTo(3);
    }

    @Test
    void aCommandThatTakesTooLongOrIsKilledHasNoResult() {
        var probe = new Probe.Command(CommandInfo.getDefaultInstance());

        commandStatus = Optional.empty();
        assertThatThrownBy(() -> probe(probe, LONG)).hasMessageContaining("Command timed out");
        commandStatus = Optional.of(ExitStatus.signalled(9));
        assertThatThrownBy(() -> probe(probe, LONG)).hasMessageContaining("terminated with signal Killed");
    }

    private CheckStatusInfo get(String scheme, String path) throws Exception {
        return probe(new Probe.Http(scheme, port(), path, false), LONG);
    }

    private CheckStatusInfo probe(Probe probe, Duration timeout) throws Exception {
        return new Prober(Runnable::run)
                .probe(probe, timeout, new Target())
                .toCompletableFuture()
                .get();
    }

    private class Target implements Prober.Target {

        @Override
        public String host(boolean ipv6) {
            return "127.0.0.1";
        }

        @Override
        public CompletionStage<Optional<ExitStatus>> run(CommandInfo command, Duration timeout) {
            return CompletableFuture.completedFuture(commandStatus);
        }
    }

    private int port() {
        return server.getAddress().getPort();
    }

    private void serve(HttpServer what) {
        server = what;
        server.setExecutor(Executors.newCachedThreadPool());
        server.createContext("/", exchange -> {
            switch (exchange.getRequestURI().getPath()) {
                case "/moved" -> {
                    exchange.getResponseHeaders().add("Location", "/missing");
                    exchange.sendResponseHeaders(302, -1);
                }
                case "/missing" -> exchange.sendResponseHeaders(404, -1);
                case "/hangs" -> awaitReleased();
                default -> exchange.sendResponseHeaders(200, -1);
            }
            exchange.close();
        });
        server.start();
    }

    private HttpServer https() throws Exception {
        var store = directory.resolve("keys");
        var keytool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        var made = new ProcessBuilder(
                        keytool,
                        "-genkeypair",
                        "-keyalg",
                        "EC",
                        "-alias",
                        "a",
                        "-dname",
                        "CN=nobody",
                        "-storepass",
                        "changeit",
                        "-keystore",
                        store.toString())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("keytool.out").toFile())
                .start();
        assertThat(made.waitFor()).isZero();
        var keys = KeyStore.getInstance("PKCS12");
        try (var in = Files.newInputStream(store)) {
            keys.load(in, "changeit".toCharArray());
        }
        var managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, "changeit".toCharArray());
        var context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        var https = HttpsServer.create(local(), 0);
        https.setHttpsConfigurator(new HttpsConfigurator(context));
        return https;
    }

    private static InetSocketAddress local() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    private void awaitReleased() throws IOException {
        try {
            released.await();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }
}
