package stadion.localmesos.agent.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.mesos.v1.Protos.CommandInfo;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FetcherTest {

    @TempDir
    Path directory;

    Path sandbox;
    HttpServer server;
    Fetcher fetcher;
    final AtomicInteger requests = new AtomicInteger();
    final CountDownLatch released = new CountDownLatch(1);

    @BeforeEach
    void serve() throws IOException {
        sandbox = Files.createDirectory(directory.resolve("sandbox"));
        fetcher = new Fetcher(
                new Download(Duration.ofSeconds(1), Duration.ofSeconds(30)),
                new FetchCache(directory.resolve("cache"), 10));
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newCachedThreadPool());
        server.createContext("/", exchange -> {
            requests.incrementAndGet();
            var path = exchange.getRequestURI().getPath();
            if (path.startsWith("/moved/")) {
                exchange.getResponseHeaders().add("Location", path.substring("/moved".length()));
                exchange.sendResponseHeaders(302, -1);
            } else if (path.startsWith("/missing/")) {
                exchange.sendResponseHeaders(404, -1);
            } else if (path.startsWith("/stalls/")) {
                exchange.sendResponseHeaders(200, 100);
                exchange.getResponseBody().write('x');
                exchange.getResponseBody().flush();
                awaitReleased();
            } else {
                var body = ("content of " + path).getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(200, body.length);
                exchange.getResponseBody().write(body);
            }
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stopServing() {
        released.countDown();
        server.stop(0);
    }

    @Test
    void aFileIsDownloadedUnderItsName() throws Exception {
        fetch(uri(web("/a/file.txt")));

        assertThat(sandbox.resolve("file.txt")).hasContent("content of /a/file.txt");
        assertThat(sandbox.resolve("stderr")).content().contains("Fetched '" + web("/a/file.txt") + "'");
    }

    @Test
    void redirectsAreFollowed() throws Exception {
        fetch(uri(web("/moved/file.txt")));

        assertThat(sandbox.resolve("file.txt")).hasContent("content of /file.txt");
    }

    @Test
    void anOutputFileCanLieInADirectory() throws Exception {
        fetch(uri(web("/file.txt")).setOutputFile("etc/conf/other.txt"));

        assertThat(sandbox.resolve("etc/conf/other.txt")).hasContent("content of /file.txt");
    }

    @Test
    void anOutputFileCanNotLeaveTheSandbox() {
        assertThatThrownBy(() -> fetch(uri(web("/file.txt")).setOutputFile("../other.txt")))
                .hasMessage("'" + web("/file.txt") + "': output file '../other.txt' must lie in the sandbox");
        assertThatThrownBy(() -> fetch(uri(web("/file.txt")).setOutputFile("/tmp/other.txt")))
                .isInstanceOf(FetchException.class);
    }

    @Test
    void anExecutableFileCanBeExecuted() throws Exception {
        fetch(uri(web("/run.sh")).setExecutable(true));

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(sandbox.resolve("run.sh"))))
                .isEqualTo("rwxr-xr-x");
    }

    @Test
    void aLocalFileIsCopiedByUriOrByPath() throws Exception {
        var file = Files.writeString(directory.resolve("local.txt"), "local");

        fetch(uri("file://" + file).setOutputFile("one"));
        fetch(uri("file://localhost" + file).setOutputFile("two"));
        fetch(uri(file.toString()));

        assertThat(sandbox.resolve("one")).hasContent("local");
        assertThat(sandbox.resolve("two")).hasContent("local");
        assertThat(sandbox.resolve("local.txt")).hasContent("local");
    }

    @Test
    void anHttpErrorIsNamed() {
        assertThatThrownBy(() -> fetch(uri(web("/missing/file.txt"))))
                .isInstanceOf(FetchException.class)
                .hasMessage("'" + web("/missing/file.txt") + "': the server answered with HTTP status 404");
        assertThat(sandbox.resolve("stderr")).content().contains("HTTP status 404");
        assertThat(sandbox.resolve("file.txt")).doesNotExist();
    }

    @Test
    void aMissingFileIsNamed() {
        assertThatThrownBy(() -> fetch(uri("file:///no/such/file"))).hasMessage("'file:///no/such/file': no such file");
    }

    @Test
    void aDirectoryIsRefused() {
        assertThatThrownBy(() -> fetch(uri(directory.toString()))).hasMessageEndingWith("it is a directory");
    }

    @Test
    void anUnknownHostIsNamed() {
        assertThatThrownBy(() -> fetch(uri("http://no-such-host.invalid/file")))
                .hasMessage("'http://no-such-host.invalid/file': host 'no-such-host.invalid' was not found");
    }

    @Test
    void aRefusedConnectionIsNamed() throws IOException {
        int port;
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        assertThatThrownBy(() -> fetch(uri("http://127.0.0.1:" + port + "/file")))
                .hasMessageEndingWith("can't connect to 127.0.0.1:" + port + ": connection refused");
    }

    @Test
    void aServerThatFallsSilentIsGivenUp() {
        assertThatThrownBy(() -> fetch(uri(web("/stalls/file"))))
                .hasMessageEndingWith("the server sent nothing for 1 s");
    }

    @Test
    void otherSchemesAreRefused() {
        assertThatThrownBy(() -> fetch(uri("hdfs://host/file")))
                .hasMessage("'hdfs://host/file': scheme 'hdfs' is not supported; use http, https or file");
    }

    @Test
    void relativePathsAndUrisWithoutANameAreRefused() {
        assertThatThrownBy(() -> fetch(uri("etc/passwd"))).hasMessageEndingWith("only absolute paths can be fetched");
        assertThatThrownBy(() -> fetch(uri(web("/")))).hasMessageEndingWith("malformed URI: it names no file");
    }

    @Test
    void secretsInUrisAreNotShown() {
        assertThatThrownBy(() -> fetch(uri("hdfs://me:password@host/file?token=1")))
                .hasMessageStartingWith("'hdfs://host/file': ");
    }

    @Test
    void whatIsCachedIsDownloadedOnce() throws Exception {
        fetch(uri(web("/x")).setCache(true));
        fetch(uri(web("/x")).setCache(true).setOutputFile("again"));

        assertThat(requests).hasValue(1);
        assertThat(sandbox.resolve("again")).hasContent("content of /x");
    }

    @Test
    void theCacheDoesNotOutgrowItsCapacity() throws Exception {
        fetch(uri(web("/x")).setCache(true));
        fetch(uri(web("/y")).setCache(true));

        try (var files = Files.list(directory.resolve("cache"))) {
            assertThat(files).hasSize(1);
        }
    }

    @Test
    void aFailedDownloadIsNotCached() {
        assertThatThrownBy(() -> fetch(uri(web("/missing/x")).setCache(true))).isInstanceOf(FetchException.class);
        assertThatThrownBy(() -> fetch(uri(web("/missing/x")).setCache(true))).isInstanceOf(FetchException.class);

        assertThat(requests).hasValue(2);
    }

    @Test
    void anInterruptedFetchStops() {
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> fetch(uri(web("/stalls/file")))).isInstanceOf(InterruptedException.class);
    }

    private void fetch(CommandInfo.URI.Builder uri) throws FetchException, InterruptedException {
        fetcher.fetch(List.of(uri.build()), sandbox);
    }

    private static CommandInfo.URI.Builder uri(String value) {
        return CommandInfo.URI.newBuilder().setValue(value).setExtract(false);
    }

    private String web(String path) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + path;
    }

    private void awaitReleased() {
        try {
            released.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
